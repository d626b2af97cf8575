"""Numbers and sites inside sentences: what stands there has to be verified like any other line.

A line that turns out to be wrong is no longer shown with its party. Without this it would still be
said, in a sentence that nobody thought of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from expertise.languages import LANGUAGES
from expertise.party import Party
from expertise.source import ContentError

_NUMBER = re.compile(r"\b0\d{2,3}[-\s](?:\d[\s-]?)*\d")
_SITE = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:nl|info)\b")
# Lines that wait for somebody to try them have labels too, which are shown to nobody.
_LINES = "contacts"


def check_said(raw: Mapping[str, Any], known: Mapping[str, Party], file: str) -> None:
    """Refuses a sentence with a number or a site that no party may be reached by."""
    lines = [line for party in known.values() for line in party.shown_contacts()]
    numbers = {_digits(line.href) for line in lines if line.kind == "phone"}
    addresses = " ".join(line.href for line in lines)
    for key, sentence in sentences_of(raw):
        wrong = [found for found in _NUMBER.findall(sentence) if _digits(found) not in numbers]
        wrong += [found for found in _SITE.findall(sentence) if found not in addresses]
        if wrong:
            raise ContentError(file, key, f"says {wrong[0]}, which nobody has verified")


def sentences_of(raw: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence that somebody may read, with its key."""
    if isinstance(raw, list):
        raw = {str(index): each for index, each in enumerate(raw)}
    if isinstance(raw, dict):
        for name, value in raw.items():
            place = f"{key}.{name}" if key else name
            if name in LANGUAGES and isinstance(value, str):
                yield place, value
            elif name != _LINES:
                yield from sentences_of(value, place)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
