"""Talks as people have them: typing, pressing, small talk, a second worry, asking for a human."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import cycle, islice


@dataclass(frozen=True)
class Said:
    """A typed message, or a pressed button."""

    text: str = ""
    intent: str | None = None
    slots: dict[str, str] = field(default_factory=dict)


TEN = (
    Said("hoi"),
    Said("ik word al weken gepest in de klas, ze verstoppen mn tas en niemand doet iets"),
    Said(intent="choose_role", slots={"role": "pupil"}),
    Said("wie leest dit eigenlijk?"),
    Said("ze zetten ook fotos van mij in de groepsapp en lachen me uit"),
    Said(intent="more_advice"),
    Said("dank je"),
    Said("mijn mentor doet er niks aan, ik heb het al drie keer gezegd"),
    Said("kan ik met iemand praten"),
    Said(intent="decline_handover"),
)


def long_talk(turns: int) -> tuple[Said, ...]:
    """The same talk over and over, as somebody who keeps coming back."""
    return tuple(islice(cycle(TEN), turns))
