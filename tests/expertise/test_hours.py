from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from expertise.hours import ZONE, HoursError, OpeningHours, hours_from, opening_sentence

OFFICE = hours_from({"mon-fri": ["08:00-17:00"]}, closed_on_holidays=True)
LUNCH = hours_from({"mon-fri": ["09:00-12:00", "13:00-16:30"]}, closed_on_holidays=True)
EVENING = hours_from({"daily": ["00:00-02:00", "20:00-24:00"]}, closed_on_holidays=False)
TO_MIDNIGHT = hours_from({"mon-sat": ["20:00-24:00"]}, closed_on_holidays=True)
NIGHT = hours_from({"daily": ["01:30-02:30", "03:00-03:30"]}, closed_on_holidays=False)
ALWAYS = hours_from({"daily": ["00:00-24:00"]}, closed_on_holidays=False)


def dutch(clock: str) -> datetime:
    return datetime.fromisoformat(clock).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("clock", "is_open"),
    [
        ("2026-11-20 07:59", False),
        ("2026-11-20 08:00", True),
        ("2026-11-20 16:59", True),
        ("2026-11-20 17:00", False),
        ("2026-11-21 12:00", False),  # a Saturday
        ("2026-04-27 12:00", False),  # Koningsdag, a Monday
        ("2027-04-27 12:00", False),  # Koningsdag, a Tuesday
        ("2026-04-28 12:00", True),
        ("2026-12-25 12:00", False),
        ("2027-01-01 12:00", False),
        ("2027-03-29 12:00", False),  # Easter Monday, which moves
        ("2031-04-26 12:00", False),  # Koningsdag on a Saturday, because the 27th is a Sunday
        ("2031-04-28 12:00", True),
        ("2026-12-24 12:00", True),  # the day before Christmas is no holiday
        ("2026-12-28 12:00", True),
    ],
)
def test_is_open_on_working_days_only(clock: str, is_open: bool) -> None:
    assert OFFICE.is_open(dutch(clock)) is is_open


@pytest.mark.parametrize("clock", ["2026-12-25 21:00", "2026-04-27 00:30", "2026-12-31 23:59"])
def test_line_that_is_open_on_holidays_keeps_its_slots(clock: str) -> None:
    assert EVENING.is_open(dutch(clock))
    assert not EVENING.is_open(dutch(clock).replace(hour=12))


@pytest.mark.parametrize(
    ("clock", "is_open"),
    [
        ("2026-11-20 23:59", True),
        ("2026-11-21 00:00", False),
        ("2026-11-21 23:59", True),  # a Saturday
        ("2026-11-22 23:59", False),
        ("2026-12-24 23:59", True),
        ("2026-12-25 20:00", False),  # a Friday, and Christmas
    ],
)
def test_line_that_closes_at_midnight_closes_with_the_day(clock: str, is_open: bool) -> None:
    assert TO_MIDNIGHT.is_open(dutch(clock)) is is_open


def test_midnight_is_said_as_a_time_of_the_day() -> None:
    late, after = dutch("2026-11-20 23:59"), dutch("2026-11-21 00:00")

    assert TO_MIDNIGHT.next_change(late) == after
    assert opening_sentence(TO_MIDNIGHT, late, "nl") == "Nu open tot 00:00 uur."
    assert opening_sentence(TO_MIDNIGHT, after, "nl") == "Nu dicht. Open vandaag om 20:00 uur."


def test_slots_in_the_night_of_the_clock_change_are_open_by_the_hands_of_the_clock() -> None:
    def hours_open(start: datetime) -> list[str]:
        moments = [start + timedelta(minutes=15 * step) for step in range(20)]
        return [f"{at.astimezone(ZONE):%H:%M}" for at in moments if NIGHT.is_open(at)]

    # In March the clock goes from 01:59 to 03:00; in October it shows 02:00 to 02:59 twice.
    spring = hours_open(datetime(2026, 3, 28, 23, 30, tzinfo=timezone.utc))
    autumn = hours_open(datetime(2026, 10, 24, 22, 30, tzinfo=timezone.utc))

    assert spring == ["01:30", "01:45", "03:00", "03:15"]
    assert autumn == [
        *("01:30", "01:45", "02:00", "02:15", "02:00", "02:15"),
        *("03:00", "03:15"),
    ]


def test_is_open_counts_on_the_dutch_clock_whatever_clock_asks() -> None:
    # Eight in the morning in Amsterdam is seven in winter and six in summer on the world clock.
    assert OFFICE.is_open(datetime(2026, 11, 20, 7, 0, tzinfo=timezone.utc))
    assert not OFFICE.is_open(datetime(2026, 7, 20, 5, 59, tzinfo=timezone.utc))
    assert OFFICE.is_open(datetime(2026, 7, 20, 6, 0, tzinfo=timezone.utc))


def test_is_open_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        OFFICE.is_open(datetime(2026, 11, 20, 12, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("hours", "clock", "change"),
    [
        (OFFICE, "2026-11-20 12:00", "2026-11-20 17:00"),
        (OFFICE, "2026-11-20 17:00", "2026-11-23 08:00"),
        (OFFICE, "2026-04-24 18:00", "2026-04-28 08:00"),  # over the weekend and Koningsdag
        (OFFICE, "2026-12-24 18:00", "2026-12-28 08:00"),  # over Christmas and the weekend
        (OFFICE, "2027-03-25 18:00", "2027-03-30 08:00"),  # from Good Friday to Easter Monday
        (OFFICE, "2025-04-25 18:00", "2025-04-28 08:00"),  # Koningsdag within the weekend
        (OFFICE, "2027-12-31 18:00", "2028-01-03 08:00"),  # over the end of a year
        (TO_MIDNIGHT, "2026-12-24 20:00", "2026-12-25 00:00"),
        (TO_MIDNIGHT, "2026-12-25 00:00", "2026-12-28 20:00"),  # Boxing Day is a Saturday
        (LUNCH, "2026-11-20 16:30", "2026-11-23 09:00"),
        (LUNCH, "2026-11-20 10:00", "2026-11-20 12:00"),
        (LUNCH, "2026-11-20 12:30", "2026-11-20 13:00"),
        (EVENING, "2026-11-20 21:00", "2026-11-21 02:00"),  # midnight is no closing time
        (EVENING, "2026-11-20 23:59", "2026-11-21 02:00"),
        (EVENING, "2026-11-21 00:00", "2026-11-21 02:00"),
        (EVENING, "2026-11-21 02:00", "2026-11-21 20:00"),
    ],
)
def test_next_change_is_the_next_moment_that_matters(
    hours: OpeningHours, clock: str, change: str
) -> None:
    assert hours.next_change(dutch(clock)) == dutch(change)


@pytest.mark.parametrize(
    ("clock", "change"),
    [
        ("2026-03-27T16:00+00:00", "2026-03-30T06:00+00:00"),  # summer time begins on Sunday
        ("2026-10-23T15:00+00:00", "2026-10-26T07:00+00:00"),  # and ends
    ],
)
def test_next_change_over_a_change_of_the_clock_stays_at_eight(clock: str, change: str) -> None:
    found = OFFICE.next_change(datetime.fromisoformat(clock))

    assert found == datetime.fromisoformat(change)
    assert found is not None
    assert found.hour == 8


def test_night_of_the_clock_change_has_no_gap() -> None:
    # From 23:00 on Saturday: two o'clock strikes never in March and twice in October.
    spring = datetime(2026, 3, 28, 22, 0, tzinfo=timezone.utc)
    autumn = datetime(2026, 10, 24, 21, 0, tzinfo=timezone.utc)

    for at in (spring, autumn):
        change = EVENING.next_change(at)
        assert change is not None
        assert change.timestamp() == (at + timedelta(hours=3)).timestamp()


def test_next_change_agrees_with_is_open_at_every_hour_of_a_year() -> None:
    start = datetime(2026, 1, 1, tzinfo=timezone.utc)
    for hour in range(0, 365 * 24, 5):
        at = start + timedelta(hours=hour)
        change = LUNCH.next_change(at)
        assert change is not None
        assert change > at
        assert LUNCH.is_open(change) != LUNCH.is_open(at)
        assert LUNCH.is_open(change - timedelta(minutes=1)) == LUNCH.is_open(at)


def test_always_open_never_changes() -> None:
    at = dutch("2026-12-25 03:00")

    assert ALWAYS.always
    assert ALWAYS.is_open(at)
    assert ALWAYS.next_change(at) is None


def test_never_open_says_closed_without_a_moment() -> None:
    never = hours_from({}, closed_on_holidays=True)

    assert never.next_change(dutch("2026-11-20 12:00")) is None
    assert opening_sentence(never, dutch("2026-11-20 12:00"), "nl") == "Nu dicht."


@pytest.mark.parametrize(
    ("clock", "sentence"),
    [
        ("2026-11-20 12:00", "Nu open tot 17:00 uur."),
        ("2026-11-20 07:00", "Nu dicht. Open vandaag om 08:00 uur."),
        ("2026-11-19 18:00", "Nu dicht. Open morgen om 08:00 uur."),
        ("2026-11-20 18:00", "Nu dicht. Open maandag om 08:00 uur."),
    ],
)
def test_opening_sentence_says_until_or_from_when(clock: str, sentence: str) -> None:
    assert opening_sentence(OFFICE, dutch(clock), "nl") == sentence


def test_opening_sentence_in_english_and_simple_dutch() -> None:
    at = dutch("2026-11-20 18:00")

    assert opening_sentence(OFFICE, at, "en") == "Closed now. Opens Monday at 08:00."
    assert opening_sentence(OFFICE, at, "a2") == "Nu dicht. Open maandag om 08:00 uur."


@pytest.mark.parametrize(
    "slots",
    [
        {"mon": ["09:00-12:00", "11:00-15:00"]},
        {"mon-fri": ["09:00-12:00"], "wed": ["10:00-11:00"]},
        {"mon": ["12:00-09:00"]},
        {"mon": ["09:00-09:00"]},
        {"mon": ["nine-five"]},
        {"monday": ["09:00-12:00"]},
        {"fri-mon-x": ["09:00-12:00"]},
    ],
)
def test_hours_that_contradict_themselves_are_refused(slots: dict[str, list[str]]) -> None:
    with pytest.raises(HoursError):
        hours_from(slots, closed_on_holidays=True)
