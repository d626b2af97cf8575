"""The three numbers on every sheet, as the verified contacts have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from expertise.parties import parties
from vertelmaar.kit.drawing import WARM, WARM_INK, Box, Mark, Point
from vertelmaar.kit.fitting import alike, fit
from vertelmaar.kit.order import Audience, Order

_WHEN: Final = {"112": "danger", "113": "suicide", "kindertelefoon": "talk"}
_GAP: Final = 4.5
_INSET: Final = 4.0


@dataclass(frozen=True)
class HelpLine:
    """When to call, whom, and what to know of it."""

    when: str
    label: str
    note: str


def help_lines(order: Order, audience: Audience) -> tuple[HelpLine, ...]:
    """The numbers in the words of an audience."""
    return tuple(
        HelpLine(
            when=order.say(f"{audience}.{key}"),
            label=_label(party, order),
            note=order.say(f"note.{party}"),
        )
        for party, key in _WHEN.items()
    )


def in_a_row(
    lines: tuple[HelpLine, ...], place: Point, room: tuple[float, float]
) -> tuple[Mark, ...]:
    """The numbers side by side, each in its own box."""
    width, edge = (room[0] - _GAP * (len(lines) - 1)) / len(lines), room[1] / 11
    inner, height = width - 2 * _INSET, room[1] - 2 * edge
    whens = alike([line.when for line in lines], "regular", (inner, height * 0.25), (12, 6))
    notes = alike([line.note for line in lines], "regular", (inner, height * 0.28), (9.5, 5.5), 1.2)
    marks: list[Mark] = []
    for index, line in enumerate(lines):
        x, top = place[0] + index * (width + _GAP), place[1]
        label = fit(line.label, "bold", (inner, height * 0.47), (34, 6), 1.12)
        marks.append(Box(x, top, width, room[1], WARM, radius=3))
        marks += whens[index].at(x + _INSET, top + edge, WARM_INK)
        middle = top + edge + height * 0.485
        marks += label.at(x + _INSET, middle - label.height / 2, WARM_INK)
        marks += notes[index].at(x + _INSET, top + edge + height * 0.74, WARM_INK)
    return tuple(marks)


def _label(party: str, order: Order) -> str:
    phones = (line for line in parties()[party].shown_contacts() if line.kind == "phone")
    return next(phones).label.in_(order.language)
