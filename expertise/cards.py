"""The fixed cards that the safety check shows, and the numbers that always stand in one place.

They need no engine and no database. Their words are reviewed; nothing in them is put together
from what somebody typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from expertise.contacts import Contact, ContactLine
from expertise.languages import Language, Localized
from expertise.parties import Party, parties
from expertise.safety import RISK_TYPES
from expertise.schema import fields_of, listed, sentences
from expertise.source import WHOLE_FILE, ContentError, load, localized

_FILE = "cards.yml"
_SECTIONS = ("numbers", "by_risk", "cards")
_RISKS = ("acute", "concern")
_GENERAL = "general"


@dataclass(frozen=True)
class Card:
    """A card as it is shown."""

    id: str
    title: str
    lines: tuple[str, ...]
    contacts: tuple[Contact, ...]

    def as_payload(self) -> dict[str, Any]:
        return {
            "kind": "card",
            "id": self.id,
            "title": self.title,
            "lines": list(self.lines),
            "contacts": [contact.as_payload() for contact in self.contacts],
        }


@dataclass(frozen=True)
class _Line:
    """A contact line, with the party whose hours it keeps."""

    party: Party
    contact: ContactLine

    def at(self, at: datetime, language: Language) -> Contact:
        closes = self.contact.hours is None and self.party.next_change(at) is not None
        hours = self.party.opening(at, language) if closes else None
        return self.contact.at(at, language, hours)


@dataclass(frozen=True)
class _Card:
    title: Localized
    lines: tuple[Localized, ...]
    contacts: tuple[_Line, ...]


@dataclass(frozen=True)
class _Number:
    line: ContactLine
    note: Localized


@dataclass(frozen=True)
class _Deck:
    cards: Mapping[str, _Card]
    by_risk: Mapping[str, Mapping[str, str]]
    numbers: tuple[_Number, ...]


def card(card_id: str, language: Language, at: datetime) -> Card:
    """A card, with what is open at this moment."""
    content = _deck().cards[card_id]
    return Card(
        id=card_id,
        title=content.title.in_(language),
        lines=tuple(line.in_(language) for line in content.lines),
        contacts=tuple(line.at(at, language) for line in content.contacts),
    )


def card_ids() -> tuple[str, ...]:
    """Every card there is."""
    return tuple(_deck().cards)


def for_risk(risk: str, risk_types: Iterable[str]) -> tuple[str, ...]:
    """The cards that a risk calls for, the most urgent first; none without a risk."""
    if risk not in _RISKS:
        return ()
    by_type = _deck().by_risk[risk]
    types = set(risk_types)
    found = dict.fromkeys(by_type[name] for name in by_type if name in types)
    return tuple(found) or (by_type[_GENERAL],)


def NUMBERS(language: Language) -> tuple[Contact, ...]:  # noqa: N802
    """The four numbers that every screen shows: written like the constant that it is."""
    return tuple(
        Contact(
            kind=number.line.kind,
            label=number.line.label.in_(language),
            href=number.line.href,
            note=number.note.in_(language),
        )
        for number in _deck().numbers
    )


def deck_from(raw: Mapping[str, Any], known: Mapping[str, Party], file: str = _FILE) -> _Deck:
    """Checks that every card has its words and only numbers that may be handed out."""
    for section in fields_of(raw, _SECTIONS, file, WHOLE_FILE).keys() ^ set(_SECTIONS):
        raise ContentError(file, section, "is missing")
    cards = {
        card_id: _card(fields, known, file, f"cards.{card_id}")
        for card_id, fields in raw["cards"].items()
    }
    return _Deck(
        cards=cards,
        by_risk={risk: _by_risk(raw["by_risk"].get(risk), risk, cards, file) for risk in _RISKS},
        numbers=tuple(
            _number(number, known, file, f"numbers.{index}")
            for index, number in enumerate(listed(raw["numbers"], file, "numbers"))
        ),
    )


def _by_risk(given: object, risk: str, cards: Mapping[str, _Card], file: str) -> Mapping[str, str]:
    by_type = fields_of(given, (*RISK_TYPES, _GENERAL), file, f"by_risk.{risk}")
    for kind, card_id in by_type.items():
        if card_id not in cards:
            raise ContentError(file, f"by_risk.{risk}.{kind}", f"is no card: {card_id}")
    if _GENERAL not in by_type:
        raise ContentError(file, f"by_risk.{risk}", "has no card for a risk of no known kind")
    return by_type


def _number(given: object, known: Mapping[str, Party], file: str, key: str) -> _Number:
    raw = fields_of(given, ("line", "note"), file, key)
    return _Number(
        line=_line(raw.get("line"), known, file, key).contact,
        note=localized(raw.get("note"), file, f"{key}.note"),
    )


def _card(given: object, known: Mapping[str, Party], file: str, key: str) -> _Card:
    raw = fields_of(given, ("title", "lines", "contacts"), file, key)
    if not raw.get("lines") or not raw.get("contacts"):
        raise ContentError(file, key, "has no words or no contact")
    return _Card(
        title=localized(raw.get("title"), file, f"{key}.title"),
        lines=sentences(raw["lines"], file, f"{key}.lines"),
        contacts=tuple(
            _line(name, known, file, f"{key}.contacts.{index}")
            for index, name in enumerate(listed(raw["contacts"], file, f"{key}.contacts"))
        ),
    )


def _line(name: object, known: Mapping[str, Party], file: str, key: str) -> _Line:
    """Looks up "party/kind"; a line that was not verified is as good as none."""
    party_id, _, kind = str(name).partition("/")
    if party_id not in known:
        raise ContentError(file, key, f"names an unknown party: {party_id}")
    for line in known[party_id].shown_contacts():
        if line.kind == kind:
            return _Line(known[party_id], line)
    raise ContentError(file, key, f"has no verified contact {name}")


@cache
def _deck() -> _Deck:
    return deck_from(load(_FILE), parties())
