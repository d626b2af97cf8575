"""Somebody who can help: what they can and cannot do, for whom, when, and what that asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from expertise.audience import Audience
from expertise.contacts import ContactLine, Hours
from expertise.evidence import Fact, told
from expertise.languages import Language, Localized
from expertise.school_days import is_school_time
from expertise.texts import text

# Nobody has to be there at the moment that somebody reads or writes here.
_ANY_TIME = frozenset({"site", "form", "mail", "forum"})


@dataclass(frozen=True)
class Party:
    """One party of the directory."""

    id: str
    name: Localized
    why: Localized
    can: tuple[Localized, ...]
    cannot: tuple[Localized, ...]
    audience: Audience
    themes: frozenset[str]
    contacts: tuple[ContactLine, ...]
    hours: Hours | None
    hours_in_words: Fact | None
    anonymity: Fact | None
    takes: Fact | None
    binding: Fact | None
    cost: Fact | None
    alternatives: tuple[str, ...]
    local: bool
    crisis: bool
    complaint: bool

    @property
    def roles(self) -> frozenset[str]:
        """The roles it is there for."""
        return self.audience.roles

    @property
    def sectors(self) -> frozenset[str]:
        """The kinds of school it is there for."""
        return self.audience.sectors

    def shown_contacts(self) -> tuple[ContactLine, ...]:
        """The lines that were verified well enough to hand out, each address for one use."""
        return self._shown

    @cached_property
    def _shown(self) -> tuple[ContactLine, ...]:
        shown = [line for line in self.contacts if line.evidence.shown]
        return tuple(line for line in shown if not _is_said_by(shown, line))

    def is_reachable(self) -> bool:
        """Whether there is any way to this party that may be shown."""
        return self.local or bool(self.shown_contacts())

    def serves(self, role: str, sector: str) -> bool:
        """Whether this party is there for somebody; unknown is never the one who fits."""
        return self.audience.serves(role, sector)

    def for_whom(self, language: Language) -> str:
        """Whom it is there for; a child in primary school cannot file a complaint."""
        words = self.audience.words(language)
        if self.complaint and self.audience.serves("pupil", "po"):
            words = f"{words} {text('directory.complaint_po', language)}"
        return words

    def is_open(self, at: datetime) -> bool | None:
        """Whether they answer now; None when that was not verified."""
        if self.hours is None or not self.hours.evidence.shown:
            return None
        return self.hours.opening.is_open(at)

    def answers(self, at: datetime) -> bool:
        """Whether somebody can be counted on now; who is local is there while school is on."""
        return is_school_time(at) if self.local else self.is_open(at) is True

    def next_change(self, at: datetime) -> datetime | None:
        """When they next open or close; None when they do not, or nobody verified it."""
        if self.hours is None or not self.hours.evidence.shown:
            return None
        return self.hours.opening.next_change(at)

    def opening(self, at: datetime, language: Language) -> str:
        """When they answer, in one sentence."""
        if self.hours and self.hours.evidence.shown:
            return self.hours.sentence(at, language)
        if words := told(self.hours_in_words, language):
            return words
        if self.local:
            return text("hours.local", language)
        any_time = _ANY_TIME.issuperset(line.kind for line in self.shown_contacts())
        return text("hours.site" if any_time else "hours.unknown", language)

    def anonymous(self, language: Language) -> str | None:
        """What they say about names, if that was verified."""
        return told(self.anonymity, language)

    def costs(self, language: Language) -> str | None:
        """What it costs, if that was verified; that some numbers cost money is always known."""
        if known := told(self.cost, language):
            return known
        if any(line.is_charged for line in self.shown_contacts()):
            return text("directory.charged", language)
        return None

    def facts(self, language: Language) -> tuple[tuple[str, str], ...]:
        """What is worth knowing before the first call, each with its label; only what is known."""
        known = {
            "for_whom": self.for_whom(language),
            "takes": told(self.takes, language),
            "binding": told(self.binding, language),
            "cost": self.costs(language),
            "anonymous": self.anonymous(language),
        }
        return tuple(
            (text(f"directory.label.{name}", language), words)
            for name, words in known.items()
            if words
        )


def _is_said_by(shown: list[ContactLine], line: ContactLine) -> bool:
    """Whether the page is where a chat or a form is, of which one is as sure."""
    return line.kind == "site" and any(
        other.kind in ("chat", "form")
        and other.href == line.href
        and other.evidence.confidence <= line.evidence.confidence
        for other in shown
    )
