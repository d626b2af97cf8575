"""The console's words in the counsellor's language: `expertise/content/texts/console.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from expertise import texts, themes
from expertise.languages import Language

HERE: Final = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Words:
    """Everything a page says, in one language."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """The console's text of a key."""
        return texts.text(f"console.{key}", self.language, **values)

    def said(self, key: str, **values: object) -> str:
        """A text by its whole key, as errors carry it."""
        return texts.text(key, self.language, **values)

    def optional(self, key: str, **values: object) -> str | None:
        """The console's text of a key that not everything has."""
        return self(key, **values) if f"console.{key}" in texts.keys() else None  # noqa: SIM118

    def step(self, kind: str, who: str | None, to: str | None) -> str | None:
        """A step in a conversation; what nobody of the team did has words of its own."""
        key = f"step.{kind}" if who else f"step.{kind}.alone"
        return self.optional(key, who=who, to=to)

    def theme(self, code: str | None) -> str:
        """A theme's name; conversations begin without one."""
        return self("theme.none") if code is None else themes.theme_label(code, self.language)

    def age(self, since: datetime, now: datetime) -> str:
        """How long ago, as coarse as it is stored."""
        minutes = max(0, int((now - since) / timedelta(minutes=1)))
        if minutes < 1:
            return self("age.now")
        if minutes < 60:
            return self("age.minutes", minutes=minutes)
        if minutes < 24 * 60:
            return self("age.hours", hours=minutes // 60, minutes=minutes % 60)
        return self("age.days", days=minutes // (24 * 60))

    def earlier_day(self, at: datetime, now: datetime) -> str | None:
        """The day of a turn, said as people say it; today goes without saying."""
        local, today = at.astimezone(HERE).date(), now.astimezone(HERE).date()
        if local == today:
            return None
        return self("day.yesterday") if local == today - timedelta(days=1) else self.day(at)

    def day(self, at: datetime) -> str:
        """A day in figures."""
        local = at.astimezone(HERE).date()
        return f"{local.day}-{local.month}-{local.year}"


def clock_time(at: datetime) -> str:
    """The hour and minute in the Netherlands."""
    return at.astimezone(HERE).strftime("%H:%M")


def language_of(wanted: str | None) -> Language:
    """The language a counsellor chose; Dutch when they chose none."""
    return "en" if wanted == "en" else "nl"
