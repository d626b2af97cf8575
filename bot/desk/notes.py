"""Notes of counsellors for each other, under the team's key: no reporter's code opens them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import audit, steps, vault
from bot.audit import Deed
from bot.clock import to_minute
from bot.member import Counsellor
from bot.models import Note, Staff
from bot.sealed import Sealed


@dataclass(frozen=True)
class Noted:
    """A note, opened, with who wrote it."""

    id: UUID
    author: str
    at: datetime
    text: str = field(repr=False)


_BODY: Final = Sealed(str)


def add(
    session: Session, who: Counsellor, conversation_id: UUID, note_id: UUID, text: str,
    now: datetime,
) -> None:  # fmt: skip
    """Keep a note. The same one sent twice is one note.

    Raises:
        UnknownConversation: it is not this team's, or was erased.
    """
    conversation = steps.of_team(session, who, conversation_id)
    if session.get(Note, note_id) is not None:
        return
    session.add(
        Note(
            id=note_id,
            conversation_id=conversation_id,
            team_id=who.team_id,
            staff_id=who.id,
            sealed_body=_BODY.close(_key_of(who.team_key), text, _place(conversation_id, note_id)),
            at=to_minute(now),
        )
    )
    if conversation.claimed_by == who.id:
        conversation.claimed_at = to_minute(now)
    audit.note(session, Deed("noted", who.team_id, who.id, conversation_id), now)


def of(session: Session, who: Counsellor, conversation_id: UUID) -> list[Noted]:
    """What this team noted of a conversation, the oldest first."""
    rows = session.execute(
        select(Note, Staff.name)
        .join(Staff, Staff.id == Note.staff_id)
        .where(Note.conversation_id == conversation_id, Note.team_id == who.team_id)
        .order_by(Note.at, Note.id)
    )
    return [
        Noted(
            note.id,
            author,
            note.at,
            _BODY.open(_key_of(who.team_key), note.sealed_body, _place_of(note)),
        )
        for note, author in rows
    ]


def reseal(session: Session, team_id: UUID, old: vault.Key, new: vault.Key) -> None:
    """Seal a team's notes under its new key."""
    for note in session.execute(select(Note).where(Note.team_id == team_id)).scalars():
        text = _BODY.open(_key_of(old), note.sealed_body, _place_of(note))
        note.sealed_body = _BODY.close(_key_of(new), text, _place_of(note))


def _key_of(team_key: vault.Key) -> vault.Key:
    return vault.derive(team_key, "notes")


def _place_of(note: Note) -> str:
    return _place(note.conversation_id, note.id)


def _place(conversation_id: UUID, note_id: UUID) -> str:
    return f"note:{conversation_id}:{note_id}"
