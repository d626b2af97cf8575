"""Texts whose keys are put together from a code while somebody is waiting: all have to be there.

A key that stands whole in the code is found by a test. One that is put together would only be
missed by the reporter whose theme, risk or day it is, so these are looked up at the start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from expertise.audience import ROLES, SECTORS
from expertise.hours import DAYS
from expertise.safety import RISK_TYPES
from expertise.situations import OFFENDERS
from expertise.source import ContentError
from expertise.texts import keys
from expertise.themes import THEMES

_UNKNOWN = "unknown"
# For suicide a question is asked, or one of the texts of a crisis is said.
_DANGERS = (*(kind for kind in RISK_TYPES if kind != "suicide"), "general")
_SCALE = ("1", "2", "3", "4", "5")
_MONTHS = tuple(str(number) for number in range(1, 13))

# A pattern, and what fills its places one by one.
FAMILIES: Mapping[str, Sequence[Sequence[str]]] = {
    "ack_{}": [(*THEMES, "did")],
    "risk_{}_{}": [_DANGERS, ("concern", "acute")],
    "crisis_{}": [("yes", "sometimes", "no", "skip", "near", "alone", "friend", "now")],
    "crisis_now_{}": [("yes", "no")],
    "advice.because.{}": [(*OFFENDERS, "theme", "nothing", "tried")],
    "advice.concern.{}": [(*RISK_TYPES, "general")],
    "advice.duty.{}": [("pupil", "parent", "staff", "home", "maybe")],
    "hours.{}": [(*DAYS, "today", "tomorrow", "open", "opens", "closed", "always", "seen")],
    "month.{}": [_MONTHS],
    "directory.role.{}": [ROLES],
    "directory.{}": [SECTORS],
    "label_{}_{}": [("safety", "wellbeing"), _SCALE],
}


def needed() -> Iterator[str]:
    """Every key that can be put together."""
    for pattern, places in FAMILIES.items():
        for codes in product(*places):
            if _UNKNOWN not in codes:
                yield pattern.format(*codes)


def check() -> None:
    """Looks each of them up.

    Raises:
        ContentError: one of them is not there.
    """
    there = set(keys())
    for key in needed():
        if key not in there:
            raise ContentError("texts", key, "is missing, and the program says it")
