"""What became of a conversation, step by step, each at its place between the turns."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from bot.models import Author, Conversation, Event, Staff, Turn

# Colleagues are told that somebody stepped back, not who. The reporter, who talked with them by
# name, is told that they are gone, and not why.
_UNNAMED: Final = "stepped_back"
_LEFT: Final = ("released", "timed_out", "transferred", "stepped_back")
# A step that gave the word to somebody else.
_IS_MOVE: Final = (Event.from_state != Event.to_state) | Event.to_staff_id.is_not(None)


@dataclass(frozen=True)
class Step:
    """A step after the turn `after_seq`: who took it, and to whom a conversation was given."""

    id: int
    kind: str
    at: datetime
    after_seq: int
    who: str | None
    to: str | None
    to_id: UUID | None


def of(session: Session, conversation_id: UUID, after: int = 0) -> tuple[Step, ...]:
    """The steps after a turn's number, in order."""
    by, to = aliased(Staff), aliased(Staff)
    rows = session.execute(
        select(Event, by.name, to.name)
        .outerjoin(by, by.id == Event.staff_id)
        .outerjoin(to, to.id == Event.to_staff_id)
        .where(Event.conversation_id == conversation_id, Event.after_seq >= after)
        .order_by(Event.after_seq, Event.id)
    )
    return tuple(
        Step(
            event.id,
            event.kind,
            event.at,
            event.after_seq,
            None if event.kind == _UNNAMED else who,
            given_to,
            event.to_staff_id,
        )
        for event, who, given_to in rows
    )


def given_by(session: Session, conversation_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Who gave these conversations to who has them, until the new counsellor says something."""
    last_moves = (
        select(func.max(Event.id))
        .where(Event.conversation_id.in_(conversation_ids), _IS_MOVE)
        .group_by(Event.conversation_id)
    )
    answered = select(Turn.id).where(
        Turn.conversation_id == Event.conversation_id,
        Turn.seq > Event.after_seq,
        Turn.author == Author.COUNSELLOR,
    )
    rows = session.execute(
        select(Event.conversation_id, Staff.name)
        .join(Staff, Staff.id == Event.staff_id)
        .where(Event.id.in_(last_moves), Event.kind == "transferred", ~answered.exists())
    )
    return {row.conversation_id: row.name for row in rows}


def left_by(session: Session, conversation: Conversation) -> str | None:
    """Who was there until somebody took their place, the bot did, or the reporter waits again.

    That the bot is back is news until something is said.
    """
    query = select(Event).where(Event.conversation_id == conversation.id, _IS_MOVE)
    last = session.execute(query.order_by(Event.id.desc()).limit(1)).scalar_one_or_none()
    if last is None or last.to_state != conversation.state:
        return None
    is_back = last.kind == "returned" and last.after_seq == conversation.last_seq
    if last.staff_id is None or not (last.kind in _LEFT or is_back):
        return None
    return session.get_one(Staff, last.staff_id).name
