"""The ladder of what can be tried: who stands on each rung, and what if nothing happens there.

The rungs say how far somebody has come, so that nobody is sent again to whom they have just been,
and so that the end of the ladder is named as an end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from expertise.languages import Localized
from expertise.parties import ROLES, SECTORS, parties
from expertise.schema import fields_of, listed, subset
from expertise.source import ContentError, load, localized

_FILE = "ladder.yml"
_FIELDS = (
    *("rung", "stage", "parties", "roles", "sectors", "label", "expect", "expect_child"),
    "otherwise",
)

Stage = Literal["first", "tried", "stuck"]

STAGES: tuple[Stage, ...] = get_args(Stage)
NOTHING = "nothing"


@dataclass(frozen=True)
class Rung:
    """One rung: its place, who stands on it, and what is said of it.

    `expect_child` is for who cannot take this step alone, because a parent has to.
    """

    id: str
    number: int
    stage: Stage
    parties: frozenset[str]
    roles: frozenset[str]
    sectors: frozenset[str]
    label: Localized
    expect: Localized
    expect_child: Localized | None
    otherwise: Localized

    def is_for(self, role: str, sector: str) -> bool:
        """Whether this rung exists for somebody; what is unknown rules nothing out."""
        fits_sector = sector == "unknown" or sector in self.sectors
        return fits_sector and (role == "unknown" or role in self.roles)

    def expected_by(self, *, child: bool) -> Localized:
        """What may be expected here, for somebody who may be a child or for anybody else."""
        return self.expect_child if child and self.expect_child else self.expect


def rungs() -> Mapping[str, Rung]:
    """All rungs, lowest first."""
    return _rungs()


def climbed(tried: str) -> frozenset[str]:
    """The parties that stand on the rung that was tried or below it."""
    highest = rungs()[tried].number
    return frozenset().union(*(rung.parties for rung in rungs().values() if rung.number <= highest))


def above(tried: str, role: str, sector: str) -> Iterator[Rung]:
    """The higher rungs that are there for somebody, the next one first."""
    number = rungs()[tried].number
    higher = (rung for rung in rungs().values() if rung.number > number)
    return (rung for rung in higher if rung.is_for(role, sector))


def rungs_from(raw: Mapping[str, Any], file: str = _FILE) -> dict[str, Rung]:
    """Checks that the rungs are numbered without a gap, and that everybody on them exists."""
    found = {name: _rung(name, fields, file) for name, fields in raw.items()}
    for place, rung in enumerate(found.values()):
        if rung.number != place:
            raise ContentError(file, f"{rung.id}.rung", f"is no ladder: {rung.number!r}")
    if NOTHING not in found:
        raise ContentError(file, NOTHING, "is missing")
    return found


def _rung(name: str, given: object, file: str) -> Rung:
    raw = fields_of(given, _FIELDS, file, name)
    there = listed(raw.get("parties"), file, f"{name}.parties")
    for party in there:
        if party not in parties():
            raise ContentError(file, f"{name}.parties", f"names an unknown party: {party}")
    if raw.get("stage") not in STAGES:
        raise ContentError(file, name, f"leads to no column of the routes: {raw.get('stage')!r}")
    said = {
        field: localized(raw.get(field), file, f"{name}.{field}")
        for field in ("label", "expect", "otherwise")
    }
    return Rung(
        id=name,
        number=raw.get("rung", -1),
        stage=raw["stage"],
        parties=frozenset(there),
        roles=subset(raw.get("roles", list(ROLES)), ROLES, file, f"{name}.roles"),
        sectors=subset(raw.get("sectors", list(SECTORS)), SECTORS, file, f"{name}.sectors"),
        expect_child=_expect_child(raw, file, name),
        **said,
    )


def _expect_child(raw: Mapping[str, Any], file: str, name: str) -> Localized | None:
    if "expect_child" not in raw:
        return None
    return localized(raw["expect_child"], file, f"{name}.expect_child")


@cache
def _rungs() -> Mapping[str, Rung]:
    return rungs_from(load(_FILE))
