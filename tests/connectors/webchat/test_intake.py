"""What people and programs send that nobody hoped for."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import event, update

from bot.clock import utc_now
from bot.models import AccessToken
from expertise import texts as content
from tests.connectors.webchat.tab import PLAIN, Tab, texts
from tests.support.service import Running, new_token


@pytest.mark.parametrize(
    ("text", "status", "key"),
    [
        ("", 422, "page.error.empty"),
        (" \n\t ", 422, "page.error.empty"),
        ("\u200b\u200b\u202e", 422, "page.error.unreadable"),
        ("\x00\x00", 422, "page.error.unreadable"),
    ],
)
def test_message_without_words_is_refused_kindly(
    tab: Tab, text: str, status: int, key: str
) -> None:
    response = tab.say(text)

    assert response.status_code == status
    assert response.json()["message"] == content.text(key, "nl")


def test_twenty_thousand_characters_are_refused_with_the_cards_they_call_for(tab: Tab) -> None:
    response = tab.say("ik wil dood " + "a" * 20_000)

    assert response.status_code == 413
    assert "4000" in response.json()["message"]
    assert response.json()["cards"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("😭😭", "😭😭"),
        ("אני מפחד", "אני מפחד"),
        ("ge\u200bpest\u202e", "gepest"),
        ("a\x00b", "ab"),
        ("/restart", "/restart"),
        ('/choose_role{"role": "staff"}', '/choose_role{"role": "staff"}'),
        ("<script>alert(1)</script> **vet**", "<script>alert(1)</script> **vet**"),
        ("half \ud83d teken", "half  teken"),
    ],
)
def test_odd_message_is_kept_as_text_and_never_becomes_a_command(
    service: Running, tab: Tab, sent: str, kept: str
) -> None:
    body = f'{{"text": {_json(sent)}, "message_id": "{"b" * 16}", "language": "nl", "first": true, '
    body += f'"proof": "{tab.prove()}"}}'
    headers = {"Authorization": f"Bearer {tab.token}", "Content-Type": "application/json"}

    response = httpx.post(
        f"{tab.base_url}/chat/messages", content=body, headers=headers, verify=PLAIN
    )

    assert response.status_code == 200
    assert texts(tab.answered(), "you") == [kept]
    assert service.engine.heard[0][0].text == kept
    assert service.engine.heard[0][0].button is None


@pytest.mark.parametrize("token", ["-", "x", "é" * 43, new_token()[:-1], new_token() + "A"])
def test_token_that_is_none_is_told_so(tab: Tab, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}".encode()}

    for path in ("view", "stream"):
        response = httpx.get(f"{tab.base_url}/chat/{path}", headers=headers)
        assert response.status_code == 401
        assert response.json()["error"] == "MalformedToken"


def test_wrong_token_opens_nothing(tab: Tab) -> None:
    assert tab.post("typing", {}).status_code == 404
    assert tab.say("hoi", first=False).json()["error"] == "UnknownConversation"


def test_token_of_an_erased_talk_may_begin_a_new_one_and_sees_nothing_old(tab: Tab) -> None:
    tab.say("oud")
    tab.answered()
    tab.post("erase", {})

    tab.say("nieuw")

    assert texts(tab.answered(), "you") == ["nieuw"]


def test_expired_token_opens_nothing(service: Running, tab: Tab) -> None:
    tab.say("hoi")
    with service.services.store.session(writing=True) as db:
        db.execute(update(AccessToken).values(expires_at=utc_now() - timedelta(seconds=1)))

    response = tab.say("nog iets", first=False)

    assert response.status_code == 404
    assert response.json()["message"] == content.text("page.error.session_expired", "nl")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"geen json",
        b"[]",
        b'{"text": 3}',
        b'{"text": "hoi"}',
        b'{"text": "hoi", "message_id": "kort", "language": "nl"}',
        b'{"text": "hoi", "message_id": "0123456789abcdef", "language": "fr"}',
        b'{"text": "hoi", "message_id": "0123456789abcdef", "language": "nl", "button": [1, 2]}',
    ],
)
def test_body_of_another_shape_is_refused_without_a_trace(tab: Tab, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {tab.token}"}

    response = httpx.post(
        f"{tab.base_url}/chat/messages", content=body, headers=headers, verify=PLAIN
    )

    assert response.status_code == 422
    assert response.json()["message"] == content.text("page.error.unexpected", "nl")


def test_danger_in_a_body_of_another_shape_still_brings_its_cards(tab: Tab) -> None:
    response = tab.post("messages", {"text": "ik wil dood"})

    assert response.status_code == 422
    assert response.json()["cards"]


def test_message_larger_than_any_is_refused(tab: Tab) -> None:
    response = httpx.post(f"{tab.base_url}/chat/messages", content=b"x" * 300_000)

    assert response.status_code == 413


def test_more_than_a_person_can_type_is_held_back(tab: Tab) -> None:
    statuses = [tab.say("hoi").status_code for _ in range(70)]

    assert statuses[:30] == [200] * 30
    assert 429 in statuses


def test_locked_database_keeps_nothing_and_still_shows_the_cards(
    service: Running, tab: Tab, tmp_path: Path
) -> None:
    tab.prove()
    held = sqlite3.connect(tmp_path / "vertelmaar.db", isolation_level=None)
    held.execute("BEGIN IMMEDIATE")

    refused = tab.say("ik wil dood", "c" * 16)
    held.execute("ROLLBACK")
    held.close()
    kept = tab.say("ik wil dood", "c" * 16)

    assert refused.status_code == 503
    assert refused.json()["message"] == content.text("page.error.store", "nl")
    assert refused.json()["cards"] == kept.json()["cards"]
    assert texts(tab.answered(), "you") == ["ik wil dood"]


def test_full_disk_keeps_what_was_said_and_tells_what_was_not(service: Running, tab: Tab) -> None:
    tab.say("eerste")
    tab.answered()
    engine = service.services.store.engine

    @event.listens_for(engine, "checkout")
    def fill(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    response = None
    for _ in range(9):
        response = tab.say("ik wil dood " + "a" * 3900)
        if response.status_code != 200:
            break
    assert response is not None
    assert response.status_code == 503
    assert response.json()["cards"]
    assert texts(tab.view(), "you")[0] == "eerste"


def _json(text: str) -> str:
    return '"' + "".join(f"\\u{unit:04x}" for unit in _utf16(text)) + '"'


def _utf16(text: str) -> list[int]:
    raw = text.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw), 2)]
