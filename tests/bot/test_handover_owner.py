"""The handover machine: what its owner does with a conversation, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import codes, conversations, handover, terms
from bot.access import Access
from bot.errors import (
    HandoverConflict,
    NotYourConversation,
    UnknownConversation,
)
from bot.member import Counsellor
from bot.models import Report, State
from bot.store import Store
from tests.support.people import (
    NOW,
    fresh_token,
    handed_over,
    incoming,
    row_of,
    state_of,
    team,
)

LATER = NOW + timedelta(minutes=10)


def test_release_when_put_back_then_it_keeps_its_place_in_the_queue(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        access = handed_over(session)
        since = row_of(session, access).waiting_since
        handover.claim(session, samira, access.id, LATER)
        handover.release(session, samira, access.id, LATER)
        row = row_of(session, access)
        assert (row.state, row.claimed_by, row.waiting_since) == (State.WAITING, None, since)
        assert handover.claim(session, bas, access.id, LATER) == access


def test_return_to_bot_when_done_then_the_team_reads_nothing_any_more(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        handover.claim(session, who, access.id, NOW)
        handover.return_to_bot(session, who, access.id, NOW)
        row = row_of(session, access)
        assert (row.state, row.team_wrapped_key, row.claimed_by) == (State.BOT, None, None)
        with pytest.raises(UnknownConversation):
            handover.read(session, who, access.id)


@pytest.mark.parametrize("has_code", [False, True])
def test_return_to_bot_when_there_is_no_way_back_then_the_talk_is_kept_a_day(
    store: Store, has_code: bool
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        if has_code:
            codes.store(session, access, codes.draw(), bytes(64), NOW)
        handover.claim(session, who, access.id, NOW)
        handover.return_to_bot(session, who, access.id, NOW)
        kept = row_of(session, access).expires_at - NOW
    assert (kept > terms.WITHOUT_WAY_BACK) is has_code


@pytest.mark.parametrize("step", ["release", "return_to_bot", "close"])
def test_steps_of_the_owner_when_somebody_else_takes_them_then_nothing_changes(
    store: Store, step: str
) -> None:
    def act(session: Session, who: Counsellor, access: Access) -> None:
        if step == "close":
            handover.close(session, who, access.id, "helped", NOW)
        else:
            getattr(handover, step)(session, who, access.id, NOW)

    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        access = handed_over(session)
        with pytest.raises(NotYourConversation):
            act(session, samira, access)
        handover.claim(session, samira, access.id, NOW)
        with pytest.raises(NotYourConversation):
            act(session, bas, access)
        assert row_of(session, access).claimed_by == samira.id
        act(session, samira, access)
        with pytest.raises((NotYourConversation, UnknownConversation)):
            act(session, samira, access)


def test_close_when_the_outcome_is_unknown_then_it_stays_open(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        handover.claim(session, who, access.id, NOW)
        with pytest.raises(HandoverConflict):
            handover.close(session, who, access.id, "fired", NOW)
        assert state_of(session, access) is State.HUMAN


def test_reopen_when_the_reporter_writes_again_then_it_is_a_new_report(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        access = handed_over(session, token=token)
        handover.claim(session, samira, access.id, NOW)
        handover.close(session, samira, access.id, "referred", NOW)
        conversations.receive(session, token, incoming("toch nog"), LATER, may_begin=False)
        assert handover.say(session, bas, access.id, "m1", "hallo", LATER) == 3
        reports = session.execute(select(Report).order_by(Report.opened_at)).scalars()
        assert [report.outcome for report in reports] == ["referred", None]


def test_release_all_when_a_counsellor_leaves_then_all_of_theirs_wait_again(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        hers, his = handed_over(session), handed_over(session)
        closed = handed_over(session)
        handover.claim(session, samira, hers.id, NOW)
        handover.claim(session, bas, his.id, NOW)
        handover.claim(session, samira, closed.id, NOW)
        handover.close(session, samira, closed.id, "helped", NOW)
        handover.release_all(session, samira.id, NOW)
        states = [state_of(session, access) for access in (hers, his, closed)]
    assert states == [State.WAITING, State.HUMAN, State.CLOSED]
