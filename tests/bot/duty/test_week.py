"""The slots of a week, by the clock of Amsterdam and whatever any clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.duty.week import Slot, hours
from bot.errors import SlotTooLong, SlotWithoutEnd
from expertise.hours import ZONE

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def _has_a_length(slot: Slot) -> bool:
    try:
        return bool(slot.parts)
    except (SlotTooLong, SlotWithoutEnd):
        return False


SLOTS = st.builds(Slot, st.integers(0, 6), CLOCKS, CLOCKS).filter(_has_a_length)
CLOSED = st.sets(st.dates(date(2025, 1, 1), date(2032, 1, 1)), max_size=40)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(clock).replace(tzinfo=ZONE)


@given(slots=st.lists(SLOTS, max_size=6), closed=CLOSED, now=MOMENTS)
def test_next_start_is_to_come_lies_in_a_slot_and_is_there_if_there_is_a_slot(
    slots: list[Slot], closed: set[date], now: datetime
) -> None:
    plan = hours(slots, closed)
    start = plan.next_start(now)
    if start is None:
        assert not slots
        return
    assert slots
    assert start > now
    assert plan.is_open(start)
    assert start.date() not in closed
    local = start.timetz().replace(tzinfo=None)
    assert local in {slot.opens for slot in slots} | {time(0)}


@given(slots=st.lists(SLOTS, min_size=1, max_size=4), now=MOMENTS, jump=st.integers(-3000, 3000))
def test_clock_that_jumps_gives_the_answer_of_the_time_that_it_shows(
    slots: list[Slot], now: datetime, jump: int
) -> None:
    plan = hours(slots)
    before, after = plan.next_start(now), plan.next_start(now + timedelta(hours=jump))
    assert before is not None
    assert after is not None
    assert (after >= before) if jump >= 0 else (after <= before)


@given(slots=st.lists(SLOTS, min_size=1, max_size=4), now=MOMENTS)
def test_nothing_begins_between_now_and_the_next_start(slots: list[Slot], now: datetime) -> None:
    plan = hours(slots)
    start = plan.next_start(now)
    assert start is not None
    if not plan.is_open(now):
        minutes = min(int((start - now) / timedelta(minutes=1)), 24 * 60)
        assert not any(plan.is_open(now + timedelta(minutes=each)) for each in range(minutes))


def test_slot_over_midnight_lies_on_two_days() -> None:
    night = hours([Slot(SATURDAY, time(22), time(2))])
    assert night.is_open(at("2026-11-21 23:59"))
    assert night.is_open(at("2026-11-22 01:59"))
    assert not night.is_open(at("2026-11-22 02:00"))
    assert not night.is_open(at("2026-11-22 22:00"))
    assert night.next_change(at("2026-11-21 23:00")) == at("2026-11-22 02:00")


def test_night_from_sunday_goes_on_on_monday() -> None:
    assert hours([Slot(SUNDAY, time(20), time(1))]).is_open(at("2026-11-23 00:30"))


def test_midnight_is_the_end_of_the_day_that_it_ends() -> None:
    evening = hours([Slot(MONDAY, time(20), time(0))])
    assert evening.is_open(at("2026-11-23 23:59"))
    assert not evening.is_open(at("2026-11-24 00:00"))
    assert hours([Slot(MONDAY, time(0), time(0))]).is_open(at("2026-11-23 12:00"))


def test_night_before_a_closed_day_ends_at_midnight() -> None:
    slots = [Slot(SATURDAY, time(22), time(2))]
    closed = hours(slots, [date(2026, 11, 22)])
    assert closed.is_open(at("2026-11-21 23:00"))
    assert not closed.is_open(at("2026-11-22 01:00"))


def test_times_the_wrong_way_round_are_no_night_of_work() -> None:
    with pytest.raises(SlotTooLong):
        _ = Slot(MONDAY, time(17), time(8, 30)).parts
    with pytest.raises(SlotWithoutEnd):
        _ = Slot(MONDAY, time(9), time(9)).parts


@pytest.mark.parametrize(
    ("one", "other", "do"),
    [
        (Slot(0, time(9), time(12)), Slot(0, time(11), time(13)), True),
        (Slot(0, time(9), time(12)), Slot(0, time(12), time(13)), False),
        (Slot(0, time(9), time(12)), Slot(1, time(9), time(12)), False),
        (Slot(0, time(22), time(2)), Slot(1, time(1), time(5)), True),
        (Slot(6, time(22), time(2)), Slot(0, time(0), time(1)), True),
        (Slot(0, time(20), time(0)), Slot(1, time(0), time(8)), False),
    ],
)
def test_overlap_is_a_minute_in_common_also_after_midnight(
    one: Slot, other: Slot, do: bool
) -> None:
    assert one.overlaps(other) is other.overlaps(one) is do


@pytest.mark.parametrize(
    ("clock", "start"),
    [
        # Summer time begins and ends on a Sunday; the roster goes by the clock on the wall.
        ("2026-03-27T16:00+00:00", "2026-03-30T06:30+00:00"),
        ("2026-10-23T15:00+00:00", "2026-10-26T07:30+00:00"),
        ("2027-04-26T15:00+00:00", "2027-04-28T06:30+00:00"),  # Koningsdag
    ],
)
def test_roster_goes_by_the_clock_on_the_wall(clock: str, start: str) -> None:
    plan = hours([Slot(day, time(8, 30), time(16)) for day in range(5)])
    assert plan.next_start(datetime.fromisoformat(clock)) == datetime.fromisoformat(start)
