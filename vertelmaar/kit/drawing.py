"""What a sheet consists of: a few kinds of marks on a page, in millimetres from its top left.

Colours are those of the reporter's page, so that a poster and what it leads to look alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Self

from expertise.languages import Language
from vertelmaar.kit import faces
from vertelmaar.kit.faces import Face

PAPER: Final = "#ffffff"
INK: Final = "#1c2a31"
SOFT: Final = "#55636b"
LINE: Final = "#ddd8cd"
SEA: Final = "#0d6666"
DEEP: Final = "#094f50"
FOAM: Final = "#e3f0ee"
WARM: Final = "#fff1e9"
WARM_INK: Final = "#8f2f10"

A4: Final = (210.0, 297.0)
A3: Final = (297.0, 420.0)

Point = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """Something that stands somewhere on a page."""

    x: float
    y: float

    def moved(self, across: float, down: float) -> Self:
        """The same mark at another place."""
        return replace(self, x=self.x + across, y=self.y + down)


@dataclass(frozen=True)
class Words(Mark):
    """One line of text; x and y are where its baseline begins."""

    words: str
    size: float
    face: Face
    colour: str

    @property
    def width(self) -> float:
        return faces.width(self.words, self.face, self.size)


@dataclass(frozen=True)
class Box(Mark):
    """A filled rectangle, with round corners or without."""

    width: float
    height: float
    fill: str
    radius: float = 0.0


@dataclass(frozen=True)
class Shape(Mark):
    """A filled polygon; its points are seen from its own place."""

    points: tuple[Point, ...]
    fill: str


@dataclass(frozen=True)
class Stroke(Mark):
    """A line, bent where it has points to bend to; its points are seen from its own place."""

    end: Point
    colour: str
    thickness: float
    bends: tuple[Point, Point] | None = None


@dataclass(frozen=True)
class Code(Mark):
    """A QR code: runs of dark modules (column, row, length) in a square of so many modules."""

    size: float
    modules: int
    runs: tuple[tuple[int, int, int], ...]
    colour: str = INK

    @property
    def module(self) -> float:
        return self.size / self.modules


@dataclass(frozen=True)
class Link(Mark):
    """A place that leads to an address when the sheet is read on a screen."""

    width: float
    height: float
    address: str


@dataclass(frozen=True)
class Sheet:
    """One page, with what is said of it to those who do not see it."""

    width: float
    height: float
    title: str
    description: str
    language: Language
    marks: tuple[Mark, ...]


def moved(marks: Iterable[Mark], across: float, down: float) -> tuple[Mark, ...]:
    """Marks together at another place."""
    return tuple(mark.moved(across, down) for mark in marks)
