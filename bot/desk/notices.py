"""What a counsellor has to have read before a conversation is opened, and that they have."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import handover
from bot.access import conversation_of
from bot.clock import to_minute
from bot.member import Counsellor
from bot.models import Event

DUTY_READ: Final = "duty_read"


def was_read(session: Session, who: Counsellor, conversation_id: UUID) -> bool:
    """Whether this counsellor was told of the duty to report, for this conversation."""
    query = select(Event.id).where(
        Event.conversation_id == conversation_id,
        Event.kind == DUTY_READ,
        Event.staff_id == who.id,
    )
    return session.execute(query).first() is not None


def note_read(session: Session, who: Counsellor, conversation_id: UUID, now: datetime) -> None:
    """Remember it. Reading it twice is no error.

    Raises:
        UnknownConversation: it is not this team's, or was erased.
    """
    conversation = conversation_of(session, handover.read(session, who, conversation_id))
    if was_read(session, who, conversation_id):
        return
    session.add(
        Event(
            conversation_id=conversation_id,
            kind=DUTY_READ,
            from_state=conversation.state,
            to_state=conversation.state,
            staff_id=who.id,
            after_seq=conversation.last_seq,
            at=to_minute(now),
        )
    )
