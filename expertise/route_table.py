"""The route table as the content holds it, checked as a whole when it is loaded.

What is refused here need not be feared when a child asks: a situation without a way out, a party
that does not exist or is not there for this role and theme, a text that is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from expertise.ladder import STAGES
from expertise.parties import ROLES, Party, parties
from expertise.route_rows import ALL_THEMES, Reader, Row
from expertise.safety import RISK_TYPES
from expertise.schema import fields_of, listed
from expertise.situations import Situation
from expertise.source import WHOLE_FILE, ContentError, load
from expertise.themes import THEMES

FILE = "routes.yml"

_SECTIONS = ("live", "support", "next", "crisis", "anywhere", "routes")
# What is said where the row's own text no longer fits: higher up, and where the ladder ends.
_LATER = STAGES[1:]
_END = "end"


@dataclass(frozen=True)
class CrisisRow:
    """Who comes first for one kind of risk, except within its own theme."""

    risk_type: str
    parties: tuple[str, ...]
    own_theme: str | None


@dataclass(frozen=True)
class Table:
    """All routes; `last_texts` are what each role reads at the end of the ladder."""

    rows: Mapping[tuple[str, str], tuple[Row, ...]]
    crisis: tuple[CrisisRow, ...]
    live_by_theme: Mapping[str, str]
    live_by_role: Mapping[str, str]
    support: Mapping[str, tuple[str, ...]]
    later_texts: Mapping[tuple[str, str], str]
    last_texts: Mapping[str, str]
    known: Mapping[str, Party]

    def row(self, situation: Situation) -> Row:
        """The first row that fits; the last of each theme and role always does."""
        rows = self.rows[situation.theme, situation.role]
        return next(row for row in rows if row.fits(situation))


def table() -> Table:
    """The routes in use."""
    return _table()


def table_from(raw: Mapping[str, Any], known: Mapping[str, Party], file: str = FILE) -> Table:
    """Checks that every theme and role has a way out, to parties that are there for them."""
    return _Checked(raw, known, file).table()


@dataclass(frozen=True)
class _Checked:
    raw: Mapping[str, Any]
    known: Mapping[str, Party]
    file: str

    def table(self) -> Table:
        self._all_of(self.raw, _SECTIONS, WHOLE_FILE)
        live = self._all_of(self.raw["live"], ("theme", "role"), "live")
        by_theme = fields_of(live["theme"], THEMES, self.file, "live.theme")
        by_role = self._all_of(live["role"], ROLES, "live.role")
        for name in (*by_theme.values(), *by_role.values()):
            self._check_live(name)
        said = self._said()
        return Table(
            rows=self._rows(),
            crisis=self._crisis(),
            live_by_theme=by_theme,
            live_by_role=by_role,
            support=self._support(),
            later_texts={(role, stage): said[role, stage] for role in ROLES for stage in _LATER},
            last_texts={role: said[role, _END] for role in ROLES},
            known=self.known,
        )

    @property
    def _reader(self) -> Reader:
        return Reader(self.known, self.file)

    def _rows(self) -> Mapping[tuple[str, str], tuple[Row, ...]]:
        anywhere = fields_of(self.raw["anywhere"], ROLES, self.file, "anywhere")
        routes = self._all_of(self.raw["routes"], ALL_THEMES, "routes")
        before = {
            role: self._reader.rows(anywhere.get(role, []), role, ALL_THEMES, f"anywhere.{role}")
            for role in ROLES
        }
        rows = {}
        for theme in ALL_THEMES:
            key = f"routes.{theme}"
            own = self._all_of(routes[theme], ROLES, key)
            for role in ROLES:
                found = self._reader.rows(own[role], role, (theme,), f"{key}.{role}")
                if not found or found[-1].conditions:
                    problem = "leaves a situation without a way out"
                    raise ContentError(self.file, f"{key}.{role}", problem)
                rows[theme, role] = (*before[role], *found)
        return rows

    def _crisis(self) -> tuple[CrisisRow, ...]:
        rows = tuple(
            self._crisis_row(given, f"crisis.{index}")
            for index, given in enumerate(listed(self.raw["crisis"], self.file, "crisis"))
        )
        for kind in set(RISK_TYPES) - {row.risk_type for row in rows}:
            raise ContentError(self.file, "crisis", f"has nothing for {kind}")
        return rows

    def _crisis_row(self, given: object, key: str) -> CrisisRow:
        raw = fields_of(given, ("risk", "parties", "theme"), self.file, key)
        if raw.get("risk") not in RISK_TYPES:
            raise ContentError(self.file, f"{key}.risk", f"is no risk: {raw.get('risk')!r}")
        if raw.get("theme", THEMES[0]) not in THEMES:
            raise ContentError(self.file, f"{key}.theme", f"is no theme: {raw['theme']!r}")
        names = self._reader.parties(raw.get("parties"), f"{key}.parties")
        return CrisisRow(raw["risk"], names, raw.get("theme"))

    def _support(self) -> Mapping[str, tuple[str, ...]]:
        raw = self._all_of(self.raw["support"], ROLES, "support")
        found = {role: self._reader.parties(raw[role], f"support.{role}") for role in ROLES}
        for role, names in found.items():
            there = (self.known[name] for name in names)
            if not any(role in party.roles and party.is_reachable() for party in there):
                problem = "has nobody at the end of the ladder"
                raise ContentError(self.file, f"support.{role}", problem)
        return found

    def _said(self) -> Mapping[tuple[str, str], str]:
        raw = self._all_of(self.raw["next"], ROLES, "next")
        kinds = (*_LATER, _END)
        by_role = {role: self._all_of(raw[role], kinds, f"next.{role}") for role in ROLES}
        return {
            (role, kind): self._reader.text(by_role[role][kind], f"next.{role}.{kind}")
            for role in ROLES
            for kind in kinds
        }

    def _all_of(self, given: object, names: Sequence[str], key: str) -> Mapping[str, Any]:
        """A mapping that has each of these names and no other."""
        fields = fields_of(given, names, self.file, key)
        for name in names:
            if name not in fields:
                place = name if key == WHOLE_FILE else f"{key}.{name}"
                raise ContentError(self.file, place, "leaves a situation without a way out")
        return fields

    def _check_live(self, name: object) -> None:
        (known,) = self._reader.parties([name], "live")
        hours = self.known[known].hours
        if hours is None or not hours.opening.always or not hours.evidence.shown:
            raise ContentError(self.file, "live", f"{name} does not answer day and night")


@cache
def _table() -> Table:
    return table_from(load(FILE), parties())
