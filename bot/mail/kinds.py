"""What somebody can be written for."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Why an e-mail is sent; the e-mail itself does not tell one reason from another."""

    WAITING = "waiting"
    ACUTE = "acute"
    ARRIVED = "arrived"
    OVERDUE = "overdue"
    CODE = "code"
    # No e-mail: what is left of one that could not be delivered for a day.
    FAILED = "failed"


# A code is sent to who asks for it; the rest is for everybody to choose.
CHOICES: Final = (Kind.ACUTE, Kind.WAITING, Kind.ARRIVED, Kind.OVERDUE)


def written(kinds: Iterable[Kind]) -> str:
    """Kinds as the column holds them."""
    return ",".join(sorted(kinds))


def read(kinds: str) -> frozenset[Kind]:
    """What `written` wrote."""
    return frozenset(Kind(kind) for kind in kinds.split(",") if kind)
