"""The card: as large as a bank card, ten on a sheet, and quiet about what it is for.

It lives in a pencil case. Its outside names the school and nothing else; what it is for stands on
its inside, which is printed on the back of the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vertelmaar.kit.drawing import (
    A4,
    DEEP,
    FOAM,
    INK,
    LINE,
    SEA,
    SOFT,
    WARM,
    WARM_INK,
    Box,
    Mark,
    Sheet,
    Stroke,
    moved,
)
from vertelmaar.kit.fitting import alike, balanced, fit
from vertelmaar.kit.helplines import HelpLine, help_lines
from vertelmaar.kit.order import Audience, Order
from vertelmaar.kit.poster import framed_code

CARD: Final = (85.6, 54.0)
COLUMNS: Final = 2
ROWS: Final = 5
_LEFT: Final = (A4[0] - COLUMNS * CARD[0]) / 2
_TOP: Final = (A4[1] - ROWS * CARD[1]) / 2
_BLEED: Final = 3.0
_EDGE: Final = 4.0
_CODE: Final = 31.0
_BETWEEN: Final = 1.5


def outside(order: Order) -> Sheet:
    """What others see."""
    return _sheet(order, CARD, (Box(0, 0, *CARD, FOAM), *_outside(order)))


def inside(order: Order, audience: Audience) -> Sheet:
    """What its owner reads."""
    return _sheet(order, CARD, _inside(order, audience))


def sheets(order: Order, audience: Audience) -> tuple[Sheet, Sheet]:
    """Ten cards: a page with their outsides and one, for its back, with their insides."""
    width, height = COLUMNS * CARD[0] + 2 * _BLEED, ROWS * CARD[1] + 2 * _BLEED
    ground = Box(_LEFT - _BLEED, _TOP - _BLEED, width, height, FOAM)
    front = (ground, *_ten(_outside(order)), *_cut_marks())
    back = (*_ten(_inside(order, audience)), *_cut_lines(), *_cut_marks())
    return _sheet(order, A4, front), _sheet(order, A4, back)


def _sheet(order: Order, size: tuple[float, float], marks: tuple[Mark, ...]) -> Sheet:
    return Sheet(
        *size,
        title=order.say("about.card.title"),
        description=order.say("about.card.text"),
        language=order.language,
        marks=marks,
    )


def _outside(order: Order) -> tuple[Mark, ...]:
    room = CARD[0] - 4 * _EDGE
    school = balanced(fit(order.school, "bold", (room, 18), (13, 6), 1.25), order.school)
    handy = fit(order.say("card.outside"), "regular", (room, 5), (8, 6))
    first = (CARD[1] - school.height - 9 - handy.height) / 2
    return (
        *school.at(2 * _EDGE, first, SEA, "middle"),
        *_wave(CARD[0] / 2, first + school.height + 4.5),
        *handy.at(2 * _EDGE, first + school.height + 9, SOFT, "middle"),
    )


def _wave(x: float, y: float) -> tuple[Mark, ...]:
    rise = ((2.5, -2.6), (5.5, -2.6))
    fall = ((2.5, 2.6), (5.5, 2.6))
    return tuple(
        Stroke(x - 16 + 8 * index, y, (8, 0), SEA, 0.5, bends=bends)
        for index, bends in enumerate((rise, fall, rise, fall))
    )


def _inside(order: Order, audience: Audience) -> tuple[Mark, ...]:
    x = _EDGE + _CODE + 3.5
    width = CARD[0] - x - _EDGE
    headline = fit(order.say("card.headline"), "bold", (width, 9), (9.5, 7), 1.2)
    words = " ".join(map(order.say, ("card.what", "name", "reads")))
    promise = fit(words, "regular", (width, 12), (6.5, 5), 1.28)
    left = _CODE - headline.height - promise.height - 2 * _BETWEEN
    address = fit(order.shown_address, "bold", (width, left), (9, 3.5), 1.2, whole_to=6.5)
    top = _EDGE + (left - address.height) / 2
    below = top + headline.height + _BETWEEN
    return (
        *framed_code(order.via("card"), _EDGE, _EDGE, _CODE),
        *headline.at(x, top, SEA),
        *address.at(x, below, DEEP),
        *promise.at(x, below + address.height + _BETWEEN, INK),
        *_strip(help_lines(order, audience)),
    )


def _strip(lines: Sequence[HelpLine]) -> tuple[Mark, ...]:
    top, height = CARD[1] - _EDGE - 12.5, 12.5
    width = CARD[0] - 2 * _EDGE
    each = (width - 2) / 3
    marks: list[Mark] = [Box(_EDGE, top, width, height, WARM, radius=1.5)]
    whens = alike([line.when for line in lines], "regular", (each - 1.5, 2.6), (6, 4), 1.2)
    for index, line in enumerate(lines):
        x = _EDGE + 2 + index * each
        label = fit(line.label, "bold", (each - 1.5, 7), (15, 5), 1.12)
        marks += whens[index].at(x, top + 1.7, WARM_INK)
        marks += label.at(x, top + 7.6 - label.height / 2, WARM_INK)
    return tuple(marks)


def _ten(card: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return tuple(
        mark
        for row in range(ROWS)
        for column in range(COLUMNS)
        for mark in moved(card, _LEFT + column * CARD[0], _TOP + row * CARD[1])
    )


def _cut_marks() -> tuple[Mark, ...]:
    """Short lines in the margins, beyond the colour that is cut away."""
    near, length = _BLEED + 1, 5.0
    right, bottom = A4[0] - _LEFT, A4[1] - _TOP
    upright = [
        Stroke(_LEFT + column * CARD[0], y, (0, length), INK, 0.15)
        for column in range(COLUMNS + 1)
        for y in (_TOP - near - length, bottom + near)
    ]
    level = [
        Stroke(x, _TOP + row * CARD[1], (length, 0), INK, 0.15)
        for row in range(ROWS + 1)
        for x in (_LEFT - near - length, right + near)
    ]
    return (*upright, *level)


def _cut_lines() -> tuple[Mark, ...]:
    """For who cuts with scissors: lines so light that a bit of one does not show."""
    columns = range(COLUMNS + 1)
    upright = [
        Stroke(_LEFT + each * CARD[0], _TOP, (0, ROWS * CARD[1]), LINE, 0.1) for each in columns
    ]
    level = [
        Stroke(_LEFT, _TOP + each * CARD[1], (COLUMNS * CARD[0], 0), LINE, 0.1)
        for each in range(ROWS + 1)
    ]
    return (*upright, *level)
