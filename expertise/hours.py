"""When somebody can be reached: opening hours on the Dutch clock.

A child must never be sent to a closed line without a live one beside it, so this counts in the
time of Europe/Amsterdam, whatever clock the server keeps, and knows the public holidays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
# Longer than any run of holidays and weekends.
_HORIZON_DAYS = 14


class HoursError(ValueError):
    """Opening hours that contradict themselves or cannot be read."""


class Slot(NamedTuple):
    """From one minute of the day up to, not including, another."""

    start: int
    end: int


@dataclass(frozen=True)
class OpeningHours:
    """The slots of each weekday, Monday first, and whether public holidays close them all."""

    week: tuple[tuple[Slot, ...], ...]
    closed_on_holidays: bool = True

    @property
    def always(self) -> bool:
        """Whether it never closes, day or night."""
        return not self.closed_on_holidays and all(
            slots == (Slot(0, _WHOLE_DAY),) for slots in self.week
        )

    def is_open(self, at: datetime) -> bool:
        """Whether somebody answers at this moment."""
        local = _local(at)
        minute = local.hour * 60 + local.minute
        return any(slot.start <= minute < slot.end for slot in self._slots(local.date()))

    def next_change(self, at: datetime) -> datetime | None:
        """The next moment of opening or closing, on the Dutch clock; None when there is none."""
        if self.always:
            return None
        now_open = self.is_open(at)
        now = at.timestamp()
        for moment in self._boundaries(_local(at).date()):
            # Compared as instants: two clocks of one zone would compare by their hands.
            if moment.timestamp() > now and self.is_open(moment) != now_open:
                return moment
        return None

    def _slots(self, day: date) -> tuple[Slot, ...]:
        if self.closed_on_holidays and day in _public_holidays(day.year):
            return ()
        return self.week[day.weekday()]

    def _boundaries(self, first: date) -> Iterator[datetime]:
        for offset in range(_HORIZON_DAYS):
            day = first + timedelta(days=offset)
            for slot in self._slots(day):
                yield _moment(day, slot.start)
                yield _moment(day, slot.end)


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
    day = _day_name((change.date() - _local(at).date()).days, change.weekday(), language)
    return text("hours.opens", language, day=day, time=f"{change:%H:%M}")


def _day_name(days_ahead: int, weekday: int, language: Language) -> str:
    near = {0: "hours.today", 1: "hours.tomorrow"}
    return text(near.get(days_ahead, f"hours.{DAYS[weekday]}"), language)


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


def _moment(day: date, minute: int) -> datetime:
    clock = datetime.combine(day, time(), ZONE) + timedelta(minutes=minute)
    # By way of world time, so that an hour which the clock skips becomes the hour that it shows.
    return clock.astimezone(timezone.utc).astimezone(ZONE)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=year))
