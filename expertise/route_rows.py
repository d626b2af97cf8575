"""Reads the rows of the route table, and refuses those that would lead somebody nowhere.

A misspelt condition would make a row fit everybody, and a party that is there for others would be
passed over without a word; so nothing here is taken for granted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from expertise.ladder import STAGES, Stage
from expertise.parties import SECTORS, Party
from expertise.schema import fields_of, flag, listed
from expertise.situations import NO_THEME, OFFENDERS, PERSPECTIVES, Situation
from expertise.source import ContentError
from expertise.texts import keys
from expertise.themes import THEMES
from expertise.topics import topics

ALL_THEMES = (*THEMES, NO_THEME)

# The rows of the domain study's table (section 6c).
_NUMBERS = range(1, 43)
_CONDITIONS = ("offender", "sector", "perspective", "themes", "topic")
# A situation has one theme, and a row that stands before all of them names several.
_SAID = {"themes": "theme"}
_FIELDS = ("row", *_CONDITIONS, *STAGES, "next", "climbs")


@dataclass(frozen=True)
class Row:
    """One row: when it fits, who comes first at each stage, and what is said if that fails.

    Where `climbs` is False there is no ladder: its own text is said at every stage.
    """

    numbers: tuple[int, ...]
    conditions: Mapping[str, frozenset[str]]
    columns: Mapping[Stage, tuple[str, ...]]
    next_text: str
    climbs: bool

    def fits(self, situation: Situation) -> bool:
        """Whether every condition of the row holds."""
        return all(
            getattr(situation, _SAID.get(name, name)) in wanted
            for name, wanted in self.conditions.items()
        )

    def from_stage(self, stage: Stage) -> Iterator[str]:
        """The parties of a stage, then of those after it."""
        for later in STAGES[STAGES.index(stage) :]:
            yield from self.columns[later]


@dataclass(frozen=True)
class Reader:
    """Reads the rows of one file for the parties that are known."""

    known: Mapping[str, Party]
    file: str

    def rows(self, given: object, role: str, themes: tuple[str, ...], key: str) -> tuple[Row, ...]:
        """The rows of a role; each party in them is there for the role and one of the themes."""
        return tuple(
            self._row(fields, role, themes, f"{key}.{index}")
            for index, fields in enumerate(listed(given, self.file, key))
        )

    def parties(self, given: object, key: str) -> tuple[str, ...]:
        """The ids of parties, all of which exist."""
        names = listed(given, self.file, key)
        for name in names:
            if name not in self.known:
                raise ContentError(self.file, key, f"names an unknown party: {name}")
        return tuple(names)

    def text(self, name: object, key: str) -> str:
        """The key of a text that there is."""
        text = f"advice.next.{name}"
        if text not in keys():
            raise ContentError(self.file, key, f"names an unknown text: {text}")
        return text

    def _row(self, given: object, role: str, themes: tuple[str, ...], key: str) -> Row:
        fields = fields_of(given, _FIELDS, self.file, key)
        conditions = self._conditions(fields, key)
        fits = themes if len(themes) == 1 else tuple(conditions.get("themes", themes))
        return Row(
            numbers=self._numbers(fields.get("row"), f"{key}.row"),
            conditions=conditions,
            columns={stage: self._column(fields, stage, role, fits, key) for stage in STAGES},
            next_text=self.text(fields.get("next"), f"{key}.next"),
            climbs=flag({"climbs": True, **fields}, "climbs", self.file, key),
        )

    def _numbers(self, given: object, key: str) -> tuple[int, ...]:
        numbers = given if isinstance(given, list) else [given]
        for number in numbers:
            if number not in _NUMBERS:
                raise ContentError(self.file, key, f"is no row of the study: {number!r}")
        return tuple(numbers)

    def _conditions(self, fields: Mapping[str, Any], key: str) -> Mapping[str, frozenset[str]]:
        possible = {
            "offender": OFFENDERS,
            "sector": SECTORS,
            "perspective": PERSPECTIVES,
            "themes": ALL_THEMES,
            "topic": tuple(topics()),
        }
        conditions = {}
        for name in _CONDITIONS:
            if name in fields:
                wanted = listed(fields[name], self.file, f"{key}.{name}")
                if not wanted or any(each not in possible[name] for each in wanted):
                    raise ContentError(
                        self.file, f"{key}.{name}", "has a condition that never holds"
                    )
                conditions[name] = frozenset(wanted)
        return conditions

    def _column(
        self, fields: Mapping[str, Any], stage: Stage, role: str, themes: tuple[str, ...], key: str
    ) -> tuple[str, ...]:
        names = self.parties(fields.get(stage, []), f"{key}.{stage}")
        if not names:
            raise ContentError(self.file, key, f"names no party under {stage}")
        for name in names:
            party = self.known[name]
            if role not in party.roles or not _any_theme(party, themes):
                problem = f"sends to {name}, who is not there for this"
                raise ContentError(self.file, f"{key}.{stage}", problem)
        if not any(self.known[name].is_reachable() for name in names):
            raise ContentError(self.file, f"{key}.{stage}", "names nobody with a verified contact")
        return names


def _any_theme(party: Party, themes: tuple[str, ...]) -> bool:
    return any(theme == NO_THEME or theme in party.themes for theme in themes)
