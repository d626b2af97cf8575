"""A moment to come, in words; and when the next slot begins."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from expertise.hours import ZONE, OpeningHours, Slot, hours_from
from expertise.languages import Language
from expertise.moments import next_opening, said

NOW = datetime(2026, 11, 20, 14, 7, tzinfo=timezone.utc)  # A Friday, 15:07 in Amsterdam.
TWO_A_DAY = hours_from({"mon-fri": ["08:30-12:00", "13:00-16:00"]}, closed_on_holidays=True)
FRIDAYS = hours_from({"fri": ["09:00-12:00"]}, closed_on_holidays=True)
NIGHT = hours_from({"sun": ["02:15-02:45"]}, closed_on_holidays=False)


def dutch(clock: str) -> datetime:
    return datetime.fromisoformat(clock).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("at", "language", "words"),
    [
        ("2026-11-20 16:00", "nl", "vandaag om 16 uur"),
        ("2026-11-21 08:30", "nl", "morgen om 8.30 uur"),
        ("2026-11-23 09:00", "a2", "maandag om 9 uur"),
        ("2026-11-23 09:00", "en", "Monday at 9:00"),
        ("2026-11-26 13:05", "nl", "donderdag om 13.05 uur"),
        ("2026-11-27 09:00", "nl", "vrijdag 27 november om 9 uur"),
        ("2027-01-04 08:30", "en", "Monday 4 January at 8:30"),
        ("2026-11-21 00:00", "nl", "morgen om 0.00 uur"),
    ],
)
def test_moment_is_said_as_people_say_it(at: str, language: Language, words: str) -> None:
    assert said(dutch(at).astimezone(timezone.utc), NOW, language) == words


def test_opening_that_nobody_knows_or_that_has_passed_is_not_promised() -> None:
    unknown = "We weten niet wanneer er weer iemand is."
    assert next_opening(None, NOW, "nl") == unknown
    assert next_opening(NOW - timedelta(minutes=1), NOW, "nl") == unknown
    known = next_opening(dutch("2026-11-23 09:00"), NOW, "nl")
    assert known == "Volgens ons rooster is er maandag om 9 uur weer iemand."


@pytest.mark.parametrize(
    ("hours", "at", "start"),
    [
        (TWO_A_DAY, "2026-11-20 08:00", "2026-11-20 08:30"),
        # Nobody came in the morning: the afternoon is what is left to hope for.
        (TWO_A_DAY, "2026-11-20 09:00", "2026-11-20 13:00"),
        (TWO_A_DAY, "2026-11-20 13:00", "2026-11-23 08:30"),
        (TWO_A_DAY, "2026-04-24 16:00", "2026-04-28 08:30"),  # Koningsdag is a Monday.
        (FRIDAYS, "2026-12-18 12:00", "2027-01-08 09:00"),  # Christmas and New Year's Day.
        (NIGHT, "2026-03-28 12:00", "2026-04-05 02:15"),  # That night has no half past two,
        (NIGHT, "2026-10-24 12:00", "2026-10-25 02:15"),  # and this one has two of them.
    ],
)
def test_next_start_is_the_next_moment_at_which_a_slot_begins(
    hours: OpeningHours, at: str, start: str
) -> None:
    assert hours.next_start(dutch(at)) == dutch(start)


def test_hour_that_comes_twice_begins_twice() -> None:
    at = datetime(2026, 10, 25, tzinfo=timezone.utc)
    starts = []
    for _ in range(2):
        start = NIGHT.next_start(at)
        assert start is not None
        at = start.astimezone(timezone.utc)
        starts.append(f"{at:%H:%M}")
    assert starts == ["00:15", "01:15"]


def test_closed_days_are_passed_over_however_many() -> None:
    summer = frozenset(date(2026, 7, 11) + timedelta(days=n) for n in range(44))
    closed = OpeningHours(TWO_A_DAY.week, closed_days=summer)
    assert not closed.is_open(dutch("2026-07-13 09:00"))
    assert closed.next_start(dutch("2026-07-10 16:00")) == dutch("2026-08-24 08:30")
    assert not OpeningHours(((Slot(0, 1440),),) * 7, False, summer).always
