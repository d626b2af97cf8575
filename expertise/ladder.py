"""The ladder of what can be tried: who stands on each rung, and what if nothing happens there.

The rungs say how far somebody has come, so that nobody is sent again to whom they have just been,
and so that the end of the ladder is named as an end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from expertise.languages import Localized
from expertise.parties import ROLES, SECTORS, parties
from expertise.source import ContentError, load, localized

_FILE = "ladder.yml"

Stage = Literal["first", "tried", "stuck"]

STAGES: tuple[Stage, ...] = get_args(Stage)
NOTHING = "nothing"


@dataclass(frozen=True)
class Rung:
    """One rung: its place, who stands on it, and what is said of it."""

    id: str
    number: int
    stage: Stage
    parties: frozenset[str]
    roles: frozenset[str]
    sectors: frozenset[str]
    label: Localized
    expect: Localized
    otherwise: Localized

    def is_for(self, role: str, sector: str) -> bool:
        """Whether this rung exists for somebody; what is unknown rules nothing out."""
        fits_sector = sector == "unknown" or sector in self.sectors
        return fits_sector and (role == "unknown" or role in self.roles)


def rungs() -> Mapping[str, Rung]:
    """All rungs, lowest first."""
    return _rungs()


def climbed(tried: str) -> frozenset[str]:
    """The parties that stand on the rung that was tried or below it."""
    highest = rungs()[tried].number
    return frozenset().union(*(rung.parties for rung in rungs().values() if rung.number <= highest))


def above(tried: str, role: str, sector: str) -> Rung | None:
    """The next rung for somebody; None at the end of the ladder."""
    number = rungs()[tried].number
    higher = (rung for rung in rungs().values() if rung.number > number)
    return next((rung for rung in higher if rung.is_for(role, sector)), None)


def rungs_from(raw: Mapping[str, Any], file: str = _FILE) -> dict[str, Rung]:
    """Checks that the rungs are numbered without a gap, and that everybody on them exists."""
    found = {name: _rung(name, fields, file) for name, fields in raw.items()}
    numbers = [rung.number for rung in found.values()]
    if numbers != list(range(len(numbers))) or NOTHING not in found:
        raise ContentError(file, "(order)", f"is no ladder: {numbers}")
    return found


def _rung(name: str, raw: Mapping[str, Any], file: str) -> Rung:
    for party in raw["parties"]:
        if party not in parties():
            raise ContentError(file, name, f"names an unknown party: {party}")
    if raw.get("stage") not in STAGES:
        raise ContentError(file, name, f"leads to no column of the routes: {raw.get('stage')!r}")
    return Rung(
        id=name,
        number=raw["rung"],
        stage=raw["stage"],
        parties=frozenset(raw["parties"]),
        roles=frozenset(raw.get("roles", ROLES)),
        sectors=frozenset(raw.get("sectors", SECTORS)),
        **{
            field: localized(raw.get(field), file, f"{name}.{field}")
            for field in ("label", "expect", "otherwise")
        },
    )


@cache
def _rungs() -> Mapping[str, Rung]:
    return rungs_from(load(_FILE))
