"""The wayfinder's questions as the content holds them, checked when they are loaded."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from expertise.ladder import rungs
from expertise.languages import LANGUAGES, Localized
from expertise.parties import ROLES, SECTORS
from expertise.route_rows import ALL_THEMES
from expertise.schema import fields_of, listed
from expertise.situations import NO_THEME, OFFENDERS, PERSPECTIVES, Situation
from expertise.source import WHOLE_FILE, ContentError, load, localized
from expertise.texts import keys
from expertise.themes import THEMES, theme_label
from expertise.topics import topics

_FILE = "wayfinder.yml"
_SLUG = re.compile(r"[a-z]+(-[a-z]+)*")
# What an answer may say; of everything else any value is possible.
_POSSIBLE: Mapping[str, Sequence[str]] = {
    "role": ROLES,
    "sector": (*SECTORS, "unknown"),
    "theme": ALL_THEMES,
    "offender": OFFENDERS,
    "perspective": PERSPECTIVES,
}

_KNOWN = tuple(field.name for field in fields(Situation))

NOTHING_KNOWN = Situation(theme=NO_THEME)

Conditions = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Answer:
    """An answer: what it is called in an address, and what it tells of a situation."""

    slug: str
    label: Localized
    sets: Mapping[str, Any]
    when: Conditions

    def is_for(self, situation: Situation) -> bool:
        """Whether it is among the answers for somebody."""
        rung = rungs().get(self.sets.get("tried", ""))
        there = rung is None or rung.is_for(situation.role, situation.sector)
        return there and _hold(self.when, situation)

    def fits(self, situation: Situation) -> bool:
        """Whether all that it tells is so."""
        return all(getattr(situation, name) == value for name, value in self.sets.items())

    @property
    def skips(self) -> bool:
        """Whether it tells nothing, so that whoever does not know can go on."""
        return self.fits(NOTHING_KNOWN)


@dataclass(frozen=True)
class Question:
    """One question; `short` names it beside its answer."""

    id: str
    short: Localized
    title: Localized
    hint: Localized | None
    answers: tuple[Answer, ...]
    when: Conditions

    def shown_to(self, situation: Situation) -> tuple[Answer, ...]:
        """The answers that somebody can choose from."""
        return tuple(answer for answer in self.answers if answer.is_for(situation))

    def is_for(self, situation: Situation) -> bool:
        """Whether there is anything to ask."""
        return _hold(self.when, situation) and len(self.shown_to(situation)) > 1


@dataclass(frozen=True)
class Urgent:
    """When which danger comes first."""

    kind: str
    when: Conditions

    def fits(self, situation: Situation) -> bool:
        return _hold(self.when, situation)


def questions() -> tuple[Question, ...]:
    """All questions, in the order in which they are asked."""
    return _content()[0]


def urgent_rows() -> tuple[Urgent, ...]:
    """Which danger comes first, the most urgent before the others."""
    return _content()[1]


def questions_from(raw: Mapping[str, Any], file: str = _FILE) -> tuple[Question, ...]:
    """Checks that every answer has its words, and an address and a meaning of its own."""
    return tuple(_question(name, raw[name], file, f"questions.{name}") for name in raw)


def urgent_from(raw: Sequence[Mapping[str, Any]], file: str = _FILE) -> tuple[Urgent, ...]:
    """Checks that there are words for every danger."""
    return tuple(_urgent(row, file, f"urgent.{index}") for index, row in enumerate(raw))


def _urgent(given: object, file: str, key: str) -> Urgent:
    row = fields_of(given, ("kind", "when"), file, key)
    if f"advice.concern.{row.get('kind')}" not in keys():
        raise ContentError(file, key, f"has no words for {row.get('kind')}")
    return Urgent(row["kind"], _conditions(row.get("when"), file, key))


def _question(name: str, given: object, file: str, key: str) -> Question:
    raw = fields_of(given, ("short", "title", "hint", "when", "answers"), file, key)
    if not isinstance(raw.get("answers"), dict):
        raise ContentError(file, key, "has no answers")
    answers = tuple(
        _answer(slug, answer, file, f"{key}.answers.{slug}")
        for slug, answer in raw["answers"].items()
    )
    if not any(answer.skips and not answer.when for answer in answers):
        raise ContentError(file, key, "cannot be skipped by everybody")
    return Question(
        id=name,
        short=localized(raw.get("short"), file, f"{key}.short"),
        title=localized(raw.get("title"), file, f"{key}.title"),
        hint=localized(raw["hint"], file, f"{key}.hint") if "hint" in raw else None,
        answers=answers,
        when=_conditions(raw.get("when", {}), file, key),
    )


def _answer(slug: str, given: object, file: str, key: str) -> Answer:
    raw = fields_of(given, ("sets", "when", "label"), file, key)
    if not _SLUG.fullmatch(slug):
        raise ContentError(file, key, "cannot stand in an address")
    if not isinstance(raw.get("sets"), dict):
        raise ContentError(file, key, "does not say what it sets")
    sets = {name: tuple(v) if isinstance(v, list) else v for name, v in raw["sets"].items()}
    for name, value in sets.items():
        _check(name, value, file, key)
    label = localized(raw["label"], file, key) if "label" in raw else _known_label(sets)
    if label is None:
        raise ContentError(file, key, "has no label")
    return Answer(slug, label, sets, _conditions(raw.get("when", {}), file, key))


def _known_label(sets: Mapping[str, Any]) -> Localized | None:
    """How the rung, the topic or the theme is called elsewhere."""
    if "tried" in sets:
        return rungs()[sets["tried"]].label
    if topic := topics().get(sets.get("topic", "")):
        return topic.label
    if sets.get("theme") in THEMES:
        return Localized(**{name: theme_label(sets["theme"], name) for name in LANGUAGES})
    return None


def _conditions(given: object, file: str, key: str) -> Conditions:
    raw = fields_of(given, _KNOWN, file, key)
    for name, values in raw.items():
        for value in listed(values, file, f"{key}.{name}"):
            _check(name, value, file, key)
    return {name: frozenset(values) for name, values in raw.items()}


def _check(name: str, value: object, file: str, key: str) -> None:
    if name not in _KNOWN:
        raise ContentError(file, key, f"tells what no situation has: {name}")
    by_content: Mapping[str, Collection[str]] = {"tried": rungs(), "topic": {"", *topics()}}
    possible = by_content.get(name) or _POSSIBLE.get(name)
    if possible is not None and value not in possible:
        raise ContentError(file, key, f"tells of an unknown {name}: {value!r}")


def _hold(conditions: Conditions, situation: Situation) -> bool:
    return all(getattr(situation, name) in wanted for name, wanted in conditions.items())


@cache
def _content() -> tuple[tuple[Question, ...], tuple[Urgent, ...]]:
    raw = fields_of(load(_FILE), ("questions", "urgent"), _FILE, WHOLE_FILE)
    return questions_from(raw["questions"]), urgent_from(raw["urgent"])
