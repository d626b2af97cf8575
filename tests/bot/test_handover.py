"""The handover machine, step by step."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import handover, turns
from bot.access import Access
from bot.errors import (
    AlreadyClaimed,
    HandoverConflict,
    NobodyToAsk,
    UnknownConversation,
)
from bot.models import Author, Event, Report, State
from bot.store import Store
from tests.support.people import (
    NOW,
    handed_over,
    row_of,
    state_of,
    talk,
    team,
)

LATER = NOW + timedelta(minutes=10)


def events_of(session: Session, access: Access) -> list[tuple[str, str, str]]:
    query = select(Event).where(Event.conversation_id == access.id).order_by(Event.id)
    return [(e.kind, e.from_state, e.to_state) for e in session.execute(query).scalars()]


def test_ask_when_agreed_then_it_waits_and_the_team_can_read_it(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session, "ik word gepest")
        assert state_of(session, access) is State.WAITING
        assert handover.read(session, who, access.id) == access
        assert events_of(session, access) == [("asked", "bot", "waiting")]


def test_ask_when_asked_twice_then_it_waits_once(store: Store) -> None:
    with store.session(writing=True) as session:
        team(session)
        access = handed_over(session)
        handover.ask(session, access, LATER)
        assert len(session.execute(select(Report)).all()) == 1
        assert len(events_of(session, access)) == 1


def test_ask_when_there_is_no_team_then_it_says_so_and_stays_with_the_bot(store: Store) -> None:
    with store.session(writing=True) as session:
        access = talk(session)
        with pytest.raises(NobodyToAsk):
            handover.ask(session, access, NOW)
        assert state_of(session, access) is State.BOT


def test_read_when_nobody_asked_then_no_key_for_the_team_is_there(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = talk(session)
        assert row_of(session, access).team_wrapped_key is None
        with pytest.raises(UnknownConversation):
            handover.read(session, who, access.id)
        with pytest.raises(UnknownConversation):
            handover.claim(session, who, access.id, NOW)
        with pytest.raises(UnknownConversation):
            handover.say(session, who, access.id, "m1", "hallo", NOW)


def test_read_when_it_is_another_teams_talk_then_it_is_unknown(store: Store) -> None:
    with store.session(writing=True) as session:
        team(session, called="a-team")
        (stranger,) = team(session, "Vreemd", called="z-team")
        access = handed_over(session)
        with pytest.raises(UnknownConversation):
            handover.read(session, stranger, access.id)
        with pytest.raises(UnknownConversation):
            handover.claim(session, stranger, access.id, NOW)


def test_withdraw_when_no_human_came_then_the_team_reads_nothing_again(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        handover.withdraw(session, access, LATER)
        row = row_of(session, access)
        assert (row.state, row.team_id, row.team_wrapped_key) == (State.BOT, None, None)
        assert row.answered == row.heard
        with pytest.raises(UnknownConversation):
            handover.read(session, who, access.id)
        report = session.execute(select(Report)).scalar_one()
        assert report.outcome == "withdrawn"


@pytest.mark.parametrize("state", [State.BOT, State.HUMAN, State.CLOSED])
def test_withdraw_when_nobody_is_waited_for_then_it_is_a_conflict(
    store: Store, state: State
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = talk(session)
        if state is not State.BOT:
            handover.ask(session, access, NOW)
            handover.claim(session, who, access.id, NOW)
        if state is State.CLOSED:
            handover.close(session, who, access.id, "helped", NOW)
        with pytest.raises(HandoverConflict):
            handover.withdraw(session, access, NOW)
        assert state_of(session, access) is state


def test_claim_when_a_colleague_was_first_then_it_says_who(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        access = handed_over(session)
        handover.claim(session, samira, access.id, NOW)
        with pytest.raises(AlreadyClaimed) as caught:
            handover.claim(session, bas, access.id, NOW)
        assert caught.value.values == {"name": "Samira"}
        assert row_of(session, access).claimed_by == samira.id


def test_claim_when_it_is_ones_own_already_then_nothing_changes(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        handover.claim(session, who, access.id, NOW)
        version = row_of(session, access).version
        assert handover.claim(session, who, access.id, LATER) == access
        assert row_of(session, access).version == version
        assert [kind for kind, *_ in events_of(session, access)] == ["asked", "claimed"]


async def test_claim_when_ten_want_it_at_the_same_moment_then_one_has_it(store: Store) -> None:
    with store.session(writing=True) as session:
        everybody = team(session, *(f"C{n}" for n in range(10)))
        access = handed_over(session)
    tries = (store.write(handover.claim, who, access.id, NOW) for who in everybody)
    results = await asyncio.gather(*tries, return_exceptions=True)
    winners = [
        who for who, result in zip(everybody, results, strict=True) if isinstance(result, Access)
    ]
    assert len(winners) == 1
    refused = [result for result in results if isinstance(result, AlreadyClaimed)]
    assert [error.values["name"] for error in refused] == [winners[0].name] * 9
    with store.session() as session:
        assert row_of(session, access).claimed_by == winners[0].id
        assert [kind for kind, *_ in events_of(session, access)] == ["asked", "claimed"]


def test_say_when_it_waits_then_the_words_claim_it_in_the_same_step(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        seq = handover.say(session, who, access.id, "m1", "Hoi, ik ben er.", LATER)
        row = row_of(session, access)
        assert (row.state, row.claimed_by) == (State.HUMAN, who.id)
        said = turns.one(session, access, seq)
        assert said is not None
        assert (said.author, said.body.name) == (Author.COUNSELLOR, who.name)
        report = session.execute(select(Report)).scalar_one()
        assert report.first_human_at is not None
        assert (report.first_human_at.second, report.opened_at.second) == (0, 0)


def test_say_when_a_colleague_has_it_then_nothing_is_said(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        access = handed_over(session)
        handover.claim(session, samira, access.id, NOW)
        with pytest.raises(AlreadyClaimed):
            handover.say(session, bas, access.id, "m1", "hallo", NOW)
        assert len(turns.said(session, access)) == 1


def test_say_when_the_same_message_comes_again_then_it_is_said_once(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        first = handover.say(session, who, access.id, "m1", "hallo", NOW)
        assert handover.say(session, who, access.id, "m1", "hallo", NOW) == first
        assert len(turns.said(session, access)) == 2


@pytest.mark.parametrize("state", [State.WAITING, State.CLOSED])
def test_say_when_an_old_message_comes_again_after_the_end_then_it_claims_nothing(
    store: Store, state: State
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        first = handover.say(session, who, access.id, "m1", "hallo", NOW)
        if state is State.WAITING:
            handover.release(session, who, access.id, NOW)
        else:
            handover.close(session, who, access.id, "helped", NOW)
        assert handover.say(session, who, access.id, "m1", "hallo", NOW) == first
        assert state_of(session, access) is state


def test_say_when_it_was_closed_then_it_is_a_conflict(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        handover.claim(session, who, access.id, NOW)
        handover.close(session, who, access.id, "helped", NOW)
        with pytest.raises(HandoverConflict):
            handover.say(session, who, access.id, "m2", "nog iets", NOW)


def test_claim_when_there_is_no_such_talk_then_it_is_unknown(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        with pytest.raises(UnknownConversation):
            handover.claim(session, who, uuid4(), NOW)


def test_claim_when_the_reporter_withdrew_just_before_then_it_is_unknown(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        handover.withdraw(session, access, NOW)
        with pytest.raises(UnknownConversation):
            handover.claim(session, who, access.id, NOW)
