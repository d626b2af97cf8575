"""That a conversation was read: for its counsellor's queue, and for the audit once an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import audit, steps
from bot.audit import Deed
from bot.member import Counsellor, Member
from bot.models import AuditEntry

READ: Final = "read"
PICTURE_SEEN: Final = "picture_seen"
_AGAIN_AFTER: Final = timedelta(hours=1)


def is_due(session: Session, who: Member, conversation_id: UUID, now: datetime) -> bool:
    """Whether nothing of it was noted within the hour."""
    return _is_new(session, Deed(READ, who.team_id, who.id, conversation_id), now)


def note(
    session: Session, who: Counsellor, conversation_id: UUID, last_seq: int, now: datetime
) -> None:
    """Note that somebody read it as far as this turn.

    Raises:
        UnknownConversation: it is not this team's any more, or was erased.
    """
    conversation = steps.of_team(session, who, conversation_id)
    if conversation.claimed_by == who.id:
        conversation.staff_read_seq = max(conversation.staff_read_seq, last_seq)
    if is_due(session, who, conversation_id, now):
        audit.note(session, Deed(READ, who.team_id, who.id, conversation_id), now)


def note_picture(
    session: Session, who: Member, conversation_id: UUID, picture_id: UUID, now: datetime
) -> None:
    """Note that somebody looked at a picture."""
    deed = Deed(PICTURE_SEEN, who.team_id, who.id, conversation_id, str(picture_id))
    if _is_new(session, deed, now):
        audit.note(session, deed, now)


def _is_new(session: Session, deed: Deed, now: datetime) -> bool:
    lately = select(AuditEntry.id).where(
        AuditEntry.subject == str(deed.subject),
        AuditEntry.actor == str(deed.actor),
        AuditEntry.action == deed.action,
        AuditEntry.detail == deed.detail,
        AuditEntry.at > now - _AGAIN_AFTER,
    )
    return session.execute(lately.limit(1)).first() is None
