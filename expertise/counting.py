"""What may be counted of a talk: codes out of closed lists, so that a count can hold no word."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, get_args

from expertise.ladder import STAGES
from expertise.parties import ROLES, parties
from expertise.situations import NO_THEME
from expertise.themes import THEMES

Kind = Literal["white_spot", "incident", "safety", "wellbeing"]

KINDS: tuple[Kind, ...] = get_args(Kind)
_ANY_THEME = (*THEMES, NO_THEME)
_SCALE = ("1", "2", "3", "4", "5")


def codes(kind: Kind) -> Mapping[str, Collection[str]]:
    """What a count of a kind is about, with the codes that are possible for each."""
    if kind == "white_spot":
        return {"party": {*parties(), "none"}, "theme": _ANY_THEME, "role": ROLES, "stage": STAGES}
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
