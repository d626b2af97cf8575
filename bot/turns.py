"""Turns: what was said, sealed one by one under the conversation's key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import Access
from bot.clock import to_minute
from bot.models import Author, Conversation, Turn
from bot.sealed import Sealed
from expertise import texts
from expertise.languages import Language
from expertise.texts import Button


@dataclass(frozen=True)
class Body:
    """What one turn says. `cards` are the safety cards that go with a reporter's words.

    `picture` is the id of a picture that the reporter added; such a turn has no text. `edited` is
    whether its sender changed the words after they had been sent.
    """

    text: str = field(repr=False)
    buttons: tuple[Button, ...] = field(default=(), repr=False)
    payload: Mapping[str, Any] | None = field(default=None, repr=False)
    cards: tuple[str, ...] = field(default=(), repr=False)
    pressed: Button | None = field(default=None, repr=False)
    name: str | None = None
    picture: str | None = None
    edited: bool = False

    def in_words(self, language: Language) -> str:
        """The text; of a picture, that there is one."""
        return texts.text("page.picture.added", language) if self.picture else self.text


_BODY: Final = Sealed(Body)


@dataclass(frozen=True)
class Said:
    """A turn, opened."""

    seq: int
    author: Author
    at: datetime
    body: Body


def append(
    session: Session,
    access: Access,
    conversation: Conversation,
    author: Author,
    body: Body,
    now: datetime,
    message_id: str | None = None,
) -> int:
    """Add a turn to a conversation whose row the caller has locked. Returns its number."""
    conversation.last_seq += 1
    seq = conversation.last_seq
    session.add(
        Turn(
            conversation_id=access.id,
            seq=seq,
            author=author,
            message_id=message_id,
            sealed_body=_BODY.close(access.key, body, _place(access, seq, author)),
            at=to_minute(now),
        )
    )
    return seq


def said(session: Session, access: Access, after: int = 0) -> list[Said]:
    """Everything said after a turn's number, in order."""
    rows = session.execute(
        select(Turn).where(Turn.conversation_id == access.id, Turn.seq > after).order_by(Turn.seq)
    ).scalars()
    return [_open(access, row) for row in rows]


def one(session: Session, access: Access, seq: int) -> Said | None:
    """A single turn by its number."""
    row = session.execute(
        select(Turn).where(Turn.conversation_id == access.id, Turn.seq == seq)
    ).scalar_one_or_none()
    return None if row is None else _open(access, row)


def reseal(session: Session, access: Access, seq: int, body: Body) -> None:
    """Put another body in the place of a turn's. The caller has locked the conversation's row."""
    row = session.execute(
        select(Turn).where(Turn.conversation_id == access.id, Turn.seq == seq)
    ).scalar_one()
    row.sealed_body = _BODY.close(access.key, body, _place(access, seq, Author(row.author)))


def by_message_id(session: Session, access: Access, message_id: str) -> int | None:
    """The number of the turn that this message became, if it was received before."""
    return session.execute(
        select(Turn.seq).where(Turn.conversation_id == access.id, Turn.message_id == message_id)
    ).scalar_one_or_none()


def _open(access: Access, row: Turn) -> Said:
    author = Author(row.author)
    body = _BODY.open(access.key, row.sealed_body, _place(access, row.seq, author))
    return Said(row.seq, author, row.at, body)


def _place(access: Access, seq: int, author: Author) -> str:
    return f"turn:{access.id}:{seq}:{author}"
