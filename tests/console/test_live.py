from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx
import pytest

from bot import handover
from bot.access import parse_token
from bot.bus import QUEUE, held_by
from console import live
from console.session import COOKIE
from tests.console.seats import Clock, Seat, at, waiting
from tests.support.service import new_token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.service import Running


@contextmanager
def listening(seat: Seat, path: str) -> Iterator[Iterator[str]]:
    """The names of the events on a stream, from the moment that it is open."""
    headers = {"Cookie": f"{COOKIE}={seat.cookie}", "Accept": "text/event-stream"}
    with httpx.stream("GET", seat.base_url + path, headers=headers, trust_env=False) as response:
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/event-stream"
        lines = response.iter_lines()
        assert next(lines).startswith("retry:")
        yield (line.partition(": ")[2] for line in lines if line.startswith("event: "))


def reporter_sends(service: Running, token: str, path: str, **body: str) -> httpx.Response:
    """What the reporter's page does."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.post(f"{service.base_url}/chat{path}", headers=headers, json=body, trust_env=False)


def test_queue_stream_tells_what_a_colleague_does(
    service: Running, samira: Seat, bram: Seat
) -> None:
    access = waiting(service.services)
    with listening(bram, "/console/live") as events:
        for step in ("claim", "release"):
            samira.post(at(access, step))
            assert next(events) == "queue"


def test_queue_stream_tells_what_changes_a_case_and_not_every_word(
    service: Running, samira: Seat, bram: Seat
) -> None:
    token = new_token()
    access = waiting(service.services, token=parse_token(token))

    def writes(text: str) -> None:
        message = {"message_id": uuid4().hex, "text": text, "language": "nl"}
        assert reporter_sends(service, token, "/messages", **message).status_code == 200

    with listening(samira, "/console/live") as events:
        writes("ben je er?")
        writes("ik wil dood, ik doe het vanavond")
        assert next(events) == "queue"
    assert "ben je er?" in bram.get(at(access)).text
    assert "acuut" in samira.get().text.lower()


def test_what_a_counsellor_writes_is_told_to_their_own_consoles_alone(
    service: Running, samira: Seat
) -> None:
    access, bus = waiting(service.services), service.services.bus
    mine = held_by(samira.who.id)
    for step, values, told in (
        ("claim", {}, {QUEUE}),
        # The first answer ends the clock that every queue shows; the second does nothing to it.
        ("say", {"text": "Hoi, ik ben er.", "message_id": uuid4().hex}, {QUEUE}),
        ("say", {"text": "Wat is er gebeurd?", "message_id": uuid4().hex}, {mine}),
        ("note", {"note": "belt morgen"}, {mine}),
        ("correct", {"theme": "lgbti", "risk": "concern"}, {QUEUE}),
    ):
        with bus.subscribe(QUEUE, mine) as news:
            assert samira.post(at(access, step), **values).status_code == 303
            assert asyncio.run(news.wait(0)) == told


def test_talk_stream_tells_turns_and_that_the_reporter_types(
    service: Running, samira: Seat
) -> None:
    token = new_token()
    access = waiting(service.services, token=parse_token(token))
    with listening(samira, at(access, "live")) as events:
        samira.post(at(access, "say"), text="Hoi, ik ben Samira.")
        assert {next(events), next(events)} == {"queue", "talk"}
        assert reporter_sends(service, token, "/typing").status_code == 200
        assert next(events) == "typing"


def test_typing_of_the_counsellor_is_for_whoever_has_the_conversation(
    service: Running, samira: Seat, bram: Seat
) -> None:
    access = waiting(service.services)
    assert samira.post(at(access, "typing")).status_code == 409
    samira.post(at(access, "claim"))
    assert samira.post(at(access, "typing")).status_code == 204
    assert bram.post(at(access, "typing")).status_code == 409


def test_stream_of_a_conversation_that_is_not_ours_does_not_begin(samira: Seat) -> None:
    assert samira.get(f"/console/c/{uuid4()}/live").status_code == 404


def test_stream_ends_with_its_session(
    service: Running, samira: Seat, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "BEAT_S", 0.05)
    with listening(samira, "/console/live") as events:
        clock.forward(minutes=30)
        assert list(events) == ["ended"]


def test_stream_ends_when_the_team_may_read_no_more(
    service: Running, samira: Seat, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "BEAT_S", 0.05)
    access = waiting(service.services)
    with listening(samira, at(access, "live")) as events:
        with service.services.store.session(writing=True) as db:
            handover.withdraw(db, access, clock())
        assert list(events) == ["ended"]
