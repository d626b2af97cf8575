"""What is due to chats: stored first, delivered in order, and each thing once.

A row is due until the messenger took it. Whoever stops between the two sends it again: a messenger
cannot be asked whether it has something already, and a word too many is better than one too few.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from pydantic import Base64Bytes
from sqlalchemy import delete, distinct, select, update
from sqlalchemy.orm import Session

from bot.clock import to_minute
from bot.messengers.keys import Keys
from bot.models import Chat, Post
from bot.sealed import Sealed

# What is older cannot be taken away any more.
_CAN_BE_TAKEN_BACK: Final = timedelta(hours=48)


@dataclass(frozen=True)
class Button:
    """A button below a post. Pressed, it brings `data`; with `url` it opens a page instead."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True)
class Piece:
    """A part of a text as it is to look. Whatever stands in it cannot become a format."""

    text: str
    look: Literal["plain", "bold"] = "plain"


@dataclass(frozen=True)
class Message:
    """Something to put into a chat: words with buttons, or a file with words below it.

    `kind` "strip" takes the buttons off `numbers`, "delete" takes them away; without numbers they
    do so to all that stands above.
    """

    kind: Literal["say", "file", "strip", "delete"] = "say"
    pieces: tuple[Piece, ...] = field(default=(), repr=False)
    buttons: tuple[tuple[Button, ...], ...] = field(default=(), repr=False)
    file: Base64Bytes = field(default=b"", repr=False)
    file_name: str = ""
    numbers: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words without their looks."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def has_buttons(self) -> bool:
        """Whether something can be pressed below it that asks something of us."""
        return any(button.data for row in self.buttons for button in row)


@dataclass(frozen=True)
class Due:
    """The next thing that is due to a chat."""

    id: int
    chat_id: UUID
    address: str = field(repr=False)
    message: Message = field(repr=False)


_MESSAGE: Final = Sealed(Message)


def put(
    session: Session, keys: Keys, chat_id: UUID, key: str, message: Message, now: datetime
) -> bool:
    """Have something delivered. Says whether it is new: under one key it is due once."""
    if was_put(session, chat_id, key):
        return False
    sealed = _MESSAGE.close(keys.opens, message, _place(chat_id, key))
    session.add(
        Post(
            chat_id=chat_id, key=key, sealed_body=sealed, has_buttons=message.has_buttons,
            at=to_minute(now),
        )
    )  # fmt: skip
    session.flush()
    return True


def was_put(session: Session, chat_id: UUID, key: str) -> bool:
    """Whether something is due, or was, under this key."""
    known = select(Post.id).where(Post.chat_id == chat_id, Post.key == key)
    return session.execute(known).first() is not None


def put_strip(session: Session, keys: Keys, chat_id: UUID, key: str, now: datetime) -> bool:
    """Have the buttons taken off everything that stands above this, also what is still due.

    Which that is shows when it is its turn. Says whether anything has buttons.
    """
    has_buttons = select(Post.id).where(Post.chat_id == chat_id, Post.has_buttons).limit(1)
    if session.execute(has_buttons).first() is None:
        return False
    return put(session, keys, chat_id, key, Message("strip"), now)


def waiting(session: Session, channel: str) -> list[UUID]:
    """The chats of a channel to which something is due and can be delivered."""
    query = (
        select(distinct(Post.chat_id))
        .join(Chat, Chat.id == Post.chat_id)
        .where(Post.is_due, Chat.channel == channel, ~Chat.is_closed)
    )
    return list(session.execute(query).scalars())


def next_due(session: Session, keys: Keys, chat_id: UUID) -> Due | None:
    """What is to be delivered to a chat now; None when that is nothing."""
    query = select(Post).where(Post.chat_id == chat_id, Post.is_due).order_by(Post.id).limit(1)
    post, chat = session.execute(query).scalar_one_or_none(), session.get(Chat, chat_id)
    if post is None or chat is None or chat.is_closed or post.sealed_body is None:
        return None
    message = _MESSAGE.open(keys.opens, post.sealed_body, _place(chat_id, post.key))
    if message.kind == "strip" and not message.numbers:
        message = replace(message, numbers=_with_buttons_above(session, post))
    if message.kind == "delete" and not message.numbers:
        message = replace(message, numbers=_young_above(session, post))
    return Due(
        post.id, chat_id, keys.open(chat.sealed_address, "address", chat_id).decode(), message
    )


def delivered(session: Session, post_id: int, number: str | None) -> None:
    """It stands in the chat, as the messenger's `number`; or it cannot be said there (None)."""
    post = session.get(Post, post_id)
    if post is None:
        return
    post.is_due, post.sealed_body, post.number = False, None, number
    session.flush()
    leaving = select(Chat.id).where(Chat.id == post.chat_id, Chat.is_leaving)
    if session.execute(leaving).first() and not _is_any_due(session, post.chat_id):
        session.execute(delete(Chat).where(Chat.id == post.chat_id))


def carried_out(session: Session, due: Due) -> None:
    """A strip or a delete was done: these posts have no buttons, or stand there, no longer."""
    these = (Post.chat_id == due.chat_id, Post.number.in_(due.message.numbers))
    if due.message.kind == "strip":
        session.execute(update(Post).where(*these).values(has_buttons=False))
    elif due.message.kind == "delete":
        session.execute(delete(Post).where(*these))


def note_theirs(session: Session, chat_id: UUID, number: str, now: datetime) -> None:
    """The person put something into the chat; that it stands there is all that is kept."""
    key = f"theirs:{number}"
    if not was_put(session, chat_id, key):
        session.add(
            Post(chat_id=chat_id, key=key, is_due=False, number=number, is_ours=False,
                 at=to_minute(now))
        )  # fmt: skip


def pressed(session: Session, chat_id: UUID, number: str) -> str | None:
    """The key of a post whose button was pressed; None when it has none (any more).

    Who is quick presses before it was noted that the post arrived, and under which number.
    """
    arriving = select(Post.key).where(Post.chat_id == chat_id, Post.is_due, Post.has_buttons)
    # In this order: what arrives between the two questions is found by the second.
    on_its_way = session.execute(arriving.order_by(Post.id).limit(1)).scalar_one_or_none()
    known = select(Post.key, Post.has_buttons).where(Post.chat_id == chat_id, Post.number == number)
    found = session.execute(known).first()
    if found is None:
        return on_its_way
    return str(found.key) if found.has_buttons else None


def strip(
    session: Session, keys: Keys, chat_id: UUID, key: str, answered: str, now: datetime
) -> None:
    """The question of a post is answered: it has no buttons from now on, here and soon there."""
    query = select(Post).where(Post.chat_id == chat_id, Post.key == answered)
    post = session.execute(query).scalar_one_or_none()
    if post is None or post.number is None:
        put_strip(session, keys, chat_id, key, now)
        return
    post.has_buttons = False
    put(session, keys, chat_id, key, Message("strip", numbers=(post.number,)), now)


def asked_last(session: Session, chat_id: UUID) -> str | None:
    """The key of the last post, if it has buttons: nothing was said after it."""
    query = select(Post).where(Post.chat_id == chat_id, Post.is_ours).order_by(Post.id.desc())
    last = session.execute(query.limit(1)).scalar_one_or_none()
    return last.key if last is not None and last.has_buttons else None


def stays(session: Session, chat_id: UUID, now: datetime) -> bool:
    """Whether something stands in a chat for too long to be taken away."""
    query = select(Post.id).where(
        Post.chat_id == chat_id, Post.number.is_not(None), Post.at <= now - _CAN_BE_TAKEN_BACK
    )
    return session.execute(query.limit(1)).first() is not None


def drop_due(session: Session, chat_id: UUID) -> None:
    """Nothing of what is due is to be delivered any more."""
    session.execute(
        update(Post)
        .where(Post.chat_id == chat_id, Post.is_due)
        .values(is_due=False, sealed_body=None)
    )


def reseal(session: Session, old: Keys, new: Keys, chat_id: UUID) -> None:
    """Seal what is due to a chat under a new secret of the server."""
    query = select(Post).where(Post.chat_id == chat_id, Post.sealed_body.is_not(None))
    for post in session.execute(query).scalars():
        assert post.sealed_body is not None
        place = _place(chat_id, post.key)
        message = _MESSAGE.open(old.opens, post.sealed_body, place)
        post.sealed_body = _MESSAGE.close(new.opens, message, place)


def _is_any_due(session: Session, chat_id: UUID) -> bool:
    query = select(Post.id).where(Post.chat_id == chat_id, Post.is_due).limit(1)
    return session.execute(query).first() is not None


def _with_buttons_above(session: Session, strip: Post) -> tuple[str, ...]:
    query = select(Post.number).where(
        Post.chat_id == strip.chat_id,
        Post.id < strip.id,
        Post.has_buttons,
        Post.number.is_not(None),
    )
    return tuple(number for number in session.execute(query.order_by(Post.id)).scalars() if number)


def _young_above(session: Session, taking: Post) -> tuple[str, ...]:
    query = select(Post.number).where(
        Post.chat_id == taking.chat_id,
        Post.id < taking.id,
        Post.at > taking.at - _CAN_BE_TAKEN_BACK,
        Post.number.is_not(None),
    )
    return tuple(number for number in session.execute(query.order_by(Post.id)).scalars() if number)


def _place(chat_id: UUID, key: str) -> str:
    return f"chat:post:{chat_id}:{key}"
