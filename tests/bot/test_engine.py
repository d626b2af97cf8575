"""The client of the real engine, against a server that answers as told."""

from __future__ import annotations

import asyncio
import json
import tempfile
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.engine import Context, Count, HttpEngine, Message, Theme
from bot.errors import EngineUnavailable, TurnFailed
from expertise.texts import Button

CANARY = "kanarie zingt zacht"
CONTEXT = Context("nl", "2026-11-20T14:07:33+00:00", "none", (), on_duty=False)
SAFE: dict[str, Any] = {"of": "safety", "about": {"value": "3"}}
GOOD: dict[str, Any] = {
    "replies": [{"key": "greet", "text": "Hoi", "buttons": [], "payload": None}],
    "effects": {
        "understanding": {"themes": [{"code": "bullying", "confidence": 0.8}], "risk": "none"},
        "theme": None, "role": None, "offender": None,
        "handover": False, "show_code": False, "finished": False,
    },
    "state": {"events": []},
    "model": "m1",
}  # fmt: skip


def changed(**values: Any) -> bytes:
    return json.dumps({**GOOD, **values}).encode()


@asynccontextmanager
async def answering(
    body: bytes, status: str = "200 OK", heard: list[bytes] | None = None
) -> AsyncIterator[HttpEngine]:
    """A client, and a server that gives every request one answer."""

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        lengths = [
            int(line.split(b":")[1]) for line in head.lower().splitlines()
            if line.startswith(b"content-length")
        ]  # fmt: skip
        (heard if heard is not None else []).append(await reader.readexactly(sum(lengths)))
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n".encode())
        writer.write(b"Connection: close\r\n\r\n" + body)
        await writer.drain()
        writer.close()

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "engine.sock"
        server = await asyncio.start_unix_server(respond, path)
        engine = HttpEngine(path)
        try:
            yield engine
        finally:
            await engine.close()
            server.close()
            await server.wait_closed()


async def test_turn_when_all_is_well_then_the_protocol_is_kept_both_ways() -> None:
    heard: list[bytes] = []
    button = Button("Pesten", "choose_theme", {"theme": "bullying"})
    async with answering(changed(), heard=heard) as engine:
        got = await engine.turn({"events": [1]}, Message("Pesten", button), CONTEXT)
    assert got.effects.understanding is not None
    assert got.effects.understanding.themes == (Theme("bullying", 0.8),)
    assert (got.replies[0].text, got.state, got.model) == ("Hoi", {"events": []}, "m1")
    assert json.loads(heard[0]) == {
        "state": {"events": [1]},
        "message": {
            "text": "Pesten",
            "button": {
                "label": "Pesten", "intent": "choose_theme", "slots": {"theme": "bullying"},
            },
        },
        "context": {
            "language": "nl", "now": "2026-11-20T14:07:33+00:00",
            "risk": "none", "risk_types": [], "on_duty": False, "opens_at": None,
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"null",
        b"[]",
        CANARY.encode(),
        changed(replies=CANARY),
        changed(replies=[{"text": None}]),
        changed(replies=[{"text": "x", "buttons": [{"label": CANARY}]}]),
        changed(replies=[{"text": "x", "payload": CANARY}]),
        changed(replies=[{"text": "x", "payload": {"kind": "advice", "main": CANARY}}]),
        changed(effects=None),
        changed(effects={"theme": CANARY}),
        changed(effects={"handover": CANARY}),
        changed(effects={"understanding": {"risk": CANARY}}),
        changed(effects={"understanding": {"themes": [{"code": CANARY, "confidence": 1}]}}),
        changed(effects={"counts": CANARY}),
        changed(effects={"counts": [CANARY]}),
        changed(effects={"counts": [{"of": CANARY, "about": {"value": "3"}}]}),
        changed(effects={"counts": [{"of": "safety", "about": CANARY}]}),
        changed(effects={"counts": [{"of": "safety", "about": {"value": CANARY}}]}),
        changed(effects={"counts": [{"of": "safety", "about": {"value": "3", CANARY: "3"}}]}),
        changed(effects={"counts": [{"of": "white_spot", "about": {"party": CANARY}}]}),
        changed(effects={"counts": [SAFE, SAFE]}),
        changed(state=None),
        changed(state=[CANARY]),
    ],
)
async def test_turn_when_the_answer_has_another_shape_then_it_fails_without_its_words(
    body: bytes,
) -> None:
    async with answering(body) as engine:
        with pytest.raises(TurnFailed) as caught:
            await engine.turn(None, Message(CANARY), CONTEXT)
    assert "kanarie" not in "".join(traceback.format_exception(caught.value))


async def test_turn_when_something_is_counted_then_it_comes_as_codes() -> None:
    stuck = {"party": "confidant", "theme": "other", "role": "unknown", "stage": "stuck"}
    counts = [SAFE, {"of": "white_spot", "about": stuck}]
    async with answering(changed(effects={"counts": counts})) as engine:
        got = await engine.turn(None, Message("hoi"), CONTEXT)
    assert got.effects.counts == (Count("safety", {"value": "3"}), Count("white_spot", stuck))


async def test_turn_when_the_answer_says_more_than_is_known_then_it_is_taken() -> None:
    async with answering(changed(later="more", effects={"later": 1})) as engine:
        assert (await engine.turn(None, Message("hoi"), CONTEXT)).model == "m1"


@pytest.mark.parametrize("status", ["400 Bad Request", "500 Internal Server Error"])
async def test_turn_when_the_engine_cannot_answer_this_one_then_it_failed(status: str) -> None:
    async with answering(b'{"error":"turn_failed"}', status) as engine:
        with pytest.raises(TurnFailed):
            await engine.turn(None, Message("hoi"), CONTEXT)


async def test_turn_when_the_engine_is_starting_then_it_is_unavailable() -> None:
    async with answering(b'{"error":"starting"}', "503 Service Unavailable") as engine:
        with pytest.raises(EngineUnavailable):
            await engine.turn(None, Message("hoi"), CONTEXT)


async def test_turn_when_nobody_listens_then_the_engine_is_unavailable(tmp_path: Path) -> None:
    engine = HttpEngine(tmp_path / "engine.sock")
    with pytest.raises(EngineUnavailable) as caught:
        await engine.turn(None, Message(CANARY), CONTEXT)
    assert "kanarie" not in "".join(traceback.format_exception(caught.value))
    assert (await engine.health()).status == "starting"
    await engine.close()


@pytest.mark.parametrize(
    ("body", "status", "is_ready"),
    [
        (b'{"status":"ready","model":"m1","detail":null,"memory_mb":512}', "ready", True),
        (b'{"status":"broken","model":null,"detail":"x","memory_mb":1}', "broken", False),
        (b"nonsense", "starting", False),
    ],
)
async def test_health_when_asked_then_it_tells_and_never_fails(
    body: bytes, status: str, is_ready: bool
) -> None:
    async with answering(body) as engine:
        health = await engine.health()
    assert (health.status, health.is_ready) == (status, is_ready)


async def test_parse_when_texts_are_given_then_each_is_understood() -> None:
    body = json.dumps({"results": [{"lang": "nl"}, {"lang": "en"}], "model": "m1"}).encode()
    async with answering(body) as engine:
        found = await engine.parse(["hoi", "hi"])
    assert [one.lang for one in found] == ["nl", "en"]


async def test_load_when_the_model_is_broken_then_it_says_so_and_else_which_answers() -> None:
    async with answering(b'{"model":"m2"}') as engine:
        assert await engine.load(Path("m2.tar.gz")) == "m2"
    async with answering(b'{"error":"broken_model"}', "422 Unprocessable Entity") as engine:
        with pytest.raises(TurnFailed):
            await engine.load(Path("broken.tar.gz"))


def test_message_when_printed_then_no_words_are_in_it() -> None:
    message = Message(CANARY, Button("Ja", "crisis_yes"))
    assert repr(message) == "Message()"
