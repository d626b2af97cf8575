"""Makes a lexicon of the rules in `content/details.yml`, and says what is wrong with them.

The rules are many and are changed by people who do not read Python, so a mistake stops the program
at its start with the place where it stands, instead of leaving a rule that never applies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from expertise.lexicon import Lexicon
from expertise.patterns import PatternError, are_readable
from expertise.source import ContentError

_SECTIONS = ("numbers", "lists", "idioms", "everywhere", "blockers", "spelling", "rules")
_OF_RULE = frozenset({"id", "says", "unless", "beside", "despite", "patterns"})
_OF_BLOCKER = frozenset({"before", "after", "in_clause", "patterns"})


def detail_lexicon(
    raw: Mapping[str, Any],
    spelling: Mapping[str, Any],
    values: Mapping[str, Sequence[str]],
    file: str,
) -> Lexicon:
    """The rules, as they may be used; `spelling` is added to that of the file itself."""
    for section in _SECTIONS:
        if section not in raw:
            raise ContentError(file, section, "is missing")
    for key, problem in _mistakes(raw, values):
        raise ContentError(file, key, problem)
    try:
        return Lexicon(_content(raw, spelling))
    except PatternError as error:
        raise ContentError(file, _place(raw), str(error)) from error


def _content(raw: Mapping[str, Any], spelling: Mapping[str, Any]) -> Mapping[str, Any]:
    """The content as `Lexicon` reads it, in which a detail is what a kind of risk is elsewhere."""
    own = raw["spelling"]
    return {
        **raw,
        "rules": [
            {
                **rule,
                "risk": "none",
                "types": rule["says"],
                "cards": (),
                "unless": (*rule.get("unless", ()), *_everywhere(raw, rule)),
            }
            for rule in raw["rules"]
        ],
        "spelling": {
            "variants": _joined(spelling["variants"], own["variants"]),
            "glued": f"{spelling['glued']} {own['glued']}",
        },
    }


def _everywhere(raw: Mapping[str, Any], rule: Mapping[str, Any]) -> list[str]:
    """The blockers of every rule, without those that this one applies despite."""
    return [name for name in raw["everywhere"] if name not in rule.get("despite", ())]


def _joined(one: Mapping[str, str], other: Mapping[str, str]) -> Mapping[str, str]:
    return {word: f"{one.get(word, '')} {other.get(word, '')}" for word in {**one, **other}}


def _mistakes(
    raw: Mapping[str, Any], values: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    known = {f"{field}.{value}" for field, codes in values.items() for value in codes}
    blockers = raw["blockers"]
    for name, blocker in blockers.items():
        if blocker.keys() != _OF_BLOCKER:
            yield f"blockers.{name}", f"has other fields than {sorted(_OF_BLOCKER)}"
    for name in raw["everywhere"]:
        if name not in blockers:
            yield "everywhere", f"names an unknown blocker: {name}"
    seen = set()
    for number, rule in enumerate(raw["rules"]):
        place = rule.get("id", f"rules.{number}")
        if place in seen or "id" not in rule:
            yield place, "has no id of its own"
        seen.add(place)
        names = {
            "says": known,
            "beside": known,
            "unless": set(blockers),
            "despite": set(raw["everywhere"]),
        }
        yield from ((f"{place}.{key}", what) for key, what in _mistakes_of(rule, names))


def _mistakes_of(
    rule: Mapping[str, Any], names: Mapping[str, set[str]]
) -> Iterator[tuple[str, str]]:
    for key in sorted(rule.keys() - _OF_RULE):
        yield key, "is no field of a rule"
    for key in ("says", "patterns"):
        if not rule.get(key):
            yield key, "names none"
    for key, possible in names.items():
        for name in rule.get(key, ()):
            if name not in possible:
                yield key, f"names an unknown one: {name}"


def _place(raw: Mapping[str, Any]) -> str:
    """Where the pattern stands that cannot be read."""
    groups = [("idioms", raw["idioms"])]
    groups += [(f"blockers.{name}", each["patterns"]) for name, each in raw["blockers"].items()]
    groups += [(rule["id"], rule["patterns"]) for rule in raw["rules"]]
    return next(place for place, texts in groups if not are_readable(texts, raw["lists"]))
