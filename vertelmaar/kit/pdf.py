"""Sheets as PDF: real text in embedded letters, and the same file for the same sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import singledispatch
from typing import Final

from fpdf import FPDF
from fpdf.drawing_primitives import DeviceRGB

from vertelmaar.kit import faces
from vertelmaar.kit.drawing import Box, Code, Link, Mark, Shape, Sheet, Stroke, Words

# A PDF has to have a date; that of its making would make each one differ from the last.
_ALWAYS: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LANGUAGES: Final = {"nl": "nl-NL", "a2": "nl-NL", "en": "en-GB"}


class _Pages(FPDF):
    """Pages on which sheets are drawn, larger than they were described where that is asked."""

    def __init__(self, size: tuple[float, float], scale: float) -> None:
        super().__init__(unit="mm", format=size)
        self.scale = scale
        self.set_margin(0)
        self.set_auto_page_break(auto=False)
        for face in faces.FACES:
            self.add_font(face, fname=faces.path(face))


def document(sheets: Sequence[Sheet], size: tuple[float, float] | None = None) -> bytes:
    """The sheets as pages, on another size of paper if one is given."""
    first = sheets[0]
    size = size or (first.width, first.height)
    pages = _Pages(size, size[0] / first.width)
    pages.set_creation_date(_ALWAYS)
    pages.set_title(first.title)
    pages.set_subject(first.description)
    pages.set_lang(_LANGUAGES[first.language])
    for sheet in sheets:
        pages.add_page()
        for mark in sheet.marks:
            _draw(mark, pages)
    return bytes(pages.output())


def _rgb(colour: str) -> DeviceRGB:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return DeviceRGB(red / 255, green / 255, blue / 255)


@singledispatch
def _draw(mark: Mark, pages: _Pages) -> None:
    raise NotImplementedError(type(mark))


@_draw.register
def _(mark: Words, pages: _Pages) -> None:
    pages.set_font(mark.face, size=mark.size * pages.scale)
    pages.set_text_color(_rgb(mark.colour))
    pages.text(mark.x * pages.scale, mark.y * pages.scale, mark.words)


@_draw.register
def _(mark: Box, pages: _Pages) -> None:
    pages.set_fill_color(_rgb(mark.fill))
    # From half a side on, fpdf2 reads a radius as a share of the side.
    radius = min(mark.radius, min(mark.width, mark.height) * 0.499) * pages.scale
    pages.rect(*_place(mark, pages), style="F", round_corners=radius > 0, corner_radius=radius)


@_draw.register
def _(mark: Shape, pages: _Pages) -> None:
    pages.set_fill_color(_rgb(mark.fill))
    pages.polygon([_scaled(mark, point, pages) for point in mark.points], style="F")


@_draw.register
def _(mark: Stroke, pages: _Pages) -> None:
    pages.set_draw_color(_rgb(mark.colour))
    pages.set_line_width(mark.thickness * pages.scale)
    points = [_scaled(mark, point, pages) for point in ((0, 0), *(mark.bends or ()), mark.end)]
    if mark.bends:
        pages.bezier(points, style="D")
    else:
        pages.polyline(points, style="D")


@_draw.register
def _(mark: Code, pages: _Pages) -> None:
    # One path for all modules: drawn one by one, some printers leave hairlines between them.
    side = mark.module * pages.scale
    with pages.new_path() as path:
        path.style.fill_color = _rgb(mark.colour)
        path.style.stroke_color = None
        for column, row, length in mark.runs:
            x, y = mark.x * pages.scale + column * side, mark.y * pages.scale + row * side
            path.rectangle(x, y, length * side, side)


@_draw.register
def _(mark: Link, pages: _Pages) -> None:
    pages.link(*_place(mark, pages), link=mark.address)


def _place(mark: Box | Link, pages: _Pages) -> tuple[float, float, float, float]:
    scale = pages.scale
    return mark.x * scale, mark.y * scale, mark.width * scale, mark.height * scale


def _scaled(mark: Mark, point: tuple[float, float], pages: _Pages) -> tuple[float, float]:
    return (mark.x + point[0]) * pages.scale, (mark.y + point[1]) * pages.scale
