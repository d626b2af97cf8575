"""The decision tree: which parties fit a situation, in which order, at this moment.

A plain table, so that the same situation always gives the same parties and every choice can be
explained. What is checked when the table is loaded need not be feared when it is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from expertise.parties import ROLES, SECTORS, Party, parties
from expertise.source import ContentError, load
from expertise.texts import keys
from expertise.themes import THEMES

_FILE = "routes.yml"
_EMERGENCY = "112"

OFFENDERS = ("pupil", "staff", "home", "online", "unknown")
MOST_SHOWN = 3


@dataclass(frozen=True)
class Situation:
    """What is known of somebody's situation; all but the theme may be unknown."""

    theme: str
    role: str = "unknown"
    offender: str = "unknown"
    sector: str = "unknown"
    risk: str = "none"
    risk_types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row of the table: when it fits, who comes first, and what is said if that fails."""

    offenders: frozenset[str]
    sectors: frozenset[str]
    parties: tuple[str, ...]
    next_text: str

    def fits(self, situation: Situation) -> bool:
        return (not self.offenders or situation.offender in self.offenders) and (
            not self.sectors or situation.sector in self.sectors
        )


@dataclass(frozen=True)
class CrisisRow:
    """Who comes first for one kind of risk, except within its own theme."""

    risk_type: str
    parties: tuple[str, ...]
    own_theme: str | None


@dataclass(frozen=True)
class Choice:
    """The parties for a situation; `stand_in` is the one added because it answers now."""

    parties: tuple[Party, ...]
    stand_in: Party | None
    next_text: str
    risk_type: str | None


@dataclass(frozen=True)
class Table:
    """All routes, as loaded and checked."""

    rows: Mapping[tuple[str, str], tuple[Row, ...]]
    crisis: tuple[CrisisRow, ...]
    live_by_theme: Mapping[str, str]
    live_by_role: Mapping[str, str]
    known: Mapping[str, Party]

    def choose(self, situation: Situation, at: datetime) -> Choice:
        """The main party, at most two others, and at least one that is open now."""
        row = next(row for row in self.rows[situation.theme, situation.role] if row.fits(situation))
        wanted = dict.fromkeys(self._wanted(situation, row))
        fitting = [party for name in wanted if _fits(party := self.known[name], situation)]
        shown = _open_one_first(fitting[:MOST_SHOWN], at)
        stand_in = None if any(party.is_open(at) for party in shown) else self._live(situation)
        if stand_in:
            shown = (*shown[: MOST_SHOWN - 1], stand_in)
        return Choice(shown, stand_in, row.next_text, self._first_risk(situation))

    def _wanted(self, situation: Situation, row: Row) -> Iterator[str]:
        acute = situation.risk == "acute"
        if acute:
            yield _EMERGENCY
        for crisis in self._crises(situation):
            if acute or crisis.own_theme != situation.theme:
                yield from crisis.parties
        for name in row.parties:
            # In acute danger nobody is sent to wait for a school day.
            if not (acute and self.known[name].local):
                yield name

    def _crises(self, situation: Situation) -> Iterator[CrisisRow]:
        if situation.risk != "none":
            yield from (row for row in self.crisis if row.risk_type in situation.risk_types)

    def _first_risk(self, situation: Situation) -> str | None:
        return next((row.risk_type for row in self._crises(situation)), None)

    def _live(self, situation: Situation) -> Party:
        name = self.live_by_theme.get(situation.theme, self.live_by_role[situation.role])
        return self.known[name]


def _fits(party: Party, situation: Situation) -> bool:
    # A primary-school pupil cannot file a complaint, so without a known sector no pupil is told to.
    if party.complaint and situation.role == "pupil" and situation.sector not in ("vo", "mbo"):
        return False
    return party.is_reachable() and party.serves(situation.role, situation.sector)


def _open_one_first(shown: list[Party], at: datetime) -> tuple[Party, ...]:
    """Nobody should begin with a closed line when one of the others answers."""
    if shown[0].is_open(at) is False:
        shown = sorted(shown, key=lambda party: party.is_open(at) is not True)
    return tuple(shown)


def choose(situation: Situation, at: datetime) -> Choice:
    """The parties for a situation at this moment."""
    return _table().choose(situation, at)


def table_from(raw: Mapping[str, Any], known: Mapping[str, Party], file: str = _FILE) -> Table:
    """Checks that every theme and role has a way out, to parties that are there for them."""
    rows = {
        (theme, role): _rows(raw["routes"], theme, role, known, file)
        for theme in THEMES
        for role in ROLES
    }
    crisis = tuple(
        CrisisRow(row["risk"], _known(row["parties"], known, file, "crisis"), row.get("theme"))
        for row in raw["crisis"]
    )
    live = raw["live"]
    for name in (*live["theme"].values(), *live["role"].values()):
        _check_live(name, known, file)
    for role in set(ROLES) - live["role"].keys():
        raise ContentError(file, f"live.role.{role}", "has nobody")
    return Table(rows, crisis, live["theme"], live["role"], known)


def _rows(
    raw: Mapping[str, Any], theme: str, role: str, known: Mapping[str, Party], file: str
) -> tuple[Row, ...]:
    key = f"routes.{theme}.{role}"
    listed = raw.get(theme, {}).get(role, ())
    rows = tuple(_row(fields, known, file, f"{key}.{index}") for index, fields in enumerate(listed))
    if not rows or rows[-1].offenders or rows[-1].sectors:
        raise ContentError(file, key, "leaves a situation without a way out")
    for row in rows:
        for name in row.parties:
            if role not in known[name].roles or theme not in known[name].themes:
                raise ContentError(file, key, f"sends to {name}, who is not there for this")
    return rows


def _row(fields: Mapping[str, Any], known: Mapping[str, Party], file: str, key: str) -> Row:
    offenders, sectors = fields.get("offender", ()), fields.get("sector", ())
    if set(offenders) - set(OFFENDERS) or set(sectors) - set(SECTORS):
        raise ContentError(file, key, "has a condition that never holds")
    next_text = f"advice.next.{fields.get('next')}"
    if next_text not in keys():
        raise ContentError(file, key, f"names an unknown text: {next_text}")
    names = _known(fields.get("parties", ()), known, file, key)
    if not names:
        raise ContentError(file, key, "names no party")
    return Row(frozenset(offenders), frozenset(sectors), names, next_text)


def _known(
    names: Sequence[str], known: Mapping[str, Party], file: str, key: str
) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            raise ContentError(file, key, f"names an unknown party: {name}")
    return tuple(names)


def _check_live(name: str, known: Mapping[str, Party], file: str) -> None:
    _known([name], known, file, "live")
    hours = known[name].hours
    if hours is None or not hours.opening.always or not hours.evidence.shown:
        raise ContentError(file, "live", f"{name} does not answer day and night")


@cache
def _table() -> Table:
    return table_from(load(_FILE), parties())
