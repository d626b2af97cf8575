"""Claims that were left: when they go back, and what keeps them."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import conversations, handover
from bot.access import Access
from bot.bus import QUEUE, Bus
from bot.desk import claims
from bot.member import Counsellor
from bot.models import State, Team
from bot.store import Store
from tests.support.people import (
    NOW,
    fresh_token,
    handed_over,
    incoming,
    logged_in,
    row_of,
    state_of,
    team,
)

MINUTES = 60


def later(minutes: float) -> datetime:
    return NOW.replace(second=0, microsecond=0) + timedelta(minutes=minutes)


def claimed(session: Session, token: bytes | None = None) -> tuple[Counsellor, Access]:
    (who,) = team(session)
    access = handed_over(session, token=token)
    handover.claim(session, who, access.id, NOW)
    return who, access


def test_release_overdue_when_no_word_was_said_then_it_waits_again_after_the_term(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        _, access = claimed(session)
        assert claims.release_overdue(session, later(MINUTES - 1)) == []
        assert claims.release_overdue(session, later(MINUTES)) == [access.id]
        row = row_of(session, access)
        assert (row.state, row.claimed_by, row.claimed_at) == (State.WAITING, None, None)
        assert claims.release_overdue(session, later(MINUTES)) == []


def test_release_overdue_when_the_team_agreed_on_another_term_then_that_counts(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        who, access = claimed(session)
        session.get_one(Team, who.team_id).claim_minutes = 15
        assert claims.release_overdue(session, later(15)) == [access.id]


def test_release_overdue_when_the_counsellor_had_the_last_word_then_it_stays(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        who, access = claimed(session)
        handover.say(session, who, access.id, "m1", "vertel maar", NOW)
        assert claims.release_overdue(session, later(24 * MINUTES)) == []
        assert claims.term_of(session, row_of(session, access)) is None


def test_release_overdue_when_the_reporter_answers_within_the_minute_then_the_term_begins(
    store: Store,
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        who, access = claimed(session, token)
        handover.say(session, who, access.id, "m1", "vertel maar", NOW)
        conversations.receive(session, token, incoming("nou"), NOW, may_begin=False)
        assert claims.release_overdue(session, later(MINUTES)) == [access.id]


def test_release_overdue_when_the_reporter_comes_back_late_then_it_counts_from_there(
    store: Store,
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        who, access = claimed(session, token)
        handover.say(session, who, access.id, "m1", "vertel maar", NOW)
        for minutes in (300, 330):
            said = incoming("ben je er?")
            conversations.receive(session, token, said, later(minutes), may_begin=False)
        term = claims.term_of(session, row_of(session, access))
        assert term == claims.Term(later(300 + 48), later(300 + MINUTES))
        assert claims.release_overdue(session, later(300 + MINUTES - 1)) == []
        assert claims.release_overdue(session, later(300 + MINUTES)) == [access.id]


@pytest.mark.parametrize("what", ["attends", "transfers"])
def test_release_overdue_when_somebody_does_something_then_the_term_begins_anew(
    store: Store, what: str
) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        access = handed_over(session)
        handover.claim(session, samira, access.id, NOW)
        if what == "attends":
            handover.attend(session, samira, access.id, later(50))
        else:
            handover.transfer(session, samira, access.id, bram.id, later(50))
        assert claims.release_overdue(session, later(50 + MINUTES - 1)) == []
        assert claims.release_overdue(session, later(50 + MINUTES)) == [access.id]


def test_release_gone_when_its_counsellor_is_gone_then_it_waits_again(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        hers, his = handed_over(session), handed_over(session)
        handover.claim(session, samira, hers.id, NOW)
        handover.claim(session, bas, his.id, NOW)
        logged_in(session, bas)
        assert claims.release_gone(session, later(10)) == [hers.id]
        assert (state_of(session, hers), state_of(session, his)) == (State.WAITING, State.HUMAN)
        assert claims.release_gone(session, later(10)) == []
        assert handover.claim(session, bas, hers.id, later(10)) == hers


async def test_keep_watch_when_a_claim_was_left_then_open_pages_are_told(
    sqlite_store: Store,
) -> None:
    with sqlite_store.session(writing=True) as session:
        who, access = claimed(session)
        logged_in(session, who)
    bus = Bus()
    with bus.subscribe(QUEUE, str(access.id)) as news:
        watching = asyncio.create_task(claims.keep_watch(sqlite_store, bus, lambda: later(MINUTES)))
        heard: set[str] = set()
        async with asyncio.timeout(20):
            while len(heard) < 2:
                heard |= await news.wait()
        watching.cancel()
    assert heard == {QUEUE, str(access.id)}
