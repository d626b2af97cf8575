"""The note to take along: what a reporter chose to put in, so that nobody has to tell it all again.

Its words are the reporter's own and those of `content/texts/note.yml`; no name is added and nothing
is taken out. It is made to be read and changed before anybody else sees it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from expertise.languages import Language
from expertise.texts import text

# For whom it may be; for the last one it does not say so.
READERS = ("adult", "confidant", "inspector", "committee", "helper", "anybody")
ANYBODY = READERS[-1]
# What may stand in it, in this order.
PARTS = ("about", "since", "often", "where", "knows", "tried", "wish", "words")


class UnknownPart(ValueError):
    """A reader or a part that no note has."""


@dataclass(frozen=True)
class Note:
    """What goes on the paper: for whom, of which day, and the sentences of each part."""

    reader: str
    day: date
    parts: Mapping[str, tuple[str, ...]] = field(repr=False)

    def __post_init__(self) -> None:
        if self.reader not in READERS:
            raise UnknownPart(self.reader)
        for part in self.parts:
            if part not in PARTS:
                raise UnknownPart(part)

    def as_text(self, language: Language) -> str:
        """The whole note, as it is shown, changed and taken along."""
        filled = [(part, _said(self.parts.get(part, ()), part)) for part in PARTS]
        paragraphs = [
            title(language),
            self._top(language),
            *(f"{heading(part, language)}\n{said}" for part, said in filled if said),
            text("note.closing", language),
        ]
        return "\n\n".join(paragraphs) + "\n"

    def _top(self, language: Language) -> str:
        day = f"{self.day.day}-{self.day.month}-{self.day.year}"
        lines = [text("note.date", language, day=day)]
        if self.reader != ANYBODY:
            reader = text(f"note.reader.{self.reader}", language)
            lines.insert(0, text("note.for", language, reader=reader))
        return "\n".join(lines)


def title(language: Language) -> str:
    """The note's first line."""
    return text("note.title", language)


def heading(part: str, language: Language) -> str:
    """What stands above a part."""
    return text(f"note.part.{part}", language)


def tidy(typed: str) -> str:
    """Typed text with plain line ends and without control characters; nothing else is changed."""
    lines = "\n".join(typed.splitlines())
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def _said(sentences: tuple[str, ...], part: str) -> str:
    """Facts stand below each other; messages of one's own are kept apart."""
    said = (tidy(sentence).strip() for sentence in sentences)
    return ("\n\n" if part == "words" else "\n").join(filter(None, said))
