"""The picture of the ladder: who comes after whom, what to expect, and whether it binds anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from expertise.ladder import NOTHING, Rung, rungs
from vertelmaar.kit.drawing import A4, DEEP, FOAM, INK, PAPER, SEA, SOFT, Box, Mark, Sheet, Stroke
from vertelmaar.kit.faces import Face
from vertelmaar.kit.fitting import Block, alike, block, fit
from vertelmaar.kit.helplines import help_lines, in_a_row
from vertelmaar.kit.order import Order
from vertelmaar.kit.poster import LEFT, WIDTH, foot, head
from vertelmaar.trouble import Trouble

_TOP: Final = 57.0
_BOTTOM: Final = 232.0
_SIZES: Final = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_GAP: Final = 3.4
_CIRCLE: Final = 8.0
_GUTTER: Final = 5.0
_WHO: Final = LEFT + _CIRCLE + 4
_WIDTHS: Final = (49.0, 63.0, 45.0)
_COLOURS: Final = {"first": "#237a72", "tried": SEA, "stuck": DEEP}


@dataclass(frozen=True)
class _Row:
    """One step: who and how binding, what to expect, and what otherwise."""

    rung: Rung
    who: Block
    binding: Block
    expect: Block
    otherwise: Block

    @property
    def height(self) -> float:
        return max(self.who.height + self.binding.height, self.expect.height, self.otherwise.height)


def ladder(order: Order) -> Sheet:
    """All steps on one A4."""
    title = order.say("ladder.title")
    start = rungs()[NOTHING].expect.in_(order.language)
    return Sheet(
        *A4,
        title=title,
        description=order.say("about.ladder.text"),
        language=order.language,
        marks=(
            *head(order),
            *fit(title, "bold", (WIDTH, 12), (24, 14)).at(LEFT, 32, INK),
            *fit(start, "regular", (WIDTH, 6), (11, 8)).at(LEFT, 43.5, SOFT),
            *_headings(order),
            *_steps(_rows(order)),
            *_notes(order),
            *in_a_row(help_lines(order, "pupils"), (LEFT, 248), (WIDTH, 27)),
            *foot(order),
        ),
    )


def _columns() -> tuple[float, float, float]:
    second = _WHO + _WIDTHS[0] + _GUTTER
    return _WHO, second, second + _WIDTHS[1] + _GUTTER


def _headings(order: Order) -> tuple[Mark, ...]:
    keys = ("ladder.who", "ladder.expect", "ladder.otherwise")
    return tuple(
        mark
        for key, x, width in zip(keys, _columns(), _WIDTHS, strict=True)
        for mark in fit(order.say(key), "bold", (width, 5), (8.5, 6)).at(x, _TOP - 5.5, SEA)
    )


def _rows(order: Order) -> tuple[_Row, ...]:
    """The steps in the largest type in which they all fit."""
    shown = [rung for rung in rungs().values() if rung.id != NOTHING]
    for size in _SIZES:
        rows = tuple(_row(rung, order, size) for rung in shown)
        if sum(row.height + _GAP for row in rows) <= _BOTTOM - _TOP:
            return rows
    raise Trouble("the ladder has more words than fit on its picture")


def _row(rung: Rung, order: Order, size: float) -> _Row:
    def column(words: str, face: Face, room: float, scale: float = 1.0) -> Block:
        return block(words, face, size * scale, room, 1.28)

    # What was told is how the question puts it; here it is asked who stands on the step.
    close = order.say("ladder.close") if rung.id == "close" else None
    return _Row(
        rung=rung,
        who=column(close or rung.label.in_(order.language), "bold", _WIDTHS[0]),
        binding=column(order.say(f"binding.{rung.id}"), "regular", _WIDTHS[0], 0.92),
        expect=column(rung.expect.in_(order.language), "regular", _WIDTHS[1]),
        otherwise=column(rung.otherwise.in_(order.language), "regular", _WIDTHS[2]),
    )


def _steps(rows: Sequence[_Row]) -> tuple[Mark, ...]:
    spare = (_BOTTOM - _TOP - sum(row.height + _GAP for row in rows)) / len(rows)
    top = _TOP
    marks: list[Mark] = []
    for index, row in enumerate(rows):
        height = row.height + _GAP + spare
        if index % 2 == 0:
            marks.append(Box(LEFT, top, WIDTH, height, FOAM, radius=2))
        marks += _step(row, top, height, is_last=index == len(rows) - 1)
        top += height
    return tuple(marks)


def _step(row: _Row, top: float, height: float, *, is_last: bool) -> tuple[Mark, ...]:
    who, expect, otherwise = _columns()
    middle = top + height / 2
    number = fit(str(row.rung.number), "bold", (_CIRCLE, _CIRCLE), (10, 8))
    first = middle - (row.who.height + row.binding.height) / 2
    colour = _COLOURS[row.rung.stage]
    down = Stroke(LEFT + 2 + _CIRCLE / 2, middle, (0, height), colour, 0.6)
    return (
        *(() if is_last else (down,)),
        Box(LEFT + 2, middle - _CIRCLE / 2, _CIRCLE, _CIRCLE, colour, radius=_CIRCLE / 2),
        *number.at(LEFT + 2, middle - number.height / 2, PAPER, "middle"),
        *row.who.at(who, first, INK),
        *row.binding.at(who, first + row.who.height, SEA),
        *row.expect.at(expect, middle - row.expect.height / 2, INK),
        *row.otherwise.at(otherwise, middle - row.otherwise.height / 2, INK),
    )


def _notes(order: Order) -> tuple[Mark, ...]:
    width = (WIDTH - 8) / 2
    said = [order.say("ladder.order"), order.say("ladder.complaint")]
    left, right = alike(said, "regular", (width, 13.5), (8.5, 6.5))
    return (*left.at(LEFT, 234, SOFT), *right.at(LEFT + width + 8, 234, SOFT))
