"""Checks the shape of what a content file holds: nothing unknown, nothing that says nothing.

A misspelt field would be a fact that nobody ever reads, so it stops the program at its start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from expertise.languages import Localized
from expertise.source import WHOLE_FILE, ContentError, localized


def fields_of(raw: object, known: Iterable[str], file: str, key: str) -> Mapping[str, Any]:
    """The fields of a mapping, each of which has a name that means something here."""
    if not isinstance(raw, Mapping):
        raise ContentError(file, key, "is not a mapping")
    if unknown := sorted(str(name) for name in raw.keys() - set(known)):
        at = unknown[0] if key == WHOLE_FILE else f"{key}.{unknown[0]}"
        raise ContentError(file, key, f"has unknown fields: {', '.join(unknown)}", at=at)
    return raw


def listed(raw: object, file: str, key: str) -> Sequence[Any]:
    """The entries of a list."""
    if not isinstance(raw, list):
        raise ContentError(file, key, "is not a list")
    return raw


def subset(raw: object, known: Sequence[str], file: str, key: str) -> frozenset[str]:
    """Some of the known names, at least one."""
    names = listed(raw, file, key)
    if not names or any(name not in known for name in names):
        raise ContentError(file, key, f"names {sorted(map(str, names))}, known are {list(known)}")
    return frozenset(names)


def sentences(raw: object, file: str, key: str) -> tuple[Localized, ...]:
    """Sentences in every language, at least one."""
    said = listed(raw, file, key) if raw else ()
    if not said:
        raise ContentError(file, key, "says nothing")
    return tuple(localized(sentence, file, f"{key}.{index}") for index, sentence in enumerate(said))


def flag(raw: Mapping[str, Any], name: str, file: str, key: str) -> bool:
    """Yes or no; no where nothing stands."""
    value = raw.get(name, False)
    if not isinstance(value, bool):
        raise ContentError(file, f"{key}.{name}", f"is neither true nor false: {value!r}")
    return value
