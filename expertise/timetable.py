"""Opening hours as a timetable: what still holds on paper, when "open now" no longer does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from expertise.hours import DAYS, OpeningHours, Slot
from expertise.languages import Language
from expertise.texts import text


def timetable(hours: OpeningHours, language: Language) -> tuple[str, ...]:
    """Days with their hours, days that are the same taken together; then the holidays."""
    if hours.always:
        return (text("guide.hours.always", language),)
    lines = [
        text("guide.hours.line", language, days=_days(first, last, language), spans=spans)
        for first, last, spans in _runs(hours, language)
    ]
    if hours.closed_on_holidays:
        lines.append(text("guide.hours.holidays", language))
    return tuple(line[0].upper() + line[1:] for line in lines)


def _runs(hours: OpeningHours, language: Language) -> Iterator[tuple[str, str, str]]:
    """First day, last day and hours of each run of days that are the same."""
    week = zip(DAYS, hours.week, strict=True)
    for slots, days in groupby(week, key=lambda each: each[1]):
        names = [day for day, _ in days]
        if slots:
            yield names[0], names[-1], _spans(slots, language)


def _days(first: str, last: str, language: Language) -> str:
    start, end = (text(f"hours.{day}", language) for day in (first, last))
    if first == last:
        return start
    if (first, last) == (DAYS[0], DAYS[-1]):
        return text("guide.hours.daily", language)
    return text("guide.hours.days", language, first=start, last=end)


def _spans(slots: tuple[Slot, ...], language: Language) -> str:
    return ", ".join(
        text("guide.hours.span", language, start=_clock(slot.start), end=_clock(slot.end))
        for slot in slots
    )


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
