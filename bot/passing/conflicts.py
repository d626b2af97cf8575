"""Who is too near to a conversation, and does not see it any more.

A counsellor says so without a reason, or the reporter does; only an admin of the team takes it
back. The team's key still opens the conversation: the console withholds it (`steps.is_clear_of`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from bot import audit, steps
from bot.access import Access, conversation_of
from bot.audit import Deed
from bot.clock import to_minute
from bot.errors import HandoverConflict, UnknownConversation
from bot.member import READING, Counsellor, Member
from bot.models import Conflict, Conversation, Staff, State
from bot.people import members
from bot.people.members import Colleague


@dataclass(frozen=True)
class SteppedBack:
    """Somebody of a team who does not see one of its conversations."""

    conversation_id: UUID
    staff_id: UUID
    name: str
    at: datetime


def step_back(session: Session, who: Counsellor, conversation_id: UUID, now: datetime) -> None:
    """A counsellor is too near: from here on they see nothing of it, and a colleague takes over.

    Raises:
        UnknownConversation: it is not this team's, or they stepped back before.
    """
    conversation = steps.of_team(session, who, conversation_id)
    _keep_away(session, conversation, who.id, now, by=who.id)


def refuse_owner(session: Session, access: Access, now: datetime) -> None:
    """The reporter would rather not talk with the counsellor who has the conversation.

    Raises:
        HandoverConflict: nobody has it.
    """
    conversation = conversation_of(session, access, lock=True)
    if conversation.claimed_by is None:
        raise HandoverConflict
    _keep_away(session, conversation, conversation.claimed_by, now, by=None)


def keep_away(
    session: Session, conversation: Conversation, staff_ids: Iterable[UUID], now: datetime
) -> None:
    """People of the team that has it, of whom the reporter said that they may not read along."""
    if conversation.team_id is None:
        return
    known = {each.id for each in readers(session, conversation.team_id)}
    for staff_id in sorted(known.intersection(staff_ids)):
        _keep_away(session, conversation, staff_id, now, by=None)


def readers(session: Session, team_id: UUID) -> list[Colleague]:
    """Whoever may read what is handed over to a team, by name."""
    return [each for each in members.of_team(session, team_id) if each.roles & READING]


def of_team(session: Session, admin: Member) -> list[SteppedBack]:
    """Everybody who stepped back from a conversation that this team has, the latest first."""
    query = (
        select(Conflict.conversation_id, Conflict.staff_id, Staff.name, Conflict.at)
        .join(Conversation, Conversation.id == Conflict.conversation_id)
        .join(Staff, Staff.id == Conflict.staff_id)
        .where(Conversation.team_id == admin.team_id)
        .order_by(Conflict.at.desc(), Staff.name)
    )
    return [SteppedBack(*row) for row in session.execute(query)]


def lift(
    session: Session, admin: Member, conversation_id: UUID, staff_id: UUID, now: datetime
) -> None:
    """Let somebody see a conversation again. Nobody does so for themselves.

    Raises:
        UnknownConversation: it is not this team's.
        HandoverConflict: the admin is the one who stepped back.
    """
    if staff_id == admin.id:
        raise HandoverConflict
    held = select(Conversation.id).where(
        Conversation.id == conversation_id, Conversation.team_id == admin.team_id
    )
    if session.execute(held).first() is None:
        raise UnknownConversation
    session.execute(
        delete(Conflict).where(
            Conflict.conversation_id == conversation_id, Conflict.staff_id == staff_id
        )
    )
    deed = Deed("conflict_lifted", admin.team_id, admin.id, conversation_id, str(staff_id))
    audit.note(session, deed, now)


def has_any(session: Session, conversation_id: UUID) -> bool:
    """Whether somebody stepped back: colleagues are told that, and neither who nor why."""
    query = select(exists().where(Conflict.conversation_id == conversation_id))
    return bool(session.execute(query).scalar_one())


def _keep_away(
    session: Session, conversation: Conversation, staff_id: UUID, now: datetime, by: UUID | None
) -> None:
    session.merge(Conflict(conversation_id=conversation.id, staff_id=staff_id, at=to_minute(now)))
    if conversation.claimed_by == staff_id and conversation.state == State.HUMAN:
        conversation.claimed_by = conversation.claimed_at = None
        conversation.waiting_since = conversation.waiting_since or to_minute(now)
        steps.move(session, conversation, State.WAITING, "stepped_back", now, by)
    else:
        steps.log(session, conversation, State(conversation.state), "stepped_back", now, by)
