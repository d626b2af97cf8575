"""Everybody at work at once: each console hears of who comes, and sees them when it looks."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from bot.access import parse_token
from tests.console.seats import seat
from tests.console.test_live import listening, reporter_sends
from tests.support import people
from tests.support.service import new_token

if TYPE_CHECKING:
    from tests.support.service import Running

CONSOLES = 20


def test_every_console_hears_of_who_comes_and_only_the_owner_of_what_is_said(
    service: Running,
) -> None:
    with service.services.store.session(writing=True) as db:
        team = people.team(db, *(f"collega {number}" for number in range(CONSOLES)))
    seats = [seat(service, who) for who in team]
    token = new_token()
    with ExitStack() as open_ones:
        streams = [open_ones.enter_context(listening(each, "/console/live")) for each in seats]
        with service.services.store.session(writing=True) as db:
            access = people.talk(db, token=parse_token(token))
        assert reporter_sends(service, token, "/handover", action="ask").status_code == 200
        assert {next(events) for events in streams} == {"queue"}
        assert all(str(access.id) in each.get().text for each in seats)
        seats[0].post(f"/console/c/{access.id}/claim")
        assert {next(events) for events in streams} == {"queue"}
        said = {"message_id": "m" * 16, "text": "ben je er?", "language": "nl"}
        assert reporter_sends(service, token, "/messages", **said).status_code == 200
        assert next(streams[0]) == "queue"
        assert "nieuw</span>" in seats[0].get().text
        # What the others hear next is the release, and not the words before it.
        seats[0].post(f"/console/c/{access.id}/release")
        assert {next(events) for events in streams[1:]} == {"queue"}
