"""How long a conversation is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import to_minute
from bot.models import Conversation, State, Team

# Without a code, and with no counsellor in it, nobody can come back to a talk once the tab is gone.
# The page promises 24 hours; the sweep that erases comes by every ten minutes.
WITHOUT_WAY_BACK: Final = timedelta(hours=23, minutes=45)
# A talk that nobody was asked to read, and to which only its code leads.
UNSENT: Final = timedelta(days=30)
LONGEST: Final = timedelta(days=90)
# So long before it is erased, a counsellor is told that it will be.
WARNED: Final = timedelta(hours=72)


def renew(conversation: Conversation, now: datetime) -> None:
    """Something was said or agreed: the term after which the conversation is erased starts anew."""
    conversation.last_message_at = to_minute(now)
    conversation.expires_at = to_minute(now) + _term(conversation)


def end(session: Session, conversation: Conversation, now: datetime) -> None:
    """A conversation was closed: it is kept as long as its team agreed on, and no longer."""
    assert conversation.team_id is not None
    kept = timedelta(days=session.get_one(Team, conversation.team_id).keep_days)
    conversation.expires_at = to_minute(now) + min(kept, LONGEST)


def agree(session: Session, team_id: UUID, keep_days: int) -> None:
    """Another term holds for what was closed before, too; the next sweep takes what is over."""
    closed = select(Conversation).where(
        Conversation.team_id == team_id, Conversation.state == State.CLOSED
    )
    for conversation in session.execute(closed.with_for_update()).scalars():
        if conversation.closed_at is not None:
            conversation.expires_at = conversation.closed_at + timedelta(days=keep_days)


def is_ending(expires_at: datetime, now: datetime) -> bool:
    """Whether a conversation is erased so soon that a counsellor should know."""
    return expires_at - now <= WARNED


def _term(conversation: Conversation) -> timedelta:
    if conversation.team_id is not None:
        return LONGEST
    return WITHOUT_WAY_BACK if conversation.code_lookup is None else UNSENT
