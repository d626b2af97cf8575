"""A talk does not go to people that it may be about, unless its reporter chooses so."""

from __future__ import annotations

import pytest

from bot import conversations, handover
from bot.errors import HandoverConflict, NobodyToAsk, OnlyTheSchool
from bot.models import Conversation, State, TeamKind
from bot.passing import routing
from bot.store import Store
from tests.support.people import NOW, fresh_token, incoming, row_of, state_of, talk, team

SCHOOL, BOARD, REGION, NATIONAL, INSPECTORATE = TeamKind

# The teams that are here, what is known, the team that is asked first, and whether only the
# school's own is left.
TABLE = [
    ((SCHOOL,), None, SCHOOL, False),
    ((SCHOOL,), False, SCHOOL, False),
    ((SCHOOL,), True, None, True),
    ((SCHOOL, BOARD), None, BOARD, False),
    ((SCHOOL, BOARD), False, SCHOOL, False),
    ((SCHOOL, BOARD), True, BOARD, False),
    ((SCHOOL, REGION, NATIONAL), True, REGION, False),
    ((SCHOOL, NATIONAL), True, NATIONAL, False),
    ((NATIONAL, REGION, BOARD), True, BOARD, False),
    ((NATIONAL,), None, NATIONAL, False),
    ((SCHOOL, INSPECTORATE), True, None, True),
    ((SCHOOL, INSPECTORATE), False, SCHOOL, False),
    ((INSPECTORATE,), True, None, False),
    ((INSPECTORATE,), None, None, False),
    ((), True, None, False),
]


@pytest.mark.parametrize(("kinds", "about_staff", "first", "only_school"), TABLE)
def test_route_when_teams_are_here_then_the_first_one_knows_nobody_if_that_is_possible(
    sqlite_store: Store,
    kinds: tuple[TeamKind, ...],
    about_staff: bool | None,
    first: TeamKind | None,
    only_school: bool,
) -> None:
    with sqlite_store.session(writing=True) as session:
        for kind in kinds:
            team(session, f"iemand {kind}", called=kind, kind=kind)
        access = talk(session)
        routing.tell(session, access, about_staff)
        known = routing.route(session, access)
        assert (known.first and known.first.kind) == first
        assert known.only_the_school is only_school
        assert (known.inspectors is not None) == (INSPECTORATE in kinds)
        assert INSPECTORATE not in {asked.kind for asked in known.teams}
        assert known.must_ask == (about_staff is None and SCHOOL in kinds)


def test_ask_when_only_the_school_is_left_then_nothing_is_shared_until_it_is_chosen(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session, called="school")
        access = talk(session)
        routing.tell(session, access, True)
        with pytest.raises(OnlyTheSchool):
            handover.ask(session, access, NOW)
        row = row_of(session, access)
        assert (row.state, row.team_id, row.team_wrapped_key) == (State.BOT, None, None)
        handover.ask(session, access, NOW, team_id=who.team_id)
        assert state_of(session, access) is State.WAITING
        assert handover.read(session, who, access.id) == access


def test_ask_when_the_reporter_wants_another_team_then_that_one_has_it(store: Store) -> None:
    with store.session(writing=True) as session:
        (near,) = team(session, "Samira", called="school")
        (far,) = team(session, "Bas", called="land", kind=NATIONAL)
        access = talk(session)
        routing.tell(session, access, True)
        handover.ask(session, access, NOW, team_id=near.team_id)
        assert row_of(session, access).team_id == near.team_id
        other = talk(session)
        handover.ask(session, other, NOW)
        assert row_of(session, other).team_id == far.team_id


def test_ask_when_inspectors_are_wanted_without_a_proposal_then_it_is_refused(store: Store) -> None:
    with store.session(writing=True) as session:
        team(session)
        (who,) = team(session, "Inge", called="inspectie", kind=INSPECTORATE)
        access = talk(session)
        with pytest.raises(HandoverConflict):
            handover.ask(session, access, NOW, team_id=who.team_id)


def test_ask_when_only_inspectors_are_here_then_nobody_can_be_asked_outright(store: Store) -> None:
    with store.session(writing=True) as session:
        team(session, "Inge", kind=INSPECTORATE)
        with pytest.raises(NobodyToAsk):
            handover.ask(session, talk(session), NOW)


@pytest.mark.parametrize(
    ("before", "learnt", "after"),
    [
        (None, {"offender": "staff"}, True),
        (None, {"theme": "staff_conduct"}, True),
        (None, {"rules": ("sexual.staff",)}, True),
        (None, {"offender": "pupil"}, False),
        (None, {"offender": "home"}, False),
        (None, {"offender": "online"}, None),
        (None, {"offender": "unknown"}, None),
        (None, {"theme": "bullying"}, None),
        (True, {"offender": "pupil"}, True),
        (False, {"offender": "staff"}, True),
        (False, {"theme": "bullying"}, False),
    ],
)
def test_learn_when_the_talk_says_whom_it_is_about_then_a_yes_outweighs_a_no(
    before: bool | None, learnt: dict[str, str], after: bool | None
) -> None:
    conversation = Conversation(about_staff=before)
    routing.learn(conversation, **learnt)
    assert conversation.about_staff is after


def test_receive_when_the_rules_see_a_teacher_then_nobody_has_to_ask(store: Store) -> None:
    with store.session(writing=True) as session:
        said = incoming("mijn leraar heeft me gezoend")
        assert "sexual.staff" in said.finding.rules
        got = conversations.receive(session, fresh_token(), said, NOW, may_begin=True)
        assert row_of(session, got.access).about_staff is True
