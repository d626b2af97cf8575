"""A moment that is still to come, as people say it: "morgen om 8.30 uur"."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from expertise.hours import DAYS, ZONE, day_name
from expertise.languages import Language
from expertise.texts import text

# A day of the week names one day only as long as it does not come round again.
_BY_NAME = timedelta(days=6)


def said(at: datetime, now: datetime, language: Language) -> str:
    """Its day and its time, on the Dutch clock."""
    return text("moment", language, day=_day(at, now, language), time=time_said(at, language))


def time_said(at: datetime, language: Language) -> str:
    """The time of day; whole hours without their minutes, as far as the language allows."""
    local = at.astimezone(ZONE)
    if language == "en":
        return f"{local.hour}:{local:%M}"
    # "0 uur" is read as zero hours.
    return str(local.hour) if local.hour and not local.minute else f"{local.hour}.{local:%M}"


def date_said(day: date, language: Language) -> str:
    """A day of any week: "vrijdag 25 december"."""
    weekday = text(f"hours.{DAYS[day.weekday()]}", language)
    month = text(f"month.{day.month}", language)
    return text("moment.date", language, day=weekday, number=day.day, month=month)


def next_opening(opens_at: datetime | None, now: datetime, language: Language) -> str:
    """When somebody will be there, as far as a roster says."""
    # A page that was made a little ago may know a moment that has passed.
    if opens_at is None or opens_at <= now:
        return text("opens.unknown", language)
    return text("opens.known", language, when=said(opens_at, now, language))


def _day(at: datetime, now: datetime, language: Language) -> str:
    day = at.astimezone(ZONE).date()
    if day - now.astimezone(ZONE).date() <= _BY_NAME:
        return day_name(at, now, language)
    return date_said(day, language)
