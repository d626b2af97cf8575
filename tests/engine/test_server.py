"""The turn server from outside, as the application meets it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.engine.running import CONTEXT, Running, running

STORY = "ik word elke dag gepest in de klas"


def test_health_answers_starting_before_rasa_is_there_and_ready_afterwards(
    trained: Path, tmp_path: Path
) -> None:
    with running(trained, tmp_path) as server:
        assert server.health()["status"] == "starting"
        assert server.turn(STORY).status == 503
        server.wait_for("ready with model")
        health = server.health()
        assert health["status"] == "ready"
        assert health["model"] == trained.name.removesuffix(".tar.gz")


def test_memory_at_rest_stays_below_the_promise(served: Running) -> None:
    assert served.health()["memory_mb"] < 700


def test_tensorflow_is_not_loaded_for_a_model_without_a_neural_network(served: Running) -> None:
    assert "tensorflow" not in Path(f"/proc/{served.process.pid}/maps").read_text()


def test_story_gets_words_state_and_understanding(served: Running) -> None:
    answer = served.turn(STORY)
    assert answer.status == 200
    assert answer.body["replies"][0]["key"] == "ack_bullying"
    assert answer.body["effects"]["theme"] == "bullying"
    assert answer.body["effects"]["understanding"]["ranking"][0] == "bullying"
    assert answer.body["state"]["slots"]["theme"] == "bullying"


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "/session_start",
        "/confirm_handover",
        '/choose_theme{"theme": "violence"}',
        "/thuis gaat het niet goed",
    ],
)
def test_typed_slash_is_never_read_as_an_intent(served: Running, text: str) -> None:
    offered = served.turn("ik wil met een mens praten").body
    answer = served.turn(text, state=offered["state"])
    assert answer.status == 200
    heard = answer.body["effects"]["understanding"]["intent"]
    assert f"/{heard}" not in text
    assert answer.body["effects"]["theme"] in (None, heard)
    assert not answer.body["effects"]["handover"]


def test_button_is_trusted_with_its_slots(served: Running) -> None:
    answer = served.turn(press="choose_theme", slots={"theme": "lgbti"})
    assert answer.body["effects"]["theme"] == "lgbti"
    assert answer.body["effects"]["understanding"] is None
    state = answer.body["state"]
    answer = served.turn(state=state, press="choose_role", slots={"role": "parent"})
    assert answer.body["effects"]["role"] == "parent"
    assert "advice" in [(reply["payload"] or {}).get("kind") for reply in answer.body["replies"]]


def test_effects_are_no_replies(served: Running) -> None:
    answer = served.turn(press="confirm_handover")
    assert answer.body["effects"]["handover"] is True
    assert all(reply["text"] for reply in answer.body["replies"])


@pytest.mark.parametrize("intent", ["evil", "restart", "back", "session_start", ""])
def test_button_with_an_unknown_intent_is_refused(served: Running, intent: str) -> None:
    body = {"text": "", "button": {"intent": intent, "slots": {}}}
    answer = served.ask("POST", "/turn", {"state": None, "message": body, "context": CONTEXT})
    assert (answer.status, answer.body) == (400, {"error": "bad_request"})


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff"])
def test_body_that_is_no_request_is_refused(served: Running, body: bytes) -> None:
    assert served.ask("POST", "/turn", body).status == 400


@pytest.mark.parametrize("text", ["", "🙂", "\0", "\u202eabc\u200b", "a" * 20_000, "<b>x</b>"])
def test_strange_text_gets_a_kind_answer(served: Running, text: str) -> None:
    answer = served.turn(text)
    assert answer.status == 200
    assert answer.body["replies"][0]["text"]


def test_half_a_character_is_survived(served: Running) -> None:
    message = b'{"state": null, "message": {"text": "\\ud800"}, "context": %b}'
    assert served.ask("POST", "/turn", message % json.dumps(CONTEXT).encode()).status == 200


def test_language_is_that_of_the_context(served: Running) -> None:
    english = served.turn("hoi", context={"language": "en"}).body["replies"][0]["text"]
    assert english != served.turn("hoi").body["replies"][0]["text"]


def test_batch_is_understood_in_order(served: Running) -> None:
    answer = served.ask("POST", "/parse", {"texts": [STORY, "/greet", *["hoi"] * 40]})
    assert len(answer.body["results"]) == 42
    assert answer.body["results"][0]["ranking"][0] == "bullying"
    assert answer.body["results"][2] == answer.body["results"][-1]


def test_state_does_not_grow_with_the_talk(served: Running) -> None:
    state: Any = None
    sizes = []
    said = [STORY, "hoi", "ze slaan me ook", "ik wil dood", "nee", "thuis is het ook niet veilig"]
    for number in range(200):
        state = served.turn(said[number % len(said)], state=state).body["state"]
        sizes.append(len(json.dumps(state)))
    assert max(sizes[100:]) <= max(sizes[:100])
    assert max(sizes) < 2000


def test_broken_model_is_refused_and_the_old_one_stays(served: Running, tmp_path: Path) -> None:
    before = served.health()["model"]
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"no model")
    for path in (broken, tmp_path / "missing.tar.gz", tmp_path / "empty"):
        answer = served.ask("POST", "/model", {"path": str(path)})
        assert (answer.status, answer.body) == (422, {"error": "broken_model"})
    assert served.health()["model"] == before
    assert served.turn(STORY).status == 200


def test_cut_off_model_is_refused(served: Running, trained: Path, tmp_path: Path) -> None:
    half = tmp_path / trained.name
    half.write_bytes(trained.read_bytes()[: trained.stat().st_size // 2])
    assert served.ask("POST", "/model", {"path": str(half)}).status == 422


def test_missing_model_is_told_by_health_and_can_be_brought_later(
    trained: Path, tmp_path: Path
) -> None:
    with running(tmp_path / "nothing", tmp_path) as server:
        server.wait_for("model not loaded")
        health = server.health()
        assert health["status"] == "broken"
        assert len(health["detail"].splitlines()) == 1
        assert server.ask("POST", "/model", {"path": str(trained)}).status == 200
        assert server.health()["status"] == "ready"
        assert server.turn(STORY).status == 200


async def test_no_turn_is_dropped_while_the_model_changes(served: Running, trained: Path) -> None:
    connector = aiohttp.UnixConnector(path=str(served.socket))
    async with aiohttp.ClientSession("http://engine", connector=connector) as http:
        change = asyncio.create_task(_status(http, "/model", {"path": str(trained)}))
        message = {"text": STORY, "button": None}
        body = {"state": None, "message": message, "context": CONTEXT}
        statuses = []
        while not change.done():
            statuses += await asyncio.gather(*(_status(http, "/turn", body) for _ in range(5)))
        assert await change == 200
        assert set(statuses) == {200}


async def _status(http: aiohttp.ClientSession, path: str, body: object) -> int:
    async with http.post(path, json=body) as response:
        return response.status
