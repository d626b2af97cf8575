"""What became of a conversation, step by step."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import conversations, handover
from bot.access import Access
from bot.desk import claims, timeline, transcript
from bot.errors import NoRoom, NoSuchColleague, NotYourConversation
from bot.models import AuditEntry, Conflict, Staff, State, Team
from bot.passing import conflicts
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

LATER = NOW + timedelta(hours=2)


def leaver(session: Session, access: Access) -> str | None:
    return transcript.for_reporter(session, access, NOW).leaver


def test_of_when_steps_were_taken_then_each_stands_at_its_place(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        access = handed_over(session, "een", "twee")
        handover.say(session, samira, access.id, "m1", "hoi", NOW)
        handover.transfer(session, samira, access.id, bram.id, NOW)
        view = transcript.for_counsellor(session, bram, access.id)
        steps = [(s.kind, s.after_seq, s.who, s.to) for s in view.steps]
        lines = [getattr(line, "kind", None) or line.body.text for line in view.lines]
    assert steps == [
        ("asked", 2, None, None),
        ("claimed", 2, "Samira", None),
        ("transferred", 3, "Samira", "Bram"),
    ]
    assert lines == ["een", "twee", "asked", "claimed", "hoi", "transferred"]


def test_of_when_a_page_knows_the_first_turns_then_it_gets_what_came_after(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session, "een", "twee")
        handover.say(session, who, access.id, "m1", "hoi", NOW)
        handover.release(session, who, access.id, NOW)
        found = timeline.of(session, access.id, after=3)
    assert [step.kind for step in found] == ["released"]


def test_transfer_when_done_then_the_other_has_it_and_knows_from_whom(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        access = handed_over(session)
        handover.claim(session, samira, access.id, NOW)
        handover.transfer(session, samira, access.id, bram.id, LATER)
        row = row_of(session, access)
        assert (row.state, row.claimed_by, row.staff_read_seq) == (State.HUMAN, bram.id, 0)
        assert transcript.for_counsellor(session, bram, access.id).given_by == "Samira"
        with pytest.raises(NotYourConversation):
            handover.transfer(session, samira, access.id, bram.id, LATER)
        handover.say(session, bram, access.id, "m1", "hoi", LATER)
        assert transcript.for_counsellor(session, bram, access.id).given_by is None
        noted = session.execute(
            select(AuditEntry.actor, AuditEntry.detail).where(AuditEntry.action == "transferred")
        ).one()
        assert tuple(noted) == (str(samira.id), str(bram.id))


@pytest.mark.parametrize("whom", ["nobody", "oneself", "stranger", "shut", "too near"])
def test_transfer_when_they_cannot_have_it_then_it_stays(store: Store, whom: str) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram", called="a-team")
        (eva,) = team(session, "Eva", called="z-team")
        access = handed_over(session)
        handover.claim(session, samira, access.id, NOW)
        if whom == "shut":
            session.get_one(Staff, bram.id).disabled_at = NOW
        if whom == "too near":
            session.add(Conflict(conversation_id=access.id, staff_id=bram.id, at=NOW))
        to = {"nobody": uuid4(), "oneself": samira.id, "stranger": eva.id}.get(whom, bram.id)
        with pytest.raises(NoSuchColleague):
            handover.transfer(session, samira, access.id, to, NOW)
        assert row_of(session, access).claimed_by == samira.id


def test_take_up_when_it_was_closed_then_its_counsellor_has_it_again(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        access = handed_over(session)
        handover.claim(session, samira, access.id, NOW)
        handover.close(session, samira, access.id, "helped", NOW)
        assert row_of(session, access).closed_at == NOW.replace(second=0, microsecond=0)
        for _ in range(2):
            handover.take_up(session, bram, access.id, LATER)
        row = row_of(session, access)
        assert (row.state, row.claimed_by, row.closed_at) == (State.HUMAN, bram.id, None)
        kinds = [step.kind for step in timeline.of(session, access.id)]
        assert kinds == ["asked", "claimed", "closed", "reopened"]
        with pytest.raises(NotYourConversation):
            handover.close(session, samira, access.id, "helped", LATER)


def test_leaver_when_who_was_there_goes_then_the_reporter_is_told_who(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        access = handed_over(session, token=token)
        assert leaver(session, access) is None
        handover.claim(session, samira, access.id, NOW)
        assert leaver(session, access) is None
        handover.transfer(session, samira, access.id, bram.id, NOW)
        assert leaver(session, access) == "Samira"
        handover.release(session, bram, access.id, NOW)
        assert leaver(session, access) == "Bram"
        handover.claim(session, samira, access.id, NOW)
        handover.return_to_bot(session, samira, access.id, NOW)
        assert leaver(session, access) == "Samira"
        conversations.receive(session, token, incoming("oké"), NOW, may_begin=False)
        assert leaver(session, access) is None


def test_leaver_when_a_claim_was_left_then_the_reporter_is_told_who(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        logged_in(session, who, expires=LATER + timedelta(hours=1))
        access = handed_over(session)
        handover.claim(session, who, access.id, NOW)
        claims.release_overdue(session, LATER)
        assert (leaver(session, access), state_of(session, access)) == ("Samira", State.WAITING)


def test_leaver_when_who_was_there_stepped_back_then_the_reporter_alone_is_told_who(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        access = handed_over(session)
        conflicts.step_back(session, samira, access.id, NOW)
        assert leaver(session, access) is None
        handover.claim(session, bram, access.id, NOW)
        conflicts.step_back(session, bram, access.id, NOW)
        assert leaver(session, access) == "Bram"
        stepped = [s.who for s in timeline.of(session, access.id) if s.kind == "stepped_back"]
        assert stepped == [None, None]


def test_leaver_when_the_reporter_refused_who_was_there_then_nobody_left(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        handover.claim(session, who, access.id, NOW)
        conflicts.refuse_owner(session, access, NOW)
        assert leaver(session, access) is None


def test_leaver_when_the_reporter_withdrew_and_asks_again_then_nobody_left(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        handover.claim(session, who, access.id, NOW)
        handover.release(session, who, access.id, NOW)
        handover.withdraw(session, access, NOW)
        assert leaver(session, access) is None
        handover.ask(session, access, NOW)
        assert leaver(session, access) is None


def test_take_up_when_a_counsellor_has_as_many_as_agreed_then_it_stays_closed(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        session.get_one(Team, who.team_id).talks_each = 1
        first, second = handed_over(session), handed_over(session)
        handover.claim(session, who, first.id, NOW)
        handover.close(session, who, first.id, "helped", NOW)
        handover.claim(session, who, second.id, NOW)
        with pytest.raises(NoRoom):
            handover.take_up(session, who, first.id, NOW)
