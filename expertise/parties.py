"""Who can help: people in school, help lines and formal bodies, and whom each of them is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from expertise.contacts import (
    ContactLine,
    Evidence,
    Hours,
    evidence_from,
    hours_with_evidence,
    line_from,
)
from expertise.languages import LANGUAGES, Language, Localized
from expertise.source import ContentError, load_folder, localized
from expertise.texts import text
from expertise.themes import THEMES

ROLES = ("pupil", "parent", "staff", "unknown")
SECTORS = ("po", "vo", "mbo")


@dataclass(frozen=True)
class Anonymity:
    """What a party says about names, with its evidence."""

    words: Localized
    evidence: Evidence


@dataclass(frozen=True)
class Party:
    """Somebody who can help, with what they can and cannot do."""

    id: str
    name: Localized
    why: Localized
    can: tuple[Localized, ...]
    cannot: tuple[Localized, ...]
    roles: frozenset[str]
    sectors: frozenset[str]
    themes: frozenset[str]
    ages: tuple[int, int] | None
    contacts: tuple[ContactLine, ...]
    hours: Hours | None
    anonymity: Anonymity | None
    local: bool
    crisis: bool
    complaint: bool

    def shown_contacts(self) -> tuple[ContactLine, ...]:
        """The lines that were verified well enough to hand out."""
        return tuple(line for line in self.contacts if line.evidence.shown)

    def is_reachable(self) -> bool:
        """Whether there is any way to this party that may be shown."""
        return self.local or bool(self.shown_contacts())

    def serves(self, role: str, sector: str) -> bool:
        """Whether this party is there for somebody; unknown is never the one who fits."""
        if role not in self.roles:
            return False
        if sector == "unknown":
            return len(self.sectors) > 1
        return sector in self.sectors

    def is_open(self, at: datetime) -> bool | None:
        """Whether they answer now; None when that was not verified."""
        if self.hours is None or not self.hours.evidence.shown:
            return None
        return self.hours.opening.is_open(at)

    def next_change(self, at: datetime) -> datetime | None:
        """When they next open or close; None when they do not, or nobody verified it."""
        if self.hours is None or not self.hours.evidence.shown:
            return None
        return self.hours.opening.next_change(at)

    def opening(self, at: datetime, language: Language) -> str:
        """When they answer, in one sentence."""
        if self.hours and self.hours.evidence.shown:
            return self.hours.sentence(at, language)
        if self.local:
            return text("hours.local", language)
        only_site = all(line.kind == "site" for line in self.shown_contacts())
        return text("hours.site" if only_site else "hours.unknown", language)

    def anonymous(self, language: Language) -> str | None:
        """What they say about names, if that was verified."""
        if self.anonymity is None or not self.anonymity.evidence.shown:
            return None
        return self.anonymity.evidence.dated(self.anonymity.words.in_(language), language)


def parties() -> Mapping[str, Party]:
    """Every party there is, by id."""
    return _parties()


def parties_from(raw: Mapping[str, Any], file: str) -> dict[str, Party]:
    """The parties of one file, checked."""
    return {party_id: _party(party_id, fields, file) for party_id, fields in raw.items()}


def _party(party_id: str, raw: Mapping[str, Any], file: str) -> Party:
    lines = raw.get("contacts", ())
    party = Party(
        id=party_id,
        name=localized(raw.get("name"), file, f"{party_id}.name"),
        why=localized(raw.get("why"), file, f"{party_id}.why"),
        can=_sentences(raw, "can", file, party_id),
        cannot=_sentences(raw, "cannot", file, party_id),
        roles=_subset(raw.get("roles", ()), ROLES, file, f"{party_id}.roles"),
        sectors=_subset(raw.get("sectors", SECTORS), SECTORS, file, f"{party_id}.sectors"),
        themes=_subset(raw.get("themes", THEMES), THEMES, file, f"{party_id}.themes"),
        ages=tuple(raw["ages"]) if "ages" in raw else None,
        contacts=tuple(
            line_from(line, file, f"{party_id}.contacts.{index}")
            for index, line in enumerate(lines)
        ),
        hours=_hours(raw, file, party_id),
        anonymity=_anonymity(raw, file, party_id),
        local=raw.get("local", False),
        crisis=raw.get("crisis", False),
        complaint=raw.get("complaint", False),
    )
    if party.crisis and not any(line.kind == "phone" for line in party.shown_contacts()):
        raise ContentError(file, party_id, "is a crisis line without a verified number")
    return party


def _sentences(
    raw: Mapping[str, Any], field: str, file: str, party_id: str
) -> tuple[Localized, ...]:
    sentences = raw.get(field, ())
    if not sentences:
        raise ContentError(file, f"{party_id}.{field}", "says nothing")
    return tuple(
        localized(sentence, file, f"{party_id}.{field}.{index}")
        for index, sentence in enumerate(sentences)
    )


def _subset(names: Sequence[str], known: Sequence[str], file: str, key: str) -> frozenset[str]:
    if not names or set(names) - set(known):
        raise ContentError(file, key, f"names {sorted(names)}, known are {list(known)}")
    return frozenset(names)


def _hours(raw: Mapping[str, Any], file: str, party_id: str) -> Hours | None:
    if "hours" not in raw:
        return None
    key = f"{party_id}.hours"
    evidence = evidence_from(raw["hours"], file, key)
    return hours_with_evidence(raw["hours"], file, key, evidence)


def _anonymity(raw: Mapping[str, Any], file: str, party_id: str) -> Anonymity | None:
    if "anonymous" not in raw:
        return None
    key = f"{party_id}.anonymous"
    fields = raw["anonymous"]
    words = {language: fields.get(language) for language in LANGUAGES}
    return Anonymity(localized(words, file, key), evidence_from(fields, file, key))


@cache
def _parties() -> Mapping[str, Party]:
    found: dict[str, Party] = {}
    for file, raw in load_folder("parties"):
        for party_id in raw.keys() & found.keys():
            raise ContentError(file, party_id, "stands in another file too")
        found |= parties_from(raw, file)
    return MappingProxyType(found)
