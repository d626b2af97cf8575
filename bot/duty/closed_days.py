"""The days on which nobody of a team is there, public holidays aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import audit
from bot.audit import Deed
from bot.errors import ClosedInThePast, ClosedTooLong
from bot.member import Member
from bot.models import ClosedDay, Team
from expertise.hours import ZONE

_DAY: Final = timedelta(days=1)
_LONGEST: Final = timedelta(days=92)


@dataclass(frozen=True)
class Period:
    """Days in a row."""

    first: date
    last: date


def from_yesterday(session: Session, team_id: UUID, now: datetime) -> list[date]:
    """The days that still matter; a night that began on one of them may be going on."""
    yesterday = now.astimezone(ZONE).date() - _DAY
    query = select(ClosedDay.day).where(ClosedDay.team_id == team_id, ClosedDay.day >= yesterday)
    return list(session.execute(query.order_by(ClosedDay.day)).scalars())


def periods(session: Session, team_id: UUID, now: datetime) -> list[Period]:
    """The days to come, those in a row taken together."""
    today = now.astimezone(ZONE).date()
    days = from_yesterday(session, team_id, now)
    return list(_runs([day for day in days if day >= today]))


def close(session: Session, who: Member, period: Period, now: datetime) -> None:
    """Nobody of the team is there on these days, as far as they are still to come.

    Raises:
        ClosedInThePast: they are over, or end before they begin.
        ClosedTooLong: longer than any holiday; a slip must not close a team for years.
    """
    today = now.astimezone(ZONE).date()
    first = max(period.first, today)
    if period.last < first:
        raise ClosedInThePast
    if period.last - first >= _LONGEST:
        raise ClosedTooLong(days=str(_LONGEST.days))
    # Two admins at once wait for each other here.
    session.get_one(Team, who.team_id, with_for_update=True)
    _forget(session, who.team_id, Period(date.min, today - 2 * _DAY))
    _forget(session, who.team_id, Period(first, period.last))
    for number in range((period.last - first).days + 1):
        session.add(ClosedDay(team_id=who.team_id, day=first + number * _DAY))
    _note(session, who, "days_closed", period, now)


def reopen(session: Session, who: Member, period: Period, now: datetime) -> None:
    """On these days the slots of the week count again."""
    _forget(session, who.team_id, period)
    _note(session, who, "days_reopened", period, now)


def _forget(session: Session, team_id: UUID, period: Period) -> None:
    days = ClosedDay.day.between(period.first, period.last)
    session.execute(delete(ClosedDay).where(ClosedDay.team_id == team_id, days))


def _runs(days: list[date]) -> Iterator[Period]:
    first = days[0] if days else date.max
    for day, following in pairwise([*days, date.max]):
        if following - day > _DAY:
            yield Period(first, day)
            first = following


def _note(session: Session, who: Member, action: str, period: Period, now: datetime) -> None:
    detail = f"{period.first} {period.last}"
    audit.note(session, Deed(action, who.team_id, who.id, detail=detail), now)
