"""Whoever is too near to a conversation sees nothing of it, whatever they try."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import handover, steps
from bot.access import Access
from bot.desk import queue, transcript
from bot.desk.queue import Group
from bot.errors import HandoverConflict, UnknownConversation
from bot.member import Counsellor
from bot.models import AuditEntry, Conversation, Role, State
from bot.passing import conflicts, routing
from bot.store import Store
from tests.support.people import NOW, handed_over, row_of, state_of, talk, team


def sees(session: Session, who: Counsellor, access: Access) -> bool:
    try:
        transcript.for_counsellor(session, who, access.id)
    except UnknownConversation:
        return False
    return True


def listed(session: Session, who: Counsellor) -> set[object]:
    return {case.id for group in Group for case in queue.page(session, who, group).cases}


def test_step_back_when_it_was_theirs_then_a_colleague_can_take_it_and_they_see_nothing(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        access = handed_over(session)
        handover.claim(session, samira, access.id, NOW)
        conflicts.step_back(session, samira, access.id, NOW)
        assert state_of(session, access) is State.WAITING
        assert row_of(session, access).claimed_by is None
        assert not sees(session, samira, access)
        assert access.id not in listed(session, samira)
        assert sees(session, bas, access)
        assert access.id in listed(session, bas)
        handover.claim(session, bas, access.id, NOW)


@pytest.mark.parametrize(
    "deed",
    [
        lambda session, who, talk_id: handover.claim(session, who, talk_id, NOW),
        lambda session, who, talk_id: handover.say(session, who, talk_id, "m" * 16, "hoi", NOW),
        handover.read,
        lambda session, who, talk_id: conflicts.step_back(session, who, talk_id, NOW),
    ],
)
def test_step_back_when_they_try_anything_then_it_is_not_there(store: Store, deed: object) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session)
        access = handed_over(session)
        conflicts.step_back(session, samira, access.id, NOW)
        assert state_of(session, access) is State.WAITING
    assert callable(deed)
    with pytest.raises(UnknownConversation), store.session(writing=True) as session:
        deed(session, samira, access.id)
    with store.session() as session:
        assert row_of(session, access).claimed_by is None


def test_step_back_when_colleagues_look_then_they_hear_that_and_not_who(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, _ = team(session, "Samira", "Bas")
        access = handed_over(session)
        assert not conflicts.has_any(session, access.id)
        conflicts.step_back(session, samira, access.id, NOW)
        assert conflicts.has_any(session, access.id)


def test_lift_when_an_admin_does_so_then_it_is_seen_again_and_stands_in_the_audit(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        access = handed_over(session)
        conflicts.step_back(session, samira, access.id, NOW)
        (found,) = conflicts.of_team(session, bas)
        assert (found.name, found.conversation_id) == ("Samira", access.id)
        conflicts.lift(session, bas, access.id, samira.id, NOW)
        assert sees(session, samira, access)
        assert conflicts.of_team(session, bas) == []
        noted = session.execute(
            select(AuditEntry).where(AuditEntry.action == "conflict_lifted")
        ).scalar_one()
        assert (noted.actor, noted.subject, noted.detail) == (
            str(bas.id), str(access.id), str(samira.id),
        )  # fmt: skip


def test_lift_when_it_is_for_oneself_or_by_another_team_then_it_is_refused(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = team(session, "Samira", called="a")
        (vreemd,) = team(session, "Vreemd", called="b")
        access = handed_over(session)
        conflicts.step_back(session, samira, access.id, NOW)
        admin = replace(samira, roles=frozenset({Role.ADMIN, Role.COUNSELLOR}))
        with pytest.raises(HandoverConflict):
            conflicts.lift(session, admin, access.id, samira.id, NOW)
        with pytest.raises(UnknownConversation):
            conflicts.lift(session, vreemd, access.id, samira.id, NOW)
        assert conflicts.of_team(session, vreemd) == []
        assert not sees(session, samira, access)


def test_refuse_owner_when_the_reporter_wants_somebody_else_then_that_one_sees_no_more(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        access = handed_over(session)
        with pytest.raises(HandoverConflict):
            conflicts.refuse_owner(session, access, NOW)
        handover.claim(session, samira, access.id, NOW)
        conflicts.refuse_owner(session, access, NOW)
        assert state_of(session, access) is State.WAITING
        assert not sees(session, samira, access)
        handover.claim(session, bas, access.id, NOW)


def test_ask_when_somebody_of_the_school_may_not_read_then_only_that_one_does_not(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas", called="school")
        (vreemd,) = team(session, "Vreemd", called="vreemd")
        access = talk(session)
        routing.tell(session, access, True)
        handover.ask(session, access, NOW, team_id=samira.team_id, without=(samira.id, vreemd.id))
        assert not sees(session, samira, access)
        assert sees(session, bas, access)
        assert {each.name for each in conflicts.of_team(session, bas)} == {"Samira"}


def test_condition_when_a_query_has_it_then_it_holds_for_one_counsellor_alone(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        near, other = handed_over(session), handed_over(session)
        conflicts.step_back(session, samira, near.id, NOW)

        def found(who: Counsellor) -> set[object]:
            query = select(Conversation.id).where(steps.is_clear_of(who.id))
            return set(session.execute(query).scalars())

        assert found(samira) == {other.id}
        assert found(bas) == {near.id, other.id}
