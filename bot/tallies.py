"""Counts without words: who could not help, what happened, how safe school is, how somebody is.

A count is codes and a month. It is kept in the transaction of the bot's answer, so that it counts
once or not at all. Nothing in it leads back to a talk: there is no id and no finer time in it, and
`settle` takes away what the database itself remembers of the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from bot import small_numbers
from bot.engine import Count
from bot.models import Tally
from bot.small_numbers import LEAST
from expertise.counting import Kind

# What the counts of a kind can be laid out by.
By = Literal["value", "theme", "role", "stage"]

_ADD: Final = text("""
    INSERT INTO tally (kind, value, theme, role, stage, month, count)
    VALUES (:kind, :value, :theme, :role, :stage, :month, 1)
    ON CONFLICT (kind, value, theme, role, stage, month) DO UPDATE SET count = tally.count + 1
""")


@dataclass(frozen=True)
class Period:
    """One row of a table: whole months, the first and the last named, with a cell for each code."""

    since: str
    until: str
    total: int
    cells: Mapping[str, int | None]


def add(session: Session, counts: Iterable[Count], now: datetime) -> None:
    """Count each, in the caller's transaction."""
    rows = [_row(count, _month(now)) for count in counts]
    # Always in one order, so that of two answers at once neither holds what the other waits for.
    for row in sorted(rows, key=lambda row: tuple(row.values())):
        session.execute(_ADD, row)


def table(
    session: Session, kind: Kind, now: datetime, by: By = "value", least: int = LEAST
) -> tuple[Period, ...]:
    """The counts of a kind by one of its codes, as far as they may be shown."""
    code = getattr(Tally, by)
    query = (
        select(Tally.month, code, func.sum(Tally.count))
        .where(Tally.kind == kind, Tally.month < _month(now))
        .group_by(Tally.month, code)
    )
    months: dict[str, dict[str, int]] = {}
    for month, value, count in session.execute(query):
        months.setdefault(month, {})[value] = count
    totals = {month: sum(cells.values()) for month, cells in months.items()}
    return tuple(
        _period([months[each] for each in period], period, least)
        for period in small_numbers.periods(totals, least)
    )


def settle(session: Session) -> None:
    """Write all counts anew, in the order of their codes. On PostgreSQL; SQLite's VACUUM does it.

    A row's place tells when it was first counted, and the database marks it with the transaction
    that wrote it, like the turns of the talk that was answered in the same one.
    """
    session.execute(text("LOCK TABLE tally IN SHARE ROW EXCLUSIVE MODE"))
    columns = [getattr(Tally, column.name) for column in Tally.__table__.columns]
    rows = session.execute(delete(Tally).returning(*columns)).all()
    if rows:
        session.execute(insert(Tally), [row._asdict() for row in sorted(rows, key=tuple)])


def _month(at: datetime) -> str:
    return f"{at:%Y-%m}"


def _row(count: Count, month: str) -> dict[str, str]:
    about = count.about
    return {
        "kind": count.of,
        "value": about["party"] if "party" in about else about["value"],
        **{name: about.get(name, "") for name in ("theme", "role", "stage")},
        "month": month,
    }


def _period(months: Iterable[Mapping[str, int]], names: tuple[str, ...], least: int) -> Period:
    cells: dict[str, int] = {}
    for month in months:
        for value, count in month.items():
            cells[value] = cells.get(value, 0) + count
    shown = small_numbers.shown(cells, least)
    return Period(names[0], names[-1], sum(cells.values()), shown)
