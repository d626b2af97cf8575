"""Rights and duties per role, and what every rung of the ladder asks of somebody.

Law is told wrongly more easily than anything else here, so every statement carries its source and
its date, what is not yet law stands apart, and what nobody verified does not load at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from expertise.evidence import EVIDENCE, Fact, fact_from
from expertise.ladder import NOTHING, rungs
from expertise.languages import LANGUAGES, Localized
from expertise.schema import fields_of, listed
from expertise.source import ContentError, load, localized

PEOPLE = ("pupil", "parent", "staff", "school")

_FILE = "rights.yml"
_RUNG = ("decides", "long", "binding", "named")


@dataclass(frozen=True)
class Standing:
    """What somebody may, and what they have to."""

    rights: tuple[Fact, ...]
    duties: tuple[Fact, ...]


@dataclass(frozen=True)
class Secrecy:
    """What one kind of person does with what they are told."""

    who: Localized
    fact: Fact


@dataclass(frozen=True)
class RungTerms:
    """Who decides on a rung, how long that takes, whether it binds, and whether names are known."""

    decides: Localized
    long: Localized
    binding: Localized
    named: Localized


@dataclass(frozen=True)
class Rights:
    """All that is said of rights and duties."""

    people: Mapping[str, Standing]
    planned: tuple[Fact, ...]
    secrecy: tuple[Secrecy, ...]
    ladder: Mapping[str, RungTerms]


def rights() -> Rights:
    """The reviewed content."""
    return _rights()


def rights_from(raw: Mapping[str, Any], file: str = _FILE) -> Rights:
    """Checks that everybody has something, and that every statement was verified."""
    people = fields_of(raw["people"], PEOPLE, file, "people")
    secrecy = listed(raw["secrecy"], file, "secrecy")
    return Rights(
        people={who: _standing(people.get(who), file, f"people.{who}") for who in PEOPLE},
        planned=_facts(raw["planned"], file, "planned"),
        secrecy=tuple(_secrecy(row, file, f"secrecy.{at}") for at, row in enumerate(secrecy)),
        ladder=_ladder(raw["ladder"], file),
    )


def verified_fact(raw: object, file: str, key: str) -> Fact:
    """A statement that may be shown; any other has no place in a reviewed file."""
    fact = fact_from(raw, file, key)
    if not fact.evidence.shown:
        raise ContentError(file, key, f"was not verified: {fact.evidence.confidence}")
    return fact


def _standing(given: object, file: str, key: str) -> Standing:
    raw = fields_of(given, ("rights", "duties"), file, key)
    if not raw:
        raise ContentError(file, key, "says nothing")
    return Standing(
        rights=_facts(raw.get("rights", []), file, f"{key}.rights"),
        duties=_facts(raw.get("duties", []), file, f"{key}.duties"),
    )


def _facts(raw: object, file: str, key: str) -> tuple[Fact, ...]:
    return tuple(
        verified_fact(fact, file, f"{key}.{index}")
        for index, fact in enumerate(listed(raw, file, key))
    )


def _secrecy(given: object, file: str, key: str) -> Secrecy:
    raw = fields_of(given, ("who", *LANGUAGES, *EVIDENCE), file, key)
    said = {name: value for name, value in raw.items() if name != "who"}
    return Secrecy(localized(raw.get("who"), file, f"{key}.who"), verified_fact(said, file, key))


def _ladder(given: object, file: str) -> Mapping[str, RungTerms]:
    climbed = [name for name in rungs() if name != NOTHING]
    raw = fields_of(given, climbed, file, "ladder")
    return {name: _terms(raw.get(name), file, f"ladder.{name}") for name in climbed}


def _terms(given: object, file: str, key: str) -> RungTerms:
    raw = fields_of(given, _RUNG, file, key)
    return RungTerms(**{name: localized(raw.get(name), file, f"{key}.{name}") for name in _RUNG})


@cache
def _rights() -> Rights:
    return rights_from(load(_FILE))
