"""Who of a team is there now, and what a reporter may count on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.access import Access, conversation_of
from bot.duty import members, roster
from bot.models import Conflict, Conversation, Staff, StaffSession, State, Team
from bot.passing import routing

# An open page of the console says every 15 seconds that it is there.
_SEEN_WITHIN: Final = timedelta(minutes=2)


@dataclass(frozen=True)
class Availability:
    """Whether somebody can take a talk now, and if not, when the roster says that somebody can."""

    is_there: bool
    opens_at: datetime | None = None


@dataclass(frozen=True)
class Attendance:
    """Somebody of the team: whether their console is open, and how many talks they have."""

    id: UUID
    name: str
    is_on_duty: bool
    is_here: bool
    talks: int

    def has_room(self, talks_each: int | None) -> bool:
        """Whether a reporter who waits may hope for them."""
        has_place = talks_each is None or self.talks < talks_each
        return self.is_on_duty and self.is_here and has_place


def attendance(session: Session, team_id: UUID, now: datetime) -> list[Attendance]:
    """Everybody of a team, by name."""
    rows = session.execute(_rows(team_id, now).order_by(Staff.name))
    return [Attendance(*row) for row in rows]


def for_talk(session: Session, access: Access, now: datetime) -> Availability:
    """What this reporter may count on: of the team that was asked, or of the one that would be."""
    team_id = conversation_of(session, access).team_id
    if team_id is None:
        asked = routing.route(session, access).teams
        team_id = asked[0].id if asked else None
    if team_id is None:
        return Availability(is_there=False)
    too_near = select(Conflict.staff_id).where(Conflict.conversation_id == access.id)
    return of_team(session, team_id, now, frozenset(session.execute(too_near).scalars()))


def of_team(
    session: Session, team_id: UUID, now: datetime, without: frozenset[UUID] = frozenset()
) -> Availability:
    """What reporters of a team may count on: a roster that says so and somebody who has room.

    `without` are people who do not get to see this talk.
    """
    limit = session.get_one(Team, team_id).talks_each
    plan = roster.of_team(session, team_id, now)
    # Asked at every turn of every talk: one person who has room is enough to know.
    free = _with_room(team_id, limit, now).where(Staff.id.not_in(without)).limit(1)
    if plan.expects_somebody(now) and session.execute(free).first() is not None:
        return Availability(is_there=True)
    return Availability(is_there=False, opens_at=plan.next_start(now))


def talks_of(staff_id: UUID | InstrumentedAttribute[UUID]) -> ColumnElement[int]:
    """How many talks somebody has in hand."""
    return (
        select(func.count(Conversation.id))
        .where(Conversation.claimed_by == staff_id, Conversation.state == State.HUMAN)
        .scalar_subquery()
    )


def _with_room(team_id: UUID, limit: int | None, now: datetime) -> Select[tuple[UUID]]:
    """Whom a reporter who waits may hope for."""
    query = select(Staff.id).where(
        members.talks_with_reporters(team_id), Staff.on_duty, _is_here(team_id, now)
    )
    return query if limit is None else query.where(talks_of(Staff.id) < limit)


def _is_here(team_id: UUID, now: datetime) -> ColumnElement[bool]:
    seen = select(StaffSession.token_hash).where(
        StaffSession.staff_id == Staff.id,
        StaffSession.team_id == team_id,
        # Both ways: after a clock was set back nobody is to seem here for hours.
        StaffSession.last_seen_at.between(now - _SEEN_WITHIN, now + _SEEN_WITHIN),
        StaffSession.expires_at > now,
    )
    return seen.exists()


def _rows(team_id: UUID, now: datetime) -> Select[tuple[UUID, str, bool, bool, int]]:
    is_here, talks = _is_here(team_id, now), talks_of(Staff.id)
    query = select(Staff.id, Staff.name, Staff.on_duty, is_here, talks)
    return query.where(members.talks_with_reporters(team_id))
