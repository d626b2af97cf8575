"""Who can be called, for whoever would rather hear a human than read on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from expertise.contacts import Contact, ContactLine
from expertise.evidence import Evidence
from expertise.hours import opening_sentence
from expertise.languages import Language
from expertise.parties import Party, parties

# In this order; whoever is open comes before whoever is closed.
_CALLED: Final = ("kindertelefoon", "luisterlijn", "oo", "sv", "113", "veiligthuis", "vi")
_SHOWN: Final = 5


@dataclass(frozen=True)
class Line:
    """A telephone line, with what it is for."""

    id: str
    name: str
    why: str
    contact: Contact


def lines(role: str, at: datetime, language: Language) -> tuple[Line, ...]:
    """The lines for a role, those who answer now first; for a role unknown, for anybody."""
    there = [party for name in _CALLED if _is_for(party := parties()[name], role)]
    there.sort(key=lambda party: party.is_open(at) is not True)
    found = (line for party in there for line in _phones(party, at, language))
    return tuple(found)[:_SHOWN]


def _is_for(party: Party, role: str) -> bool:
    # Who does not say who they are is shown the lines for everybody, not those for staff alone.
    return role in party.roles or (role == "unknown" and "parent" in party.roles)


def _phones(party: Party, at: datetime, language: Language) -> Iterator[Line]:
    for line in party.shown_contacts():
        if line.kind == "phone":
            yield Line(
                party.id,
                party.name.in_(language),
                party.why.in_(language),
                line.at(at, language, _hours(party, line, at, language)),
            )


def _hours(party: Party, line: ContactLine, at: datetime, language: Language) -> str:
    """When they answer; the year of what is known is said once, with the number."""
    known = party.hours
    if known and known.evidence.shown and _said_together(known.evidence, line.evidence):
        return opening_sentence(known.opening, at, language)
    return party.opening(at, language)


def _said_together(one: Evidence, other: Evidence) -> bool:
    return (one.confidence, one.verified) == (other.confidence, other.verified)
