"""The replies that a team may begin with, and the values that any canned reply may ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from expertise.languages import LANGUAGES, Language, Localized
from expertise.source import ContentError, load, localized

# The counsellor's name, the team's, and when somebody will be there: nothing of the reporter.
PLACEHOLDERS: Final = ("name", "team", "roster")
_FILE: Final = "canned.yml"
_PLACE: Final = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True)
class Canned:
    """A reply in every language; `short` is what is typed after the stroke."""

    id: str
    short: Localized
    text: Localized


def starting_set() -> tuple[Canned, ...]:
    """The reviewed replies, in the order in which a talk needs them."""
    return _starting_set()


def unknown_placeholder(text: str) -> str | None:
    """The first value that a text asks for and that there is not."""
    asked = (found[1] for found in _PLACE.finditer(text))
    return next((name for name in asked if name not in PLACEHOLDERS), None)


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its values; what stands in a value is never taken for a place again."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def canned_from(raw: Mapping[str, Any], file: str = _FILE) -> tuple[Canned, ...]:
    """Checks that every reply has its words and a short name of its own in every language."""
    replies = tuple(
        Canned(
            id=name,
            short=localized(fields.get("short"), file, f"{name}.short"),
            text=localized(fields.get("text"), file, f"{name}.text"),
        )
        for name, fields in raw.items()
    )
    for language in LANGUAGES:
        _check_names(replies, language, file)
    return replies


def _check_names(replies: tuple[Canned, ...], language: Language, file: str) -> None:
    seen: set[str] = set()
    for reply in replies:
        short = reply.short.in_(language)
        if short in seen:
            raise ContentError(file, reply.id, f"has the short name of another: {short}")
        seen.add(short)
        if (unknown := unknown_placeholder(reply.text.in_(language))) is not None:
            raise ContentError(file, reply.id, f"asks for an unknown value: {unknown}")


@cache
def _starting_set() -> tuple[Canned, ...]:
    return canned_from(load(_FILE))
