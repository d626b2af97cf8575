"""Who else is in the team, and could have a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.duty import presence
from bot.duty.members import talks_with_reporters
from bot.errors import NoSuchColleague
from bot.member import Counsellor
from bot.models import Conflict, Staff


@dataclass(frozen=True)
class Colleague:
    """Somebody of the same team. `is_there` is whether they are on duty with the console open."""

    id: UUID
    name: str
    is_there: bool


def who_could_have(
    session: Session, who: Counsellor, conversation_id: UUID, now: datetime
) -> list[Colleague]:
    """Whom a conversation could be given to, by name: those who are there come first."""
    attending = presence.attendance(session, who.team_id, now)
    there = {each.id for each in attending if each.is_on_duty and each.is_here}
    found = [
        Colleague(account.id, account.name, account.id in there)
        for account in session.execute(_others(who, conversation_id)).scalars()
    ]
    return sorted(found, key=lambda colleague: (not colleague.is_there, colleague.name))


def one(session: Session, who: Counsellor, conversation_id: UUID, colleague_id: UUID) -> Staff:
    """A colleague who could have a conversation.

    Raises:
        NoSuchColleague: not of this team, without its key, shut, or too near to it.
    """
    query = _others(who, conversation_id).where(Staff.id == colleague_id)
    found = session.execute(query).scalar_one_or_none()
    if found is None:
        raise NoSuchColleague
    return found


def names(session: Session, who: Counsellor) -> dict[UUID, str]:
    """Everybody else who talks with this team's reporters."""
    return {account.id: account.name for account in session.execute(_readers(who)).scalars()}


def _others(who: Counsellor, conversation_id: UUID) -> Select[tuple[Staff]]:
    too_near = select(Conflict.staff_id).where(Conflict.conversation_id == conversation_id)
    return _readers(who).where(Staff.id.not_in(too_near))


def _readers(who: Counsellor) -> Select[tuple[Staff]]:
    return select(Staff).where(talks_with_reporters(who.team_id), Staff.id != who.id)
