"""Makes a lexicon of the rules in `content/safety.yml`, and says what is wrong with them.

A rule with a misspelt field would never be found in anything, and nobody would notice; so it stops
the program at its start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from expertise.lexicon import RISKS, Lexicon
from expertise.patterns import PatternError, are_readable
from expertise.schema import fields_of, listed
from expertise.source import ContentError

_SECTIONS = ("version", "lists", "blockers", "spelling", "idioms", "rules")
_OF_RULE = ("id", "risk", "types", "cards", "unless", "beside", "source", "patterns")
_OF_BLOCKER = frozenset({"before", "after", "in_clause", "patterns"})


def safety_lexicon(
    raw: Mapping[str, Any], types: Sequence[str], cards: Sequence[str], file: str
) -> Lexicon:
    """The rules, as they may be used; `types` and `cards` are those that a rule may name."""
    for section in _SECTIONS:
        if section not in raw:
            raise ContentError(file, section, "is missing")
    if not isinstance(raw["version"], date):
        raise ContentError(file, "version", "is no day")
    for name, blocker in raw["blockers"].items():
        if fields_of(blocker, _OF_BLOCKER, file, f"blockers.{name}").keys() != _OF_BLOCKER:
            raise ContentError(file, f"blockers.{name}", f"lacks one of {sorted(_OF_BLOCKER)}")
    names = {"types": types, "cards": cards, "beside": types, "unless": tuple(raw["blockers"])}
    seen: set[str] = set()
    for number, given in enumerate(listed(raw["rules"], file, "rules")):
        rule = fields_of(given, _OF_RULE, file, f"rules.{number}")
        for problem in _mistakes(rule, names, seen):
            raise ContentError(file, f"rules.{number}", problem)
        seen.add(rule["id"])
    try:
        return Lexicon(raw)
    except PatternError as error:
        raise ContentError(file, _place(raw), str(error)) from error


def _mistakes(
    rule: Mapping[str, Any], names: Mapping[str, Sequence[str]], seen: set[str]
) -> Iterator[str]:
    if not isinstance(rule.get("id"), str) or rule["id"] in seen:
        yield "has no id of its own"
    if rule.get("risk") not in RISKS:
        yield f"has an unknown risk: {rule.get('risk')!r}"
    if not rule.get("patterns"):
        yield "names no pattern"
    for field in ("types", "cards"):
        if field not in rule:
            yield f"does not say its {field}"
    for field, known in names.items():
        for name in rule.get(field, ()):
            if name not in known:
                yield f"names an unknown one under {field}: {name}"


def _place(raw: Mapping[str, Any]) -> str:
    """Where the pattern stands that cannot be read."""
    groups = {"idioms": raw["idioms"]}
    groups |= {
        f"blockers.{name}.patterns": each["patterns"] for name, each in raw["blockers"].items()
    }
    groups |= {f"rules.{at}.patterns": rule["patterns"] for at, rule in enumerate(raw["rules"])}
    places = (
        f"{place}.{at}"
        for place, texts in groups.items()
        for at, text in enumerate(texts)
        if not are_readable([text], raw["lists"])
    )
    return next(places, "lists")
