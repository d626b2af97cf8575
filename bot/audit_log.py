"""Looking into the audit: what one team's members did, the newest first, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.models import AuditEntry, Staff

PAGE = 100
# Whoever searches by a day means a day on the clock at school.
_HERE = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Wanted:
    """What is looked for; what is None may be anything. `before` is where an earlier page ended."""

    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Line:
    """One deed. `who` is a name, None for the reporter, the bot and the clock."""

    number: int
    at: datetime
    who: str | None
    action: str
    subject: str | None
    detail: str | None


@dataclass(frozen=True)
class Page:
    """Some lines, and from where the next page goes on, if there is one."""

    lines: tuple[Line, ...]
    next: int | None


def search(session: Session, team_id: UUID | None, wanted: Wanted) -> Page:
    """The deeds in a team, or in all of them."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    if team_id is not None:
        query = query.where(AuditEntry.team_id == str(team_id))
    rows = list(session.execute(_narrowed(session, query, wanted)).scalars())
    shown, names = rows[:PAGE], _names(session)
    lines = tuple(_line(row, names) for row in shown)
    return Page(lines, shown[-1].id if len(rows) > PAGE else None)


def actions(session: Session, team_id: UUID | None) -> tuple[str, ...]:
    """Every kind of deed that was noted."""
    query = select(AuditEntry.action).distinct().order_by(AuditEntry.action)
    if team_id is not None:
        query = query.where(AuditEntry.team_id == str(team_id))
    return tuple(session.execute(query).scalars())


def _narrowed(
    session: Session, query: Select[tuple[AuditEntry]], wanted: Wanted
) -> Select[tuple[AuditEntry]]:
    if wanted.actor is not None:
        named = select(Staff.id).where(Staff.name == wanted.actor.replace("\0", ""))
        query = query.where(AuditEntry.actor.in_(map(str, session.execute(named).scalars())))
    if wanted.action is not None:
        query = query.where(AuditEntry.action == wanted.action.replace("\0", ""))
    if wanted.subject is not None:
        query = query.where(AuditEntry.subject == wanted.subject.replace("\0", ""))
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= _midnight(wanted.since))
    if wanted.until is not None:
        query = query.where(AuditEntry.at < _midnight(wanted.until + timedelta(days=1)))
    return query if wanted.before is None else query.where(AuditEntry.id < wanted.before)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), _HERE)


def _names(session: Session) -> Mapping[str, str]:
    return {str(who): name for who, name in session.execute(select(Staff.id, Staff.name))}


def _line(row: AuditEntry, names: Mapping[str, str]) -> Line:
    # Nobody's account is ever erased, but an id that is unknown here is still somebody's.
    who = None if row.actor is None else names.get(row.actor, row.actor)
    subject = names.get(row.subject, row.subject) if row.subject else None
    return Line(row.id, row.at, who, row.action, subject, row.detail)
