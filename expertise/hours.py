"""When somebody can be reached: opening hours on the Dutch clock.

A child must never be sent to a closed line without a live one beside it, so this counts in the
time of Europe/Amsterdam, whatever clock the server keeps, and knows the public holidays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays

from expertise.languages import Language
from expertise.texts import text

ZONE = ZoneInfo("Europe/Amsterdam")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_WHOLE_DAY = 24 * 60
# Longer than holidays can close the same day of the week: Christmas and New Year's Day do it twice.
_HORIZON = timedelta(days=35)


class HoursError(ValueError):
    """Opening hours that contradict themselves or cannot be read."""


class Slot(NamedTuple):
    """From one minute of the day up to, not including, another."""

    start: int
    end: int


@dataclass(frozen=True)
class OpeningHours:
    """The slots of each weekday, Monday first, and the days that close them all.

    Slots of several people may overlap.
    """

    week: tuple[tuple[Slot, ...], ...]
    closed_on_holidays: bool = True
    closed_days: frozenset[date] = frozenset()

    @property
    def always(self) -> bool:
        """Whether it never closes, day or night."""
        return not (self.closed_on_holidays or self.closed_days) and all(
            slots == (Slot(0, _WHOLE_DAY),) for slots in self.week
        )

    def is_open(self, at: datetime) -> bool:
        """Whether somebody answers at this moment."""
        local = _local(at)
        minute = _minute_of(local)
        return any(slot.start <= minute < slot.end for slot in self._slots(local.date()))

    def next_change(self, at: datetime) -> datetime | None:
        """The next moment of opening or closing, on the Dutch clock; None when there is none."""
        if self.always:
            return None
        now_open = self.is_open(at)
        changes = (each for each in self._moments(at, _both) if self.is_open(each) != now_open)
        return next(changes, None)

    def next_start(self, at: datetime) -> datetime | None:
        """The next moment at which a slot begins, also while another is going on."""
        starts = (each for each in self._moments(at, _start) if self.is_open(each))
        return next(starts, None)

    def _slots(self, day: date) -> tuple[Slot, ...]:
        if day in self.closed_days:
            return ()
        if self.closed_on_holidays and day in public_holidays(day.year):
            return ()
        return self.week[day.weekday()]

    def _moments(
        self, at: datetime, minutes_of: Callable[[Slot], Iterable[int]]
    ) -> Iterator[datetime]:
        """The moments after this one at which slots have these minutes, in order."""
        day = _local(at).date()
        last = max(self.closed_days | {day}) + _HORIZON
        while day <= last:
            minutes = {minute for slot in self._slots(day) for minute in minutes_of(slot)}
            found = (moment for minute in minutes for moment in _shown(day, minute))
            # Compared as instants: two clocks of one zone would compare by their hands.
            yield from sorted(
                (each for each in found if each.timestamp() > at.timestamp()),
                key=datetime.timestamp,
            )
            day += timedelta(days=1)


def hours_from(slots: Mapping[str, Sequence[str]], closed_on_holidays: bool) -> OpeningHours:
    """Reads {"mon-fri": ["08:00-12:00", "13:00-17:00"]}; also "sat", "daily"."""
    week: list[list[Slot]] = [[] for _ in DAYS]
    for days, spans in slots.items():
        for index in _indices(days):
            week[index].extend(_slot(span) for span in spans)
    return OpeningHours(tuple(_in_order(slots) for slots in week), closed_on_holidays)


def opening_sentence(hours: OpeningHours, at: datetime, language: Language) -> str:
    """Says whether it is open now, and until or from when."""
    change = hours.next_change(at)
    if change is None:
        return text("hours.always" if hours.is_open(at) else "hours.closed", language)
    if hours.is_open(at):
        return text("hours.open", language, time=f"{change:%H:%M}")
    return text("hours.opens", language, day=day_name(change, at, language), time=f"{change:%H:%M}")


def day_name(day: datetime, now: datetime, language: Language) -> str:
    """A day as people call it: today, tomorrow, Monday."""
    near = {0: "hours.today", 1: "hours.tomorrow"}
    local = _local(day).date()
    ahead = (local - _local(now).date()).days
    return text(near.get(ahead, f"hours.{DAYS[local.weekday()]}"), language)


@cache
def public_holidays(year: int) -> Mapping[date, str]:
    """The public holidays of a year, by their Dutch names."""
    return dict(sorted(holidays.country_holidays("NL", years=year, language="nl").items()))


def _indices(days: str) -> range:
    if days == "daily":
        return range(len(DAYS))
    first, _, last = days.partition("-")
    try:
        return range(DAYS.index(first), DAYS.index(last or first) + 1)
    except ValueError as error:
        raise HoursError(f"no such days: {days}") from error


def _slot(span: str) -> Slot:
    start, _, end = span.partition("-")
    slot = Slot(_minute(start), _minute(end))
    if slot.start >= slot.end:
        raise HoursError(f"ends before it begins: {span}")
    return slot


def _minute(clock: str) -> int:
    if clock == "24:00":
        return _WHOLE_DAY
    try:
        moment = time.fromisoformat(clock)
    except ValueError as error:
        raise HoursError(f"no time of the day: {clock}") from error
    return moment.hour * 60 + moment.minute


def _in_order(slots: list[Slot]) -> tuple[Slot, ...]:
    ordered = tuple(sorted(slots))
    for earlier, later in pairwise(ordered):
        if later.start < earlier.end:
            raise HoursError(f"overlapping slots: {earlier} and {later}")
    return ordered


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(ZONE)


def _minute_of(local: datetime) -> int:
    return local.hour * 60 + local.minute


def _both(slot: Slot) -> tuple[int, int]:
    return slot


def _start(slot: Slot) -> tuple[int]:
    return (slot.start,)


def _shown(day: date, minute: int) -> Iterator[datetime]:
    """When the clock shows this minute of a day, which in one night of the year it does twice."""
    clock = datetime.combine(day, time(), ZONE) + timedelta(minutes=minute)
    for fold in (0, 1):
        # By way of world time, so that an hour which the clock skips becomes the hour it shows.
        moment = clock.replace(fold=fold).astimezone(timezone.utc).astimezone(ZONE)
        if moment.fold == fold:
            yield moment
