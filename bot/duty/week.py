"""A team's week as opening hours: slots of the roster, also those that go on after midnight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Final
from uuid import UUID

from bot.errors import SlotTooLong, SlotWithoutEnd
from expertise.hours import DAYS, OpeningHours
from expertise.hours import Slot as Span

_DAY: Final = 24 * 60
# Whoever fills in the two times the wrong way round would else be on duty all night.
_LONGEST_NIGHT: Final = 12 * 60


@dataclass(frozen=True)
class Slot:
    """Somebody is there on a day of the week, Monday being 0; `staff_id` None: whoever can."""

    weekday: int
    opens: time
    closes: time
    staff_id: UUID | None = None
    id: UUID | None = None

    @cached_property
    def parts(self) -> tuple[tuple[int, Span], ...]:
        """The days that it lies on. An end at midnight is that of its own day.

        Raises:
            SlotWithoutEnd: it ends when it begins.
            SlotTooLong: it goes on over midnight for longer than anybody works.
        """
        start, end = _minute(self.opens), _minute(self.closes) or _DAY
        if start < end:
            return ((self.weekday, Span(start, end)),)
        if start == end:
            raise SlotWithoutEnd
        if _DAY - start + end > _LONGEST_NIGHT:
            raise SlotTooLong(opens=f"{self.opens:%H:%M}", closes=f"{self.closes:%H:%M}")
        return (self.weekday, Span(start, _DAY)), ((self.weekday + 1) % len(DAYS), Span(0, end))

    def overlaps(self, other: Slot) -> bool:
        """Whether two slots share a minute."""
        return any(
            day == other_day and span.start < other_span.end and other_span.start < span.end
            for day, span in self.parts
            for other_day, other_span in other.parts
        )


def hours(slots: Iterable[Slot], closed: Iterable[date] = ()) -> OpeningHours:
    """When these slots say that somebody is there; nobody is on holidays and on closed days."""
    week: list[list[Span]] = [[] for _ in DAYS]
    for slot in slots:
        for day, span in slot.parts:
            week[day].append(span)
    return OpeningHours(tuple(tuple(sorted(day)) for day in week), closed_days=frozenset(closed))


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
