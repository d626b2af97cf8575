"""Walks the reviewed content as reviewers see it: every text, in every language, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from expertise.source import CONTENT, load

# Counsellors read these; the rules for a child's eyes are not theirs.
_FOR_COUNSELLORS = "texts/console"
# Patterns the safety rules look for, not words anybody is shown.
_NOT_SHOWN = {"safety.yml"}


class Text(NamedTuple):
    """One text somebody may read."""

    place: str
    language: str
    words: str


def shown_to_reporters() -> list[Text]:
    """Every text that a reporter may read."""
    return [
        text
        for path in sorted(CONTENT.rglob("*.yml"))
        if (file := path.relative_to(CONTENT).as_posix()) not in _NOT_SHOWN
        and not file.startswith(_FOR_COUNSELLORS)
        for text in _texts(load(file), file)
    ]


def sentences(words: str) -> list[str]:
    """A text cut where a reader takes breath."""
    return [part for part in re.split(r"(?<=[.?!:…])\s+|\n", words) if part.strip()]


def _texts(raw: Any, place: str) -> Iterator[Text]:
    if isinstance(raw, dict):
        for key, value in raw.items():
            if key in ("nl", "a2", "en") and isinstance(value, str):
                yield Text(place, key, value)
            else:
                yield from _texts(value, f"{place}:{key}")
    elif isinstance(raw, list):
        for index, value in enumerate(raw):
            yield from _texts(value, f"{place}.{index}")
