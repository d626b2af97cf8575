"""Any writing on paper: Arabic letters joined, right to left where it is so, a mark for the rest.

A PDF draws letters one after the other, as the font has them. What a screen does by itself has to
be done here: choosing the form of an Arabic letter by its neighbours, cutting text into lines, and
turning around what is read from the right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache
from typing import Final

from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import TextDirection

# Stands for a character that the font does not have, so that nobody thinks the text is complete.
MARK: Final = "□"
_FORMS: Final = ("isolated", "final", "initial", "medial")
_PRESENTATION: Final = (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD))
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_STYLES: Final = range(0xFE00, 0xFE10)
_MIRRORED: Final = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_TATWEEL: Final = "\u0640"


def drawable(text: str, glyphs: Container[int]) -> str:
    """One line of text in characters that a font has; for every other there is a mark."""
    shaped = _joined(unicodedata.normalize("NFC", text), glyphs)
    return "".join(_drawn(c, glyphs) for c in shaped)


def unwritable(text: str, glyphs: Container[int]) -> tuple[str, ...]:
    """The characters of a text for which there would be a mark."""
    lost = (c for c in unicodedata.normalize("NFC", text) if _drawn(c, glyphs) == MARK != c)
    return tuple(dict.fromkeys(lost))


def wrapped(line: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """A drawable line cut where it is too wide: between words, or inside one that fills a line."""
    lines = [""]
    for word in line.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if measure(longer) <= width:
            lines[-1] = longer
        elif measure(word) <= width:
            lines.append(word)
        else:
            lines += _cut(word, width, measure)
    return lines[1:] if len(lines) > 1 and not lines[0] else lines


def reads_leftwards(text: str) -> bool:
    """Whether a paragraph begins at the right."""
    return auto_detect_base_direction(text) is TextDirection.RTL


def in_order_of_drawing(line: str, *, leftwards: bool) -> str:
    """A line as it is drawn from left to right, in a paragraph that begins at the right or not."""
    if not any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in line):
        return line
    direction = TextDirection.RTL if leftwards else TextDirection.LTR
    drawn = BidiParagraph(line, direction).get_reordered_characters()
    return "".join(
        each.character.translate(_MIRRORED) if each.embedding_level % 2 else each.character
        for each in drawn
    )


def _drawn(character: str, glyphs: Container[int]) -> str:
    number, category = ord(character), unicodedata.category(character)
    if category in ("Cf", "Cc", "Cs") or number in _STYLES or number in _SKIN_TONES:
        return " " if character == "\t" else ""
    if category == "Zs":
        return " "
    return character if number in glyphs else MARK


def _cut(word: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    part = ""
    for character in word:
        if part and measure(part + character) > width:
            yield part
            part = ""
        part += character
    yield part


def _joined(text: str, glyphs: Container[int]) -> str:
    """Arabic letters in the form that their neighbours ask for; vowel signs do not part them."""
    forms = _forms()
    if not any(c in forms for c in text):
        return text
    letters = list(_letters(text))
    bases = [
        place for place, letter in enumerate(letters) if unicodedata.category(letter[0]) != "Mn"
    ]
    row = ["", *(letters[place] for place in bases), ""]
    for place, before, letter, after in zip(bases, row, row[1:], row[2:], strict=False):
        form = _FORMS[2 * _joins(letter, after) + _joins(before, letter)]
        shape = forms.get(letter, {}).get(form, letter)
        letters[place] = shape if ord(shape[0]) in glyphs else letter
    return "".join(letters)


def _joins(before: str, after: str) -> bool:
    """Whether two letters that stand side by side are written as one stroke."""
    forms = _forms()
    return "initial" in forms.get(before, ()) and "final" in forms.get(after, ())


def _letters(text: str) -> Iterator[str]:
    """The characters of a text; a lam with its alef is one letter."""
    forms, place = _forms(), 0
    while place < len(text):
        size = 2 if text[place : place + 2] in forms else 1
        yield text[place : place + size]
        place += size


@cache
def _forms() -> Mapping[str, Mapping[str, str]]:
    """Every Arabic letter with its shapes, as Unicode's own table tells them."""
    found = {_TATWEEL: dict.fromkeys(_FORMS, _TATWEEL)}
    for number in _PRESENTATION:
        kind, _, plain = unicodedata.decomposition(chr(number)).partition(" ")
        letters = "".join(chr(int(code, 16)) for code in plain.split())
        is_lam_alef = len(letters) == 2 and number >= 0xFEF5
        if kind.strip("<>") in _FORMS and (len(letters) == 1 or is_lam_alef):
            found.setdefault(letters, {})[kind.strip("<>")] = chr(number)
    return found
