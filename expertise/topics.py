"""The sub-themes: what exactly it is about, within the eleven themes.

A route, a count and a register need more than the theme: a nude picture goes to other people than
gossip does. `content/topics.yml` has the study's sub-themes with the category under which the
Inspectorate would count them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from expertise.ladder import NOTHING, rungs
from expertise.languages import Language, Localized
from expertise.schema import fields_of
from expertise.source import ContentError, load, localized
from expertise.themes import THEMES

_FILE = "topics.yml"

STUDY_THEMES = (
    "PEST",
    "ONLINE",
    "GEWELD",
    "LHBTI",
    "DISC",
    "SEKS-L",
    "SEKS-P",
    "SEKS-A",
    "NAAKT",
    "THUIS",
    "PERSONEEL",
    "STAF",
    "RAD",
    "VAST",
    "THUISZIT",
    "ZELF",
    "DADER",
)

CATEGORIES = (
    "psychisch",
    "fysiek",
    "seksuele_intimidatie",
    "seksueel_misbruik",
    "discriminatie",
    "radicalisering",
    "none",
)


@dataclass(frozen=True)
class Topic:
    """One sub-theme; `study` are the themes of the domain study that it is a part of.

    `tried` is the rung that somebody must have reached to tell of it: a complaint that is running
    lies with a committee.
    """

    id: str
    themes: tuple[str, ...]
    study: tuple[str, ...]
    category: str
    label: Localized
    tried: str


def topics() -> Mapping[str, Topic]:
    """All sub-themes, those on which a route turns first."""
    return _topics()


def topic_label(topic: str, language: Language) -> str:
    """What stands on the button of a sub-theme."""
    return topics()[topic].label.in_(language)


def topics_from(raw: Mapping[str, Any], file: str = _FILE) -> dict[str, Topic]:
    """Checks that every sub-theme belongs somewhere and can be shown and counted."""
    return {name: _topic(name, fields, file) for name, fields in raw.items()}


def _topic(name: str, given: object, file: str) -> Topic:
    raw = fields_of(given, ("themes", "study", "category", "label", "tried"), file, name)
    if raw.get("tried", NOTHING) not in rungs():
        raise ContentError(file, f"{name}.tried", f"is no rung: {raw['tried']!r}")
    if raw.get("category") not in CATEGORIES:
        raise ContentError(file, f"{name}.category", f"is no category: {raw.get('category')!r}")
    return Topic(
        id=name,
        themes=_some_of(THEMES, raw.get("themes"), file, f"{name}.themes"),
        study=_some_of(STUDY_THEMES, raw.get("study"), file, f"{name}.study"),
        category=raw["category"],
        label=localized(raw.get("label"), file, f"{name}.label"),
        tried=raw.get("tried", NOTHING),
    )


def _some_of(known: Sequence[str], raw: object, file: str, key: str) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw:
        raise ContentError(file, key, "names none")
    for each in raw:
        if each not in known:
            raise ContentError(file, key, f"names an unknown one: {each!r}")
    return tuple(raw)


@cache
def _topics() -> Mapping[str, Topic]:
    return topics_from(load(_FILE))
