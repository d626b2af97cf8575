"""Canned replies: texts that a team says often. They are the team's own and hold nobody's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import audit, messages, steps
from bot.audit import Deed
from bot.duty import roster
from bot.errors import NoSuchReply, ReplyTaken, UnknownPlaceholder, UnusableReply
from bot.member import Counsellor, Member
from bot.models import CannedReply, Team
from expertise import canned, moments
from expertise.languages import LANGUAGES, Language

MAX_SHORT: Final = 24


@dataclass(frozen=True)
class Ready:
    """A reply as this counsellor would send it now."""

    id: UUID
    short: str
    text: str


def of_team(session: Session, who: Member, language: Language) -> list[CannedReply]:
    """A team's replies in one language, by short name."""
    query = select(CannedReply).where(
        CannedReply.team_id == who.team_id, CannedReply.language == language
    )
    return list(session.execute(query.order_by(CannedReply.short)).scalars())


def ready(session: Session, who: Member, language: Language, now: datetime) -> list[Ready]:
    """The same with every value filled in, in the reporter's language and level."""
    values = _values(session, who, language, now)
    return [
        Ready(reply.id, reply.short, canned.filled(reply.text, values))
        for reply in of_team(session, who, language)
    ]


def filled_for(
    session: Session, who: Counsellor, conversation_id: UUID, reply_id: UUID | None, now: datetime
) -> str:
    """One reply in the language of a conversation; empty when it is not there any more.

    Raises:
        UnknownConversation: it is not this team's, or was erased.
    """
    language = steps.of_team(session, who, conversation_id).language
    found = (reply.text for reply in ready(session, who, language, now) if reply.id == reply_id)
    return next(found, "")


def preview(session: Session, who: Member, text: str, language: Language, now: datetime) -> str:
    """How a text would read now if this member sent it."""
    return canned.filled(text, _values(session, who, language, now))


def one(session: Session, who: Member, reply_id: UUID) -> CannedReply:
    """A reply of this team.

    Raises:
        NoSuchReply: it is not there, or another team's.
    """
    reply = session.get(CannedReply, reply_id)
    if reply is None or reply.team_id != who.team_id:
        raise NoSuchReply
    return reply


def check(
    session: Session, who: Member, short: str, text: str, language: str, but: UUID | None = None
) -> tuple[str, str]:
    """Short name and text as they would be kept.

    Raises:
        UnusableReply: the short name or the language cannot be one.
        ReplyTaken: another reply has that short name in that language.
        UnknownPlaceholder: the text asks for a value that there is not.
        UnusableMessage: as `messages.clean`.
    """
    short = " ".join(short.split()).removeprefix("/").strip()
    if not 0 < len(short) <= MAX_SHORT or not short.isprintable() or language not in LANGUAGES:
        raise UnusableReply(limit=str(MAX_SHORT))
    if (unknown := canned.unknown_placeholder(text)) is not None:
        raise UnknownPlaceholder(name=f"{{{unknown}}}")
    query = select(CannedReply.id).where(
        CannedReply.team_id == who.team_id,
        CannedReply.language == language,
        CannedReply.short == short,
    )
    if session.execute(query).scalar_one_or_none() not in (None, but):
        raise ReplyTaken(name=short)
    return short, messages.clean(text)


def add(
    session: Session, who: Member, short: str, text: str, language: Language, now: datetime
) -> None:
    """Another reply; raises as `check`."""
    short, text = check(session, who, short, text, language)
    reply = CannedReply(id=uuid4(), team_id=who.team_id, short=short, language=language, text=text)
    session.add(reply)
    audit.note(session, Deed("reply_added", who.team_id, who.id, reply.id), now)


def change(
    session: Session, who: Member, reply_id: UUID, short: str, text: str, now: datetime
) -> None:
    """Other words for a reply; raises as `one` and `check`."""
    reply = one(session, who, reply_id)
    reply.short, reply.text = check(session, who, short, text, reply.language, but=reply_id)
    audit.note(session, Deed("reply_changed", who.team_id, who.id, reply_id), now)


def remove(session: Session, who: Member, reply_id: UUID, now: datetime) -> None:
    """A reply is gone. Raises `NoSuchReply` as `one`."""
    session.delete(one(session, who, reply_id))
    audit.note(session, Deed("reply_removed", who.team_id, who.id, reply_id), now)


def adopt(session: Session, who: Member, now: datetime) -> None:
    """Take over the starting set; what the team has by the same short name stays as it is."""
    for language in LANGUAGES:
        had = {reply.short for reply in of_team(session, who, language)}
        session.add_all(
            CannedReply(
                team_id=who.team_id, short=reply.short.in_(language), language=language,
                text=reply.text.in_(language),
            )
            for reply in canned.starting_set()
            if reply.short.in_(language) not in had
        )  # fmt: skip
    audit.note(session, Deed("replies_adopted", who.team_id, who.id), now)


def _values(session: Session, who: Member, language: Language, now: datetime) -> dict[str, str]:
    opens_at = roster.of_team(session, who.team_id, now).next_start(now)
    return {
        "name": who.name,
        "team": session.get_one(Team, who.team_id).name,
        "roster": moments.next_opening(opens_at, now, language),
    }
