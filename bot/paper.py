"""Pages in the house style: what somebody prints, carries along, or puts on a wall.

A file tells what stands in it and nothing else: no author, no program, no hour. The fonts travel
along, so that it looks the same everywhere, and the same input makes the same file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Final, Literal

from fontTools.ttLib import TTFont
from fpdf import FPDF, ViewerPreferences

from bot import lettering
from expertise.languages import Language

_FONTS: Final = Path(__file__).with_name("fonts")
_FILES: Final = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
_FAMILY: Final = "house"
_LANGUAGE_TAG: Final = {"nl": "nl-NL", "a2": "nl-NL", "en": "en-GB"}
_MARGIN_MM: Final = 24.0
_FOOT_MM: Final = 26.0
_INDENT_MM: Final = 5.5
_POINT_MM: Final = 25.4 / 72

Colour = tuple[int, int, int]
_INK: Final[Colour] = (28, 42, 49)
_SOFT: Final[Colour] = (85, 99, 107)
_SEA: Final[Colour] = (13, 102, 102)
_LINE: Final[Colour] = (221, 216, 205)

Kind = Literal["title", "heading", "paragraph", "item", "small"]


@dataclass(frozen=True)
class Block:
    """A piece of text and what it is. A line end in it stays one."""

    kind: Kind
    text: str = field(repr=False)


@dataclass(frozen=True)
class _Style:
    size: float
    above_mm: float
    colour: Colour = _INK
    weight: Literal["", "B"] = ""
    # How many lines have to fit below it on the same page.
    keeps_with: int = 0


_STYLES: Final[dict[Kind, _Style]] = {
    "title": _Style(20, 0, _SEA, "B"),
    "heading": _Style(11.5, 5.5, _SEA, "B", keeps_with=2),
    "paragraph": _Style(11, 2),
    "item": _Style(11, 1),
    "small": _Style(9, 4, _SOFT),
}


class Paper:
    """Pages of A4, filled from top to bottom."""

    def __init__(self, title: str, language: Language, day: date) -> None:
        self._sheet = sheet = _Sheet(format="A4")
        # Otherwise "{nb}" in somebody's words would become the number of pages.
        sheet.alias_nb_pages("")
        for weight, file in _FILES.items():
            sheet.add_font(_FAMILY, weight, _FONTS / file)
        sheet.set_auto_page_break(False)
        sheet.set_margin(_MARGIN_MM)
        sheet.c_margin = 0
        sheet.set_title(title)
        sheet.set_lang(_LANGUAGE_TAG[language])
        sheet.set_producer("")
        sheet.set_creation_date(datetime.combine(day, time(), UTC))
        sheet.viewer_preferences = ViewerPreferences(display_doc_title=True)
        sheet.add_page()

    def title(self, text: str) -> None:
        """The largest letters, with a line below."""
        self._write(text, "title")
        sheet = self._sheet
        sheet.set_draw_color(*_LINE)
        sheet.line(sheet.l_margin, sheet.y + 3, sheet.w - sheet.r_margin, sheet.y + 3)
        sheet.y += 6

    def heading(self, text: str) -> None:
        """What stands above a part; it is never the last line of a page."""
        self._write(text, "heading")

    def paragraph(self, text: str) -> None:
        """Running text."""
        self._write(text, "paragraph")

    def small(self, text: str) -> None:
        """What may be read last."""
        self._write(text, "small")

    def bullets(self, items: Iterable[str]) -> None:
        """A list, with a dot before each of its items."""
        for item in items:
            self._write(item, "item", indent=_INDENT_MM)

    def footer(self, text: str) -> None:
        """A line at the foot of every page from this one on."""
        self._sheet.foot = text

    def pdf(self) -> bytes:
        """The finished file."""
        return bytes(self._sheet.output())

    def _write(self, text: str, kind: Kind, indent: float = 0) -> None:
        sheet, style = self._sheet, _STYLES[kind]
        height = style.size * _POINT_MM * 1.5
        sheet.y += style.above_mm if sheet.y > sheet.t_margin else 0
        for line in text.split("\n"):
            sheet.set_font(_FAMILY, style.weight, style.size)
            shown = lettering.drawable(line, _glyphs(style.weight))
            leftwards = lettering.reads_leftwards(shown)
            parts = lettering.wrapped(shown, sheet.epw - indent, sheet.get_string_width)
            for number, part in enumerate(parts):
                self._make_room(height * (1 + style.keeps_with))
                sheet.set_font(_FAMILY, style.weight, style.size)
                sheet.set_text_color(*style.colour)
                if indent and number == 0:
                    sheet.draw("•", sheet.epw, height, leftwards=leftwards)
                sheet.draw(part, sheet.epw, height, indent, leftwards=leftwards)
                sheet.y += height

    def _make_room(self, height: float) -> None:
        if self._sheet.y + height > self._sheet.h - _FOOT_MM:
            self._sheet.add_page()


class _Sheet(FPDF):
    """The library's document, which asks for the foot of a page when the page is full."""

    foot = ""

    def footer(self) -> None:
        number = str(self.page_no()) if self.page_no() > 1 else ""
        self.y = self.h - _FOOT_MM / 2
        self.set_font(_FAMILY, "", _STYLES["small"].size)
        self.set_text_color(*_SOFT)
        foot = lettering.drawable(self.foot, _glyphs(""))
        self.draw(foot, self.epw, 5, leftwards=lettering.reads_leftwards(foot))
        self.draw(number, self.epw, 5, leftwards=True)

    def draw(
        self, text: str, width: float, height: float, indent: float = 0, *, leftwards: bool
    ) -> None:
        """Letters on one line, from the left margin or to the right one, and nothing moves."""
        top = self.y
        self.x = self.l_margin + (0 if leftwards else indent)
        drawn = lettering.in_order_of_drawing(text, leftwards=leftwards)
        self.cell(width - indent, height, drawn, align="R" if leftwards else "L")
        self.x, self.y = self.l_margin, top


def note_pdf(title: str, blocks: Sequence[Block], language: Language, day: date) -> bytes:
    """A file of these blocks. The title is the file's own name and stands on no page."""
    paper = Paper(title, language, day)
    write = {
        "title": paper.title,
        "heading": paper.heading,
        "paragraph": paper.paragraph,
        "small": paper.small,
    }
    for block in blocks:
        if block.kind == "item":
            paper.bullets([block.text])
        else:
            write[block.kind](block.text)
    return paper.pdf()


def unwritable(text: str) -> tuple[str, ...]:
    """The characters of a text that these pages cannot write; a mark stands in their place."""
    return lettering.unwritable(text, _glyphs("") & _glyphs("B"))


@cache
def _glyphs(weight: Literal["", "B"]) -> frozenset[int]:
    with TTFont(_FONTS / _FILES[weight], lazy=True) as font:
        return frozenset(font["cmap"].getBestCmap())
