"""The three languages of everything a reporter reads.

`a2` is Dutch in short sentences, for pupils and for readers to whom Dutch is new.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["nl", "a2", "en"]

LANGUAGES: tuple[Language, ...] = get_args(Language)


class UnknownLanguage(ValueError):
    """Asked for a language that Vertelmaar does not speak."""


@dataclass(frozen=True)
class Localized:
    """One text in every language: there is no such thing as a text that lacks one."""

    nl: str
    a2: str
    en: str

    def in_(self, language: Language) -> str:
        """The text in exactly this language; no other one steps in silently."""
        if language not in LANGUAGES:
            raise UnknownLanguage(f"unknown language: {language!r}")
        text: str = getattr(self, language)
        return text
