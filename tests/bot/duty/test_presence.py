"""Somebody is there when the roster says so, somebody has the console open, and they have room."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot import handover, login
from bot.desk import transcript
from bot.duty import presence
from bot.duty.presence import Availability
from bot.models import Conflict, Membership, Role, Staff
from bot.people import cookies, members
from bot.store import Store
from tests.bot.duty.rosters import FRIDAY, FRIDAY_MORNING, MONDAY, at, here, limit, plan
from tests.support.people import NOW, handed_over, logged_in, row_of, talk, team

THERE = Availability(is_there=True)


@pytest.mark.parametrize(
    ("on_duty", "seen_ago", "is_disabled", "is_there"),
    [
        (True, timedelta(0), False, True),
        (True, timedelta(minutes=1, seconds=59), False, True),
        (True, timedelta(minutes=3), False, False),
        (True, -timedelta(minutes=3), False, False),  # The clock was set back.
        (True, cookies.IDLE + timedelta(seconds=1), False, False),
        (False, timedelta(0), False, False),
        (True, timedelta(0), True, False),
    ],
)
def test_without_a_roster_whoever_has_the_console_open_is_there(
    store: Store, on_duty: bool, seen_ago: timedelta, is_disabled: bool, is_there: bool
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        login.set_duty(session, who, on_duty=on_duty)
        session.get_one(Staff, who.id).disabled_at = NOW if is_disabled else None
        logged_in(session, who, seen=NOW - seen_ago)
        assert presence.of_team(session, who.team_id, NOW) == Availability(is_there)


def test_roster_decides_when_and_says_when_next(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        plan(session, who, FRIDAY, 9, 12)
        plan(session, who, MONDAY, 13, 16)
        noon = at("2026-11-20 12:00")
        here(session, who, noon)
        assert presence.of_team(session, who.team_id, noon - timedelta(minutes=1)) == THERE
        away = presence.of_team(session, who.team_id, noon)
    assert away == Availability(is_there=False, opens_at=at("2026-11-23 13:00"))


def test_nobody_who_should_be_there_is_then_the_next_slot_is_what_is_left(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        plan(session, who, FRIDAY, 9, 12)
        plan(session, who, FRIDAY, 13, 16)
        found = presence.of_team(session, who.team_id, at("2026-11-20 10:00"))
    assert found == Availability(is_there=False, opens_at=at("2026-11-20 13:00"))


def test_counsellor_at_the_limit_is_no_room_and_a_colleague_is(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        limit(session, samira, 1)
        here(session, samira, NOW)
        access = handed_over(session)
        assert presence.for_talk(session, access, NOW) == THERE
        handover.claim(session, samira, access.id, NOW)
        assert not presence.for_talk(session, access, NOW).is_there
        here(session, bram, NOW)
        assert presence.for_talk(session, access, NOW) == THERE
        listed = presence.attendance(session, samira.team_id, NOW)
        assert [(each.name, each.talks) for each in listed] == [("Bram", 0), ("Samira", 1)]


def test_only_those_who_talk_with_reporters_of_this_team_are_there(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,), (eva,) = team(session, "Samira"), team(session, "Eva", called="another")
        here(session, eva, NOW)
        assert not presence.of_team(session, samira.team_id, NOW).is_there
        here(session, samira, NOW)
        place = session.get_one(Membership, (samira.id, samira.team_id))
        place.roles = members.written({Role.ADMIN, Role.ANALYST})
        assert not presence.of_team(session, samira.team_id, NOW).is_there
        place.roles, place.wrapped_team_key = members.written({Role.COUNSELLOR}), None
        assert not presence.of_team(session, samira.team_id, NOW).is_there


def test_whoever_is_too_near_to_a_talk_is_not_there_for_it(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        here(session, samira, NOW)
        access, other = handed_over(session), handed_over(session)
        session.add(Conflict(conversation_id=access.id, staff_id=samira.id, at=NOW))
        session.flush()
        assert not presence.for_talk(session, access, NOW).is_there
        assert presence.for_talk(session, other, NOW) == THERE
        here(session, bram, NOW)
        assert presence.for_talk(session, access, NOW) == THERE


def test_without_a_team_nobody_is_there_and_nobody_knows_when(store: Store) -> None:
    with store.session(writing=True) as session:
        access = talk(session)
        assert presence.for_talk(session, access, NOW) == Availability(is_there=False)


@pytest.mark.parametrize(
    ("waited", "is_long"),
    [
        (timedelta(minutes=9), False),
        (timedelta(minutes=10), True),
        (-timedelta(days=1), False),
    ],
)
def test_reporter_waits_long_after_ten_minutes_without_a_word(
    store: Store, waited: timedelta, is_long: bool
) -> None:
    def view(now: datetime) -> bool:
        return transcript.for_reporter(session, access, now).waits_long

    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        asked = row_of(session, access).waiting_since
        assert asked is not None
        assert view(asked + waited) is is_long
        later = asked + timedelta(hours=1)
        handover.say(session, who, access.id, "m1", "Ik ben er zo weer.", later)
        assert not view(later + waited)
        handover.release(session, who, access.id, later)
        assert view(later + waited) is is_long


def test_reporter_sees_when_somebody_will_be_there(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        plan(session, who, MONDAY, 9, 12)
        access = talk(session)
        view = transcript.for_reporter(session, access, FRIDAY_MORNING)
    assert (view.on_duty, view.opens_at) == (False, at("2026-11-23 09:00"))
