"""Planning slots and closed days, and when that says that somebody is there."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.duty import closed_days, roster
from bot.duty.closed_days import Period
from bot.duty.week import Slot
from bot.errors import ClosedInThePast, ClosedTooLong, SlotOverlaps, UnusablePlan
from bot.models import AuditEntry, Membership
from bot.store import Store
from tests.bot.duty.rosters import FRIDAY, FRIDAY_MORNING, MONDAY, at, plan
from tests.support.people import team


def test_without_a_slot_nothing_is_planned(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        plan = roster.of_team(session, who.team_id, FRIDAY_MORNING)
        assert plan.expects_somebody(FRIDAY_MORNING)
        assert plan.next_start(FRIDAY_MORNING) is None
        closed_days.close(
            session, who, Period(date(2026, 11, 20), date(2026, 11, 20)), FRIDAY_MORNING
        )
        plan = roster.of_team(session, who.team_id, FRIDAY_MORNING)
        assert not plan.expects_somebody(FRIDAY_MORNING)


def test_slots_of_a_day_leave_a_break_in_which_nobody_is_expected(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        plan(session, who, FRIDAY, 9, 12)
        plan(session, who, FRIDAY, 13, 16)
        found = roster.of_team(session, who.team_id, FRIDAY_MORNING)
    assert found.expects_somebody(at("2026-11-20 11:59"))
    assert not found.expects_somebody(at("2026-11-20 12:00"))
    assert found.next_start(at("2026-11-20 12:00")) == at("2026-11-20 13:00")
    assert found.next_start(at("2026-11-20 16:00")) == at("2026-11-27 09:00")


def test_overlap_of_one_person_is_refused_and_of_two_is_not(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        hers = Slot(MONDAY, time(9), time(12), samira.id)
        roster.add(session, samira, hers, FRIDAY_MORNING)
        roster.add(session, samira, Slot(MONDAY, time(9), time(12), bram.id), FRIDAY_MORNING)
        roster.add(session, samira, Slot(MONDAY, time(9), time(12)), FRIDAY_MORNING)
        with pytest.raises(SlotOverlaps) as refused:
            roster.add(session, bram, Slot(MONDAY, time(11), time(14), samira.id), FRIDAY_MORNING)
        assert refused.value.values == {"opens": "09:00", "closes": "12:00"}
        assert len(roster.slots_of(session, samira.team_id)) == 3


def test_slot_of_somebody_elsewhere_is_refused_and_stays_theirs(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,), (other,) = team(session), team(session, "Eva", called="another")
        with pytest.raises(UnusablePlan):
            roster.add(session, who, Slot(MONDAY, time(9), time(12), other.id), FRIDAY_MORNING)
        plan(session, other, MONDAY, 9, 12)
        (theirs,) = roster.slots_of(session, other.team_id)
        assert theirs.id is not None
        roster.remove(session, who, theirs.id, FRIDAY_MORNING)
        assert roster.slots_of(session, other.team_id) == [theirs]
        roster.remove(session, other, theirs.id, FRIDAY_MORNING)
        roster.remove(session, other, uuid4(), FRIDAY_MORNING)
        assert roster.slots_of(session, other.team_id) == []


def test_what_is_planned_stands_in_the_audit(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        plan(session, who, MONDAY, 9, 12)
        closed_days.close(
            session, who, Period(date(2026, 12, 28), date(2026, 12, 31)), FRIDAY_MORNING
        )
        noted = session.execute(
            select(AuditEntry.action, AuditEntry.detail).where(AuditEntry.actor == str(who.id))
        )
        assert list(map(tuple, noted))[-2:] == [
            ("shift_added", "0 09:00-12:00"),
            ("days_closed", "2026-12-28 2026-12-31"),
        ]


def test_closed_days_in_a_row_are_one_period_and_can_be_taken_back(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        summer = Period(date(2027, 7, 10), date(2027, 8, 22))
        closed_days.close(
            session, who, Period(date(2026, 12, 24), date(2026, 12, 24)), FRIDAY_MORNING
        )
        closed_days.close(session, who, summer, FRIDAY_MORNING)
        closed_days.close(
            session, who, Period(date(2027, 8, 20), date(2027, 8, 23)), FRIDAY_MORNING
        )
        periods = closed_days.periods(session, who.team_id, FRIDAY_MORNING)
        assert periods[1:] == [Period(summer.first, date(2027, 8, 23))]
        closed_days.reopen(session, who, periods[1], FRIDAY_MORNING)
        assert closed_days.periods(session, who.team_id, FRIDAY_MORNING) == periods[:1]
        assert closed_days.periods(session, who.team_id, FRIDAY_MORNING + timedelta(days=60)) == []


@pytest.mark.parametrize(
    ("first", "last", "error"),
    [
        ("2026-11-19", "2026-11-19", ClosedInThePast),
        ("2026-12-02", "2026-12-01", ClosedInThePast),
        ("2026-12-01", "2027-12-01", ClosedTooLong),
        ("0001-01-01", "9999-12-31", ClosedTooLong),
    ],
)
def test_closing_by_a_slip_is_refused(
    store: Store, first: str, last: str, error: type[Exception]
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
        with pytest.raises(error):
            closed_days.close(session, who, period, FRIDAY_MORNING)
        assert closed_days.periods(session, who.team_id, FRIDAY_MORNING) == []


def test_until_tells_whom_the_roster_counts_on_and_how_long(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        hers = Slot(FRIDAY, time(9), time(12), samira.id)
        roster.add(session, samira, hers, FRIDAY_MORNING)
        plan(session, samira, FRIDAY, 12, 16)
        assert roster.until(session, samira.team_id, samira.id, FRIDAY_MORNING) == at(
            "2026-11-20 16:00"
        )
        assert roster.until(session, bram.team_id, bram.id, FRIDAY_MORNING) is None
        assert roster.until(session, bram.team_id, bram.id, at("2026-11-20 13:00")) == at(
            "2026-11-20 16:00"
        )


def test_slot_of_somebody_who_left_is_no_reason_to_expect_anybody(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        roster.add(session, samira, Slot(MONDAY, time(9), time(12), bram.id), FRIDAY_MORNING)
        plan(session, samira, MONDAY, 13, 16)
        monday = at("2026-11-23 10:00")
        assert roster.of_team(session, samira.team_id, FRIDAY_MORNING).expects_somebody(monday)
        session.delete(session.get_one(Membership, (bram.id, bram.team_id)))
        session.flush()
        found = roster.of_team(session, samira.team_id, FRIDAY_MORNING)
        assert not found.expects_somebody(monday)
        assert found.next_start(FRIDAY_MORNING) == at("2026-11-23 13:00")
        assert len(roster.slots_of(session, samira.team_id)) == 2
