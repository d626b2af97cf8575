"""Contact lines with their evidence: only what was verified reaches a reporter.

A wrong number does harm, so every line says how sure it is, where it was seen and when, and by
whom it was tried last. Lines of confidence A and B are handed out, B with its year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from expertise.evidence import EVIDENCE, Evidence, evidence_from
from expertise.hours import HoursError, OpeningHours, hours_from, opening_sentence
from expertise.languages import Language, Localized
from expertise.schema import fields_of, listed
from expertise.source import ContentError, localized
from expertise.texts import text
from expertise.verifications import Verification

Kind = Literal["phone", "chat", "mail", "form", "forum", "site"]

_WEB = re.compile(r"https://[\w-]+(\.[\w-]+)+(/\S*)?")
_ADDRESSES: Mapping[str, re.Pattern[str]] = {
    "phone": re.compile(r"tel:\d{3,}"),
    "chat": _WEB,
    "mail": re.compile(r"mailto:[\w.-]+@[\w-]+(\.[\w-]+)+"),
    "form": _WEB,
    "forum": _WEB,
    "site": _WEB,
}
_FIELDS = ("kind", "label", "href", "note", "hours", "formerly", *EVIDENCE)
_HOURS = ("slots", "holidays")
# Every number of this range costs money, so that is said without anybody having to think of it.
_CHARGED = "tel:0900"


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
class Hours:
    """Opening hours with their evidence."""

    opening: OpeningHours
    evidence: Evidence

    def sentence(self, at: datetime, language: Language) -> str:
        return self.evidence.dated(opening_sentence(self.opening, at, language), language)


@dataclass(frozen=True)
class ContactLine:
    """A line as the content holds it, with the newest verification that counts for it."""

    kind: Kind
    label: Localized
    href: str
    evidence: Evidence
    note: Localized | None = None
    hours: Hours | None = None
    formerly: tuple[str, ...] = ()
    checked: Verification | None = None

    @property
    def is_charged(self) -> bool:
        """Whether calling costs money."""
        return self.href.startswith(_CHARGED)

    def after(self, checked: Verification | None) -> ContactLine:
        """The line as it stands since somebody tried it."""
        if checked is None or checked.on.isoformat() < self.evidence.verified:
            # Whoever marked the content later knew more.
            return self
        evidence = replace(
            self.evidence,
            confidence="A" if checked.outcome == "works" else "X",
            verified=checked.on.isoformat(),
        )
        return replace(self, evidence=evidence, checked=checked)

    def at(self, at: datetime, language: Language, hours: str | None = None) -> Contact:
        """The line as it is handed out now; `hours` are those of its party, if worth saying."""
        facts = [self.note.in_(language)] if self.note else []
        if self.is_charged:
            facts.append(text("contact.charged", language))
        own = self.hours if self.hours and self.hours.evidence.shown else None
        if own and own.evidence == self.evidence:
            # One year is said once.
            facts.append(opening_sentence(own.opening, at, language))
            own = None
        said = self.evidence.dated(". ".join(facts), language)
        when = own.sentence(at, language) if own else None
        note = ". ".join(part.removesuffix(".") for part in (said, when, hours) if part)
        return Contact(self.kind, self.label.in_(language), self.href, note or None)


def hours_with_evidence(raw: Mapping[str, Any], file: str, key: str, evidence: Evidence) -> Hours:
    """Opening hours; `holidays` has to be said, because nobody should have to guess it."""
    slots = raw.get("slots")
    if raw.get("holidays") not in ("open", "closed"):
        raise ContentError(file, key, "does not say whether it is open on holidays")
    if not isinstance(slots, Mapping) or not slots:
        raise ContentError(file, key, "has no slots")
    try:
        opening = hours_from(slots, closed_on_holidays=raw["holidays"] == "closed")
    except HoursError as error:
        raise ContentError(file, key, str(error)) from error
    return Hours(opening, evidence)


def hours_of_party(raw: object, file: str, key: str) -> Hours:
    """The opening hours of a party, which carry evidence of their own."""
    fields = fields_of(raw, (*_HOURS, *EVIDENCE), file, key)
    return hours_with_evidence(fields, file, key, evidence_from(fields, file, key))


def line_from(raw: object, file: str, key: str) -> ContactLine:
    """One contact line of a party; its own hours share its evidence."""
    fields = fields_of(raw, _FIELDS, file, key)
    kind: Any = fields.get("kind")
    href = fields.get("href")
    if kind not in _ADDRESSES or not _is_address(kind, href):
        raise ContentError(file, key, f"is no {', '.join(_ADDRESSES)}: {kind!r} {href!r}")
    evidence = evidence_from(fields, file, key)
    hours = fields_of(fields.get("hours", {}), _HOURS, file, f"{key}.hours")
    return ContactLine(
        kind=kind,
        label=localized(fields.get("label"), file, f"{key}.label"),
        href=fields["href"],
        evidence=evidence,
        note=localized(fields["note"], file, f"{key}.note") if "note" in fields else None,
        hours=hours_with_evidence(hours, file, f"{key}.hours", evidence) if hours else None,
        formerly=_formerly(fields, kind, file, key),
    )


def _formerly(raw: Mapping[str, Any], kind: str, file: str, key: str) -> tuple[str, ...]:
    """Where the line was before, so that old verifications still name something."""
    addresses = listed(raw.get("formerly", []), file, f"{key}.formerly")
    for href in addresses:
        if not _is_address(kind, href) or href == raw["href"]:
            raise ContentError(file, f"{key}.formerly", f"is no other {kind}: {href!r}")
    return tuple(addresses)


def _is_address(kind: str, href: object) -> bool:
    return isinstance(href, str) and bool(_ADDRESSES[kind].fullmatch(href))
