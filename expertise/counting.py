"""What may be counted of a talk or a visit: codes out of closed lists, so never a word."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, get_args

from expertise.ladder import STAGES
from expertise.parties import ROLES, parties
from expertise.situations import NO_THEME
from expertise.themes import THEMES

Kind = Literal["white_spot", "incident", "safety", "wellbeing", "visit"]
# What leads to the first screen: the sheets of the kit that carry a code.
Channel = Literal["poster", "card"]

KINDS: tuple[Kind, ...] = get_args(Kind)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
_ANY_THEME = (*THEMES, NO_THEME)
_SCALE = ("1", "2", "3", "4", "5")


def codes(kind: Kind) -> Mapping[str, Collection[str]]:
    """What a count of a kind is about, with the codes that are possible for each."""
    if kind == "white_spot":
        return {"party": {*parties(), "none"}, "theme": _ANY_THEME, "role": ROLES, "stage": STAGES}
    if kind == "visit":
        return {"value": CHANNELS}
    return {"value": (*_ANY_THEME, "none") if kind == "incident" else _SCALE}


def is_countable(kind: object, about: object) -> bool:
    """Whether something is a count: a known kind, about exactly what that kind is about."""
    known = next((each for each in KINDS if each == kind), None)
    if known is None or not isinstance(about, Mapping):
        return False
    possible = codes(known)
    return about.keys() == possible.keys() and all(
        isinstance(value, str) and value in possible[name] for name, value in about.items()
    )
