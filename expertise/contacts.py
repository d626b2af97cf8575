"""Contact lines with their evidence: only what was verified reaches a reporter.

A wrong number does harm, so every line says how sure it is, where it was seen and when. Lines of
confidence A and B are handed out, B with its year; C and X wait in the content for verification.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from expertise.hours import HoursError, OpeningHours, hours_from, opening_sentence
from expertise.languages import Language, Localized
from expertise.source import ContentError, localized
from expertise.texts import text

Kind = Literal["phone", "chat", "site"]
Confidence = Literal["A", "B", "C", "X"]

_SCHEMES: dict[str, str] = {"phone": "tel:", "chat": "https://", "site": "https://"}


@dataclass(frozen=True)
class Contact:
    """A line as it is handed out."""

    kind: Kind
    label: str
    href: str
    note: str | None

    def as_payload(self) -> dict[str, str | None]:
        return {"kind": self.kind, "label": self.label, "href": self.href, "note": self.note}


@dataclass(frozen=True)
class Evidence:
    """How sure a fact is, where it was seen and when it was true."""

    confidence: Confidence
    source: str
    verified: str

    @property
    def shown(self) -> bool:
        """Whether a reporter may see what this vouches for."""
        return self.confidence in ("A", "B")

    def dated(self, fact: str, language: Language) -> str:
        """The fact, with its year when it is only as good as that."""
        if self.confidence == "A":
            return fact
        seen = text("hours.seen", language, year=self.verified[:4])
        return f"{fact.removesuffix('.')}. {seen}" if fact else seen


@dataclass(frozen=True)
class Hours:
    """Opening hours with their evidence."""

    opening: OpeningHours
    evidence: Evidence

    def sentence(self, at: datetime, language: Language) -> str:
        return self.evidence.dated(opening_sentence(self.opening, at, language), language)


@dataclass(frozen=True)
class ContactLine:
    """A line as the content holds it."""

    kind: Kind
    label: Localized
    href: str
    evidence: Evidence
    note: Localized | None = None
    hours: Hours | None = None

    def at(self, at: datetime, language: Language, hours: str | None = None) -> Contact:
        """The line as it is handed out now; `hours` are those of its party, if worth saying."""
        facts = [self.note.in_(language)] if self.note else []
        if self.hours:
            facts.append(opening_sentence(self.hours.opening, at, language))
        said = self.evidence.dated(". ".join(facts), language)
        note = ". ".join(part.removesuffix(".") for part in (said, hours) if part)
        return Contact(self.kind, self.label.in_(language), self.href, note or None)


def evidence_from(raw: Mapping[str, Any], file: str, key: str) -> Evidence:
    """The three marks that every fact carries."""
    confidence: Any = raw.get("confidence")
    verified = str(raw.get("verified", ""))
    if confidence not in get_args(Confidence):
        raise ContentError(file, key, f"has no confidence A, B, C or X: {confidence!r}")
    if not verified[:4].isdigit():
        raise ContentError(file, key, "does not say when it was verified")
    if not raw.get("source"):
        raise ContentError(file, key, "has no source")
    return Evidence(confidence, raw["source"], verified)


def hours_with_evidence(raw: Mapping[str, Any], file: str, key: str, evidence: Evidence) -> Hours:
    """Opening hours; `holidays` has to be said, because nobody should have to guess it."""
    if raw.get("holidays") not in ("open", "closed"):
        raise ContentError(file, key, "does not say whether it is open on holidays")
    try:
        opening = hours_from(raw["slots"], closed_on_holidays=raw["holidays"] == "closed")
    except HoursError as error:
        raise ContentError(file, key, str(error)) from error
    return Hours(opening, evidence)


def line_from(raw: Mapping[str, Any], file: str, key: str) -> ContactLine:
    """One contact line of a party."""
    kind, href = raw.get("kind"), raw.get("href", "")
    if kind not in _SCHEMES or not href.startswith(_SCHEMES[kind]):
        raise ContentError(file, key, f"is no phone, chat or site: {kind!r} {href!r}")
    evidence = evidence_from(raw, file, key)
    hours = raw.get("hours")
    return ContactLine(
        kind=kind,
        label=localized(raw.get("label"), file, f"{key}.label"),
        href=href,
        evidence=evidence,
        note=localized(raw["note"], file, f"{key}.note") if "note" in raw else None,
        hours=hours_with_evidence(hours, file, f"{key}.hours", evidence) if hours else None,
    )
