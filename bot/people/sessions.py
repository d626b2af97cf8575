"""One's own sessions: where one is logged in, in which team, and how to end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import audit, vault
from bot.audit import Deed
from bot.errors import SessionEnded
from bot.member import Member
from bot.models import StaffSession, Team
from bot.people import members
from bot.people.errors import NoSuchTeam


@dataclass(frozen=True)
class Seen:
    """A session as its owner sees it; `device` is empty where it is not known."""

    id: UUID
    device: str
    team: str
    since: datetime
    last_seen: datetime
    is_this: bool


def own(session: Session, who: Member, token: bytes, now: datetime) -> list[Seen]:
    """Somebody's sessions, the one that asks first."""
    this = vault.fingerprint(token)
    query = (
        select(StaffSession, Team.name)
        .join(Team, Team.id == StaffSession.team_id)
        .where(StaffSession.staff_id == who.id, StaffSession.expires_at > now)
        .order_by(StaffSession.last_seen_at.desc())
    )
    found = [
        Seen(row.id, row.device, team, row.created_at, row.last_seen_at, row.token_hash == this)
        for row, team in session.execute(query)
    ]
    return sorted(found, key=lambda one: not one.is_this)


def end(session: Session, who: Member, session_id: UUID, now: datetime) -> None:
    """End one of one's own sessions. Ending one that has ended changes nothing."""
    session.execute(
        delete(StaffSession).where(StaffSession.staff_id == who.id, StaffSession.id == session_id)
    )
    audit.note(session, Deed("sessions_ended", who.team_id, who.id, who.id, "one"), now)


def end_others(session: Session, who: Member, token: bytes, now: datetime) -> None:
    """End all of one's own sessions but the one that asks."""
    session.execute(
        delete(StaffSession).where(
            StaffSession.staff_id == who.id,
            StaffSession.token_hash != vault.fingerprint(token),
        )
    )
    audit.note(session, Deed("sessions_ended", who.team_id, who.id, who.id, "others"), now)


def switch(session: Session, who: Member, token: bytes, team_id: UUID, now: datetime) -> None:
    """Act in another of one's own teams from here on.

    Raises:
        NoSuchTeam: it is none of theirs.
        SessionEnded: this session is no more.
    """
    if team_id not in {team.id for team in members.teams_of(session, who.id)}:
        raise NoSuchTeam(name="?")
    row = session.get(StaffSession, vault.fingerprint(token))
    if row is None:
        raise SessionEnded
    row.team_id = team_id
    audit.note(session, Deed("team_switched", team_id, who.id, who.id), now)
