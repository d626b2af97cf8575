"""Pictures as they are kept: sealed like everything that was said, each with a turn of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import conversations, handover, turns, vault
from bot.access import Access, by_token, conversation_of, prolong
from bot.answers import Owed
from bot.clock import to_minute
from bot.conversations import Received
from bot.desk import reads
from bot.engine import Answer, Effects, Reply
from bot.member import Counsellor
from bot.models import Author, Picture
from bot.passing import dossiers
from bot.pictures.errors import NoSuchPicture, TooManyPictures
from bot.turns import Body
from expertise import texts
from expertise.languages import Language

MOST: Final = 10
_ANSWER: Final = "picture_kept"


@dataclass(frozen=True)
class Made:
    """A picture that was made anew, with the id that the page gave to its message."""

    message_id: str
    image: bytes = field(repr=False)
    language: Language


def earlier(session: Session, access: Access, message_id: str) -> Received | None:
    """What became of this picture, if it came before; else there is room for it.

    Raises:
        TooManyPictures: there is none.
    """
    conversation = conversation_of(session, access)
    seq = turns.by_message_id(session, access, message_id)
    if seq is not None:
        return conversations.received(access, conversation, seq, is_new=False)
    _require_room(session, access)
    return None


def add(session: Session, token: bytes, made: Made, now: datetime) -> Received:
    """Keep a picture in a talk that exists, as what the reporter said next.

    Raises:
        UnknownConversation: the token opens nothing.
        TooManyPictures: the talk has `MOST` of them.
        TooFast: more than a person can send.
    """
    access = by_token(session, token, now)
    conversation = conversation_of(session, access, lock=True)
    known = earlier(session, access, made.message_id)
    if known is not None:
        return known
    conversation.language = made.language
    picture_id = uuid4()
    body = Body("", picture=str(picture_id))
    received = conversations.hear(session, access, conversation, made.message_id, body, now)
    session.add(
        Picture(
            id=picture_id,
            conversation_id=access.id,
            message_id=made.message_id,
            sealed_image=vault.seal(access.key, made.image, _place(picture_id)),
            at=to_minute(now),
        )
    )
    prolong(session, token, now)
    return received


def answer(session: Session, access: Access, debt: Owed) -> Answer:
    """What the bot says to a picture; what it asked just before still stands, with its buttons."""
    before = turns.one(session, access, debt.seq - 1)
    asked = before.body.buttons if before and before.author is Author.BOT else ()
    reply = Reply(texts.text(_ANSWER, debt.language), _ANSWER, asked)
    return Answer((reply,), Effects(), debt.state or {}, "")


def opened(session: Session, access: Access, picture_id: str) -> bytes:
    """A picture, by the id that stands in its turn."""
    row = session.get_one(Picture, UUID(picture_id))
    return vault.unseal(access.key, row.sealed_image, _place(row.id))


def one(
    session: Session, who: Counsellor, conversation_id: UUID, picture_id: UUID, now: datetime
) -> bytes:
    """A picture, for a team that is shown the turn in which it came.

    Raises:
        NoSuchPicture: it is not there, or was not passed on to this team.
        UnknownConversation: it is not this team's, was erased, or they stepped back from it.
    """
    access = handover.read(session, who, conversation_id)
    row = session.get(Picture, picture_id)
    if row is None or row.conversation_id != access.id or not _is_shown(session, who, access, row):
        raise NoSuchPicture
    reads.note_picture(session, who, conversation_id, picture_id, now)
    return opened(session, access, str(picture_id))


def _is_shown(session: Session, who: Counsellor, access: Access, row: Picture) -> bool:
    """Whether the turn that names it is among what the team sees."""
    seq = turns.by_message_id(session, access, row.message_id)
    said = None if seq is None else turns.one(session, access, seq)
    if said is None or said.body.picture != str(row.id):
        return False
    return bool(dossiers.shown(dossiers.passed_to(session, access, who.team_id), [said]))


def _require_room(session: Session, access: Access) -> None:
    query = select(func.count(Picture.id)).where(Picture.conversation_id == access.id)
    if session.execute(query).scalar_one() >= MOST:
        raise TooManyPictures(limit=str(MOST))


def _place(picture_id: UUID) -> str:
    return f"picture:{picture_id}"
