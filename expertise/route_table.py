"""The route table as the content holds it, checked when it is loaded.

What is refused here need not be feared when a child asks: a situation without a way out, a party
that does not exist or is not there for this role and theme, a text that is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from expertise.ladder import STAGES, Stage
from expertise.parties import ROLES, SECTORS, Party, parties
from expertise.situations import NO_THEME, OFFENDERS, PERSPECTIVES, Situation
from expertise.source import ContentError, load
from expertise.texts import keys
from expertise.themes import THEMES

FILE = "routes.yml"
ALL_THEMES = (*THEMES, NO_THEME)

_CONDITIONS: Mapping[str, Sequence[str] | None] = {
    "offender": OFFENDERS,
    "sector": SECTORS,
    "perspective": PERSPECTIVES,
    "themes": ALL_THEMES,
    "topic": None,
}


@dataclass(frozen=True)
class Row:
    """One row: when it fits, who comes first at each stage, and what is said if that fails."""

    numbers: tuple[int, ...]
    conditions: Mapping[str, frozenset[str]]
    columns: Mapping[Stage, tuple[str, ...]]
    next_text: str

    def fits(self, situation: Situation) -> bool:
        """Whether every condition of the row holds."""
        known = {
            "offender": situation.offender,
            "sector": situation.sector,
            "perspective": situation.perspective,
            "themes": situation.theme,
            "topic": situation.topic,
        }
        return all(known[name] in wanted for name, wanted in self.conditions.items())

    def from_stage(self, stage: Stage) -> Iterator[str]:
        """The parties of a stage, then of those after it."""
        for later in STAGES[STAGES.index(stage) :]:
            yield from self.columns[later]


@dataclass(frozen=True)
class CrisisRow:
    """Who comes first for one kind of risk, except within its own theme."""

    risk_type: str
    parties: tuple[str, ...]
    own_theme: str | None


@dataclass(frozen=True)
class Table:
    """All routes."""

    rows: Mapping[tuple[str, str], tuple[Row, ...]]
    crisis: tuple[CrisisRow, ...]
    live_by_theme: Mapping[str, str]
    live_by_role: Mapping[str, str]
    support: Mapping[str, tuple[str, ...]]
    later_texts: Mapping[tuple[str, str], str]
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
        live = self.raw["live"]
        for name in (*live["theme"].values(), *live["role"].values()):
            self._check_live(name)
        for role in set(ROLES) - live["role"].keys():
            raise ContentError(self.file, f"live.role.{role}", "has nobody")
        return Table(
            rows={(theme, role): self._rows(theme, role) for theme in ALL_THEMES for role in ROLES},
            crisis=tuple(
                CrisisRow(row["risk"], self._known(row["parties"], "crisis"), row.get("theme"))
                for row in self.raw["crisis"]
            ),
            live_by_theme=live["theme"],
            live_by_role=live["role"],
            support={role: self._support(role) for role in ROLES},
            later_texts={
                (role, stage): self._text(self.raw["next"][role][stage], f"next.{role}.{stage}")
                for role in ROLES
                for stage in STAGES[1:]
            },
            known=self.known,
        )

    def _rows(self, theme: str, role: str) -> tuple[Row, ...]:
        key = f"routes.{theme}.{role}"
        own = self._listed(self.raw["routes"].get(theme, {}).get(role, ()), key)
        if not own or own[-1].conditions:
            raise ContentError(self.file, key, "leaves a situation without a way out")
        for row in own:
            self._check_audience(row, role, theme, key)
        anywhere = self._listed(self.raw["anywhere"].get(role, ()), f"anywhere.{role}")
        return (*anywhere, *own)

    def _listed(self, listed: Sequence[Mapping[str, Any]], key: str) -> tuple[Row, ...]:
        return tuple(self._row(fields, f"{key}.{index}") for index, fields in enumerate(listed))

    def _row(self, fields: Mapping[str, Any], key: str) -> Row:
        conditions = {name: frozenset(fields[name]) for name in _CONDITIONS.keys() & fields.keys()}
        for name, wanted in conditions.items():
            possible = _CONDITIONS[name]
            if not wanted or (possible is not None and wanted - set(possible)):
                raise ContentError(self.file, key, "has a condition that never holds")
        columns = {stage: self._column(fields, stage, key) for stage in STAGES}
        numbers = fields.get("row", ())
        return Row(
            numbers=(numbers,) if isinstance(numbers, int) else tuple(numbers),
            conditions=conditions,
            columns=columns,
            next_text=self._text(fields.get("next"), key),
        )

    def _column(self, fields: Mapping[str, Any], stage: Stage, key: str) -> tuple[str, ...]:
        names = self._known(fields.get(stage, ()), key)
        if not names:
            raise ContentError(self.file, key, f"names no party under {stage}")
        return names

    def _support(self, role: str) -> tuple[str, ...]:
        names = self._known(self.raw["support"].get(role, ()), f"support.{role}")
        if not any(role in self.known[name].roles for name in names):
            raise ContentError(self.file, f"support.{role}", "has nobody at the end of the ladder")
        return names

    def _check_audience(self, row: Row, role: str, theme: str, key: str) -> None:
        for name in row.from_stage("first"):
            party = self.known[name]
            if role not in party.roles or (theme != NO_THEME and theme not in party.themes):
                raise ContentError(self.file, key, f"sends to {name}, who is not there for this")

    def _text(self, name: object, key: str) -> str:
        text = f"advice.next.{name}"
        if text not in keys():
            raise ContentError(self.file, key, f"names an unknown text: {text}")
        return text

    def _known(self, names: Sequence[str], key: str) -> tuple[str, ...]:
        for name in names:
            if name not in self.known:
                raise ContentError(self.file, key, f"names an unknown party: {name}")
        return tuple(names)

    def _check_live(self, name: str) -> None:
        self._known([name], "live")
        hours = self.known[name].hours
        if hours is None or not hours.opening.always or not hours.evidence.shown:
            raise ContentError(self.file, "live", f"{name} does not answer day and night")


@cache
def _table() -> Table:
    return table_from(load(FILE), parties())
