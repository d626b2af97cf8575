"""The figures: tables with the year and the source of every number, and what they do not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from expertise.evidence import EVIDENCE, Evidence, evidence_from
from expertise.languages import LANGUAGES, Language, Localized
from expertise.schema import fields_of, flag, listed
from expertise.source import ContentError, load, localized

_FILE = "figures.yml"
_TABLE = ("title", "first", "columns", "rows", "says_not", "bars", "care", *EVIDENCE)
_ROW = ("label", "values", *EVIDENCE)
_THOUSANDS: Mapping[Language, str] = {"nl": ".", "a2": ".", "en": ","}


@dataclass(frozen=True)
class Row:
    """One line of a table; `share` is its first value as a part of the widest bar."""

    label: Localized
    values: tuple[Localized, ...]
    evidence: Evidence
    share: float | None


@dataclass(frozen=True)
class Table:
    """Some figures that belong together; `care` are those that stand beside a way to talk."""

    id: str
    title: Localized
    first: Localized
    columns: tuple[Localized, ...]
    rows: tuple[Row, ...]
    says_not: Localized
    care: bool

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Where its figures come from, each source once."""
        return tuple(dict.fromkeys(row.evidence for row in self.rows))


def figures() -> tuple[Table, ...]:
    """All tables, in the order in which they are shown."""
    return _figures()


def figures_from(raw: Mapping[str, Any], file: str = _FILE) -> tuple[Table, ...]:
    """Checks that every figure was verified and stands below a heading."""
    return tuple(_table(name, raw[name], file, f"tables.{name}") for name in raw)


def _table(name: str, given: object, file: str, key: str) -> Table:
    raw = fields_of(given, _TABLE, file, key)
    columns = listed(raw.get("columns"), file, f"{key}.columns")
    rows = [
        _row(row, raw, len(columns), file, f"{key}.rows.{index}")
        for index, row in enumerate(listed(raw.get("rows"), file, f"{key}.rows"))
    ]
    care, bars = flag(raw, "care", file, key), flag(raw, "bars", file, key)
    if care and bars:
        raise ContentError(file, name, "draws what is only told with care")
    return Table(
        id=name,
        title=localized(raw.get("title"), file, f"{key}.title"),
        first=localized(raw.get("first"), file, f"{key}.first"),
        columns=tuple(
            localized(column, file, f"{key}.columns.{index}")
            for index, column in enumerate(columns)
        ),
        rows=tuple(_with_shares(rows, file, key) if bars else rows),
        says_not=localized(raw.get("says_not"), file, f"{key}.says_not"),
        care=care,
    )


def _row(given: object, table: Mapping[str, Any], width: int, file: str, key: str) -> Row:
    raw = fields_of(given, _ROW, file, key)
    values = listed(raw.get("values"), file, f"{key}.values")
    if len(values) != width:
        raise ContentError(file, key, f"has {len(values)} values below {width} headings")
    evidence = evidence_from(raw if "confidence" in raw else table, file, key)
    if not evidence.shown:
        raise ContentError(file, key, f"was not verified: {evidence.confidence}")
    return Row(
        label=localized(raw.get("label"), file, f"{key}.label"),
        values=tuple(_value(value, file, f"{key}.values") for value in values),
        evidence=evidence,
        share=None,
    )


def _value(raw: object, file: str, key: str) -> Localized:
    if isinstance(raw, int):
        grouped = f"{raw:,}"
        return Localized(**{name: grouped.replace(",", _THOUSANDS[name]) for name in LANGUAGES})
    return localized(raw, file, key)


def _with_shares(rows: Sequence[Row], file: str, key: str) -> list[Row]:
    """The rows with the length of their bars: shares of a whole as they are, counts of the most."""
    texts = [row.values[0].en for row in rows]
    try:
        numbers = [int(text.rstrip("%").replace(",", "")) for text in texts]
    except ValueError as error:
        raise ContentError(file, key, f"cannot be drawn: {error}") from error
    whole = 100 if all(text.endswith("%") for text in texts) else max(numbers)
    return [
        Row(row.label, row.values, row.evidence, number / whole)
        for row, number in zip(rows, numbers, strict=True)
    ]


@cache
def _figures() -> tuple[Table, ...]:
    return figures_from(load(_FILE)["tables"])
