"""Who of a team talks with reporters: those who may read there, and hold the team's key."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from bot.errors import UnusablePlan
from bot.member import READING
from bot.models import Membership, Staff


def talks_with_reporters(team_id: UUID) -> ColumnElement[bool]:
    """Whether an account is one of theirs."""
    place = select(Membership.staff_id).where(
        Membership.staff_id == Staff.id,
        Membership.team_id == team_id,
        Membership.wrapped_team_key.is_not(None),
        or_(*(Membership.roles.contains(role) for role in READING)),
    )
    return place.exists() & Staff.disabled_at.is_(None)


def require(session: Session, team_id: UUID, staff_id: UUID) -> None:
    """Refuse somebody of elsewhere.

    Raises:
        UnusablePlan: nobody of this team who talks with reporters.
    """
    found = select(Staff.id).where(talks_with_reporters(team_id), Staff.id == staff_id)
    if session.execute(found).first() is None:
        raise UnusablePlan
