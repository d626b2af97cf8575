"""Whose chat it is: found by a keyed hash, with the token that opens its talk."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import Session

from bot import access
from bot.access import TOKEN_BYTES
from bot.clock import to_minute
from bot.messengers.keys import Keys
from bot.models import Chat, Conversation, Post, Seen
from expertise.languages import Language

# Messengers repeat what was not confirmed for a day.
_REPEATED_FOR: Final = timedelta(days=2)
# Who was told what a messenger sees is not told again within this time.
_REMEMBERED_FOR: Final = timedelta(days=30)


@dataclass(frozen=True)
class Known:
    """A chat, opened. Unless it `is_open`, nothing is brought there until the person writes."""

    id: UUID
    channel: str
    address: str = field(repr=False)
    token: bytes = field(repr=False)
    language: Language
    conversation_id: UUID | None = None
    is_greeted: bool = False
    delivered: int = 0
    told: str | None = None
    stage: str | None = None
    is_open: bool = True


def open_or_make(
    session: Session, keys: Keys, channel: str, address: str, language: Language, now: datetime
) -> Known:
    """The chat of an address. Who writes again can be written to again."""
    row = _find(session, keys, channel, address)
    if row is None:
        row = _make(keys, channel, address, language)
        session.add(row)
    row.last_at, row.is_closed, row.is_leaving = to_minute(now), False, False
    session.flush()
    return opened(keys, row)


def find(session: Session, keys: Keys, channel: str, address: str) -> Known | None:
    """The chat of an address, if it is known."""
    row = _find(session, keys, channel, address)
    return None if row is None else opened(keys, row)


def one(session: Session, keys: Keys, chat_id: UUID, *, lock: bool = False) -> Known | None:
    """A chat by its id; None when it was forgotten. Locked, it stays as it is until the end."""
    row = session.get(Chat, chat_id, with_for_update=lock or None)
    return None if row is None else opened(keys, row)


def with_talks(session: Session, channel: str) -> dict[UUID, UUID]:
    """The talks of a channel's chats: chat id → conversation id. Two chats may have the same."""
    query = select(Chat.id, Chat.conversation_id).where(
        Chat.channel == channel, Chat.conversation_id.is_not(None)
    )
    return {chat: talk for chat, talk in session.execute(query).all() if talk is not None}


def opened(keys: Keys, row: Chat) -> Known:
    """A row with its address and token in the clear, for as long as they are needed."""
    return Known(
        row.id,
        row.channel,
        keys.open(row.sealed_address, "address", row.id).decode(),
        keys.open(row.sealed_token, "token", row.id),
        row.language,
        row.conversation_id,
        row.is_greeted,
        row.delivered,
        row.told,
        row.stage,
        not (row.is_closed or row.is_leaving),
    )


def begin_talk(session: Session, chat: Known, conversation_id: UUID) -> None:
    """A talk began in this chat, or it came back into one by its code.

    The messenger asks for it whenever somebody wrote, so the token lives as long as the talk.
    """
    row = session.get_one(Chat, chat.id)
    if row.conversation_id != conversation_id:
        row.conversation_id, row.delivered, row.told, row.stage = conversation_id, 0, None, None
    access.keep_in(session, chat.token)


def change(session: Session, chat_id: UUID, **values: object) -> None:
    """Remember something of a chat: `language`, `is_greeted`, `stage` and the like."""
    row = session.get(Chat, chat_id)
    if row is None:
        return
    for name, value in values.items():
        setattr(row, name, value)


def is_any_of(session: Session, conversation_id: UUID) -> bool:
    """Whether a talk goes on in a chat."""
    query = select(exists().where(Chat.conversation_id == conversation_id))
    return bool(session.execute(query).scalar_one())


def can_be_reached(session: Session, conversation_id: UUID) -> bool:
    """Whether words can arrive: not when all the chats that a talk has are closed."""
    query = select(Chat.is_closed).where(Chat.conversation_id == conversation_id)
    found = session.execute(query).scalars().all()
    return not found or not all(found)


def leave(session: Session, chat_id: UUID) -> None:
    """Forget a chat: at once, or as soon as what is due to it was delivered."""
    is_due = exists().where(Post.chat_id == chat_id, Post.is_due)
    session.execute(delete(Chat).where(Chat.id == chat_id, ~is_due))
    change(session, chat_id, is_leaving=True)


def lose_talks(session: Session, which: ColumnElement[bool]) -> None:
    """Talks are about to be erased: nothing that is due of them may arrive, or stay here, later."""
    lost = select(Chat.id).join(Conversation, Conversation.id == Chat.conversation_id).where(which)
    ids = list(session.execute(lost).scalars())
    due = update(Post).where(Post.chat_id.in_(ids), Post.is_due)
    session.execute(due.values(is_due=False, sealed_body=None))
    session.execute(update(Chat).where(Chat.id.in_(ids)).values(delivered=0, told=None, stage=None))


def was_seen(session: Session, channel: str, number: int) -> bool:
    """Whether an update was dealt with before."""
    return session.get(Seen, (channel, number)) is not None


def note_seen(session: Session, channel: str, number: int, now: datetime) -> None:
    """An update was dealt with."""
    session.merge(Seen(channel=channel, number=number, at=to_minute(now)))


def drop_expired(session: Session, now: datetime) -> None:
    """Forget chats without a talk, and updates that can come no more."""
    is_due = exists().where(Post.chat_id == Chat.id, Post.is_due)
    is_over: ColumnElement[bool] = Chat.last_at <= now - _REMEMBERED_FOR
    session.execute(delete(Chat).where(Chat.conversation_id.is_(None), is_over))
    session.execute(delete(Chat).where(Chat.is_leaving, ~is_due))
    session.execute(delete(Seen).where(Seen.at <= now - _REPEATED_FOR))


def _find(session: Session, keys: Keys, channel: str, address: str) -> Chat | None:
    query = select(Chat).where(Chat.lookup == keys.lookup(channel, address))
    return session.execute(query).scalar_one_or_none()


def _make(keys: Keys, channel: str, address: str, language: Language) -> Chat:
    chat_id = uuid4()
    return Chat(
        id=chat_id,
        channel=channel,
        lookup=keys.lookup(channel, address),
        sealed_address=keys.close(address.encode(), "address", chat_id),
        sealed_token=keys.close(secrets.token_bytes(TOKEN_BYTES), "token", chat_id),
        language=language,
    )
