"""The poster: one sentence what it is, who reads along, the address, and the numbers.

Calm enough to hang in a corridor for a year, and to be read by somebody who does not want to be
seen reading it: from afar it is a speech bubble, a code and three numbers.
"""

from __future__ import annotations

from typing import Final

from expertise.texts import text
from vertelmaar.kit.drawing import (
    A4,
    DEEP,
    FOAM,
    INK,
    PAPER,
    SEA,
    SOFT,
    Box,
    Link,
    Mark,
    Shape,
    Sheet,
    Stroke,
)
from vertelmaar.kit.fitting import Block, balanced, fit
from vertelmaar.kit.helplines import help_lines, in_a_row
from vertelmaar.kit.order import Audience, Order
from vertelmaar.kit.qr import code

LEFT: Final = 15.0
WIDTH: Final = A4[0] - 2 * LEFT
_BUBBLE: Final = (36.0, 96.0)
_CODE: Final = 78.0
_MIDDLE: Final = 146.0
_DOT: Final = 6.0
_BESIDE: Final = LEFT + _CODE + 8


def poster(order: Order, audience: Audience) -> Sheet:
    """One poster, on A4."""
    said = order.for_(audience)
    return Sheet(
        *A4,
        title=said.say("about.poster.title"),
        description=said.say("about.poster.text"),
        language=said.language,
        marks=(
            *head(said),
            *_bubble(said.say(f"{audience}.headline"), said.say(f"{audience}.what")),
            *_way(said),
            *in_a_row(help_lines(said, audience), (LEFT, 233), (WIDTH, 42)),
            *foot(said),
        ),
    )


def head(order: Order) -> tuple[Mark, ...]:
    """The name of what this is, and of the school."""
    name = text("page.title", order.language)
    brand = fit(name, "bold", (60, 10), (21, 21), 1)
    school = fit(order.school, "regular", (WIDTH - 76, 13), (12, 5))
    return (
        *_logo(LEFT, 16),
        *brand.at(LEFT + 14, 21 - brand.height / 2, SEA),
        *school.at(LEFT + 76, 21 - school.height / 2, SOFT, "right"),
    )


def foot(order: Order) -> tuple[Mark, ...]:
    """Whom to ask about it, and the official guide, of which this is no copy."""
    room = ((WIDTH - 8) / 2, 9.0)
    asked = fit(order.say("questions"), "regular", room, (9, 4.5)) if order.contact else None
    guide = fit(text("page.footer.guide", order.language), "regular", room, (9, 4.5))
    return (
        *(asked.at(LEFT, 279, SOFT) if asked else ()),
        *guide.at(LEFT + room[0] + 8, 279, SOFT, "right"),
    )


def framed_code(address: str, x: float, y: float, size: float) -> tuple[Mark, ...]:
    """The code in a frame, which also keeps its quiet zone quiet."""
    edge = size / 30
    inner = size - 2 * edge
    return (
        Box(x, y, size, size, FOAM, radius=2 * edge),
        Box(x + edge, y + edge, inner, inner, PAPER, radius=edge),
        code(address, x + edge, y + edge, inner),
        Link(x, y, size, size, address),
    )


def _logo(x: float, y: float) -> tuple[Mark, ...]:
    """The bubble of the page's own mark, with its smile."""
    return (
        Box(x, y, 11, 8.2, SEA, radius=1.6),
        Shape(x, y, ((2.4, 7.5), (6.4, 7.5), (2.4, 10.6)), SEA),
        Stroke(x + 3.3, y + 3.5, (4.4, 0), PAPER, 0.75, bends=((0.9, 1.6), (3.5, 1.6))),
    )


def _bubble(headline: str, what: str) -> tuple[Mark, ...]:
    top, height = _BUBBLE
    inner = WIDTH - 24
    large = balanced(fit(headline, "bold", (inner, 54), (44, 20), 1.15), headline)
    small = fit(what, "regular", (inner, 30), (17, 11), 1.4)
    first = top + (height - large.height - 6 - small.height) / 2
    return (
        Box(LEFT, top, WIDTH, height, SEA, radius=9),
        Shape(LEFT + 22, top + height - 1, ((0, 0), (20, 0), (0, 12)), SEA),
        *large.at(LEFT + 12, first, PAPER),
        *small.at(LEFT + 12, first + large.height + 6, PAPER),
    )


def _way(order: Order) -> tuple[Mark, ...]:
    """The code, and beside it the address and what one may count on there."""
    width = LEFT + WIDTH - _BESIDE
    go = fit(order.say("go"), "regular", (width, 8), (13, 9))
    address = fit(order.shown_address, "bold", (width, 26), (24, 6), 1.2, whole_to=13)
    promises = _promises(order, width - _DOT)
    height = go.height + address.height + 5 + sum(each.height + 2 for each in promises)
    top = _MIDDLE + (_CODE - height) / 2
    below = top + go.height + 1
    return (
        *framed_code(order.via("poster"), LEFT, _MIDDLE, _CODE),
        *go.at(_BESIDE, top, SOFT),
        *address.at(_BESIDE, below, DEEP),
        Link(_BESIDE, below, width, address.height, order.address),
        *_dotted(promises, below + address.height + 4),
    )


def _promises(order: Order, width: float) -> tuple[Block, ...]:
    keys = ("reads", "name", "people.team" if order.counsellors else "people.no_team", "not")
    return tuple(
        fit(order.say(key), "bold" if key == "reads" else "regular", (width, 16), (12.5, 9))
        for key in keys
    )


def _dotted(blocks: tuple[Block, ...], top: float) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for each in blocks:
        marks.append(Box(_BESIDE, top + each.step / 2 - 1, 2, 2, SEA, radius=1))
        marks += each.at(_BESIDE + _DOT, top, INK)
        top += each.height + 2
    return tuple(marks)
