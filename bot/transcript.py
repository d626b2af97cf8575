"""A conversation as its two sides see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import digest, handover, staff, turns
from bot.access import Access, conversation_of
from bot.digest import Digest
from bot.handover import Counsellor
from bot.models import Conversation, Staff, State, Urgency
from bot.turns import Said
from expertise.languages import Language


@dataclass(frozen=True)
class ReporterView:
    """What a reporter's page shows. `bot_owes` is True while the bot's answer is still to come."""

    id: UUID
    state: State
    language: Language
    turns: tuple[Said, ...] = field(repr=False)
    bot_owes: bool
    counsellor: str | None
    on_duty: bool
    has_code: bool
    code_confirmed: bool


@dataclass(frozen=True)
class CounsellorView:
    """What a counsellor's page shows of one conversation."""

    id: UUID
    state: State
    urgency: Urgency
    language: Language
    waiting_since: datetime | None
    owner: str | None
    is_mine: bool
    turns: tuple[Said, ...] = field(repr=False)
    digest: Digest = field(repr=False)


def for_reporter(session: Session, access: Access, now: datetime, after: int = 0) -> ReporterView:
    """The reporter's side, with the turns after a number."""
    conversation = conversation_of(session, access)
    return ReporterView(
        id=access.id,
        state=State(conversation.state),
        language=conversation.language,
        turns=tuple(turns.said(session, access, after)),
        bot_owes=conversation.state == State.BOT and conversation.heard > conversation.answered,
        counsellor=_owner(session, conversation),
        on_duty=staff.anybody_on_duty(session, now),
        has_code=conversation.code_lookup is not None,
        code_confirmed=conversation.code_confirmed,
    )


def for_counsellor(
    session: Session, who: Counsellor, conversation_id: UUID, after: int = 0
) -> CounsellorView:
    """The counsellor's side. Looking at one's own conversation marks it as read."""
    access = handover.read(session, who, conversation_id)
    conversation = conversation_of(session, access)
    is_mine = conversation.claimed_by == who.id and conversation.state == State.HUMAN
    if is_mine and conversation.staff_read_seq != conversation.last_seq:
        conversation.staff_read_seq = conversation.last_seq
    return CounsellorView(
        id=access.id,
        state=State(conversation.state),
        urgency=Urgency(conversation.urgency),
        language=conversation.language,
        waiting_since=conversation.waiting_since,
        owner=_owner(session, conversation),
        is_mine=is_mine,
        turns=tuple(turns.said(session, access, after)),
        digest=digest.load(access, conversation),
    )


def _owner(session: Session, conversation: Conversation) -> str | None:
    if conversation.claimed_by is None:
        return None
    return session.execute(
        select(Staff.name).where(Staff.id == conversation.claimed_by)
    ).scalar_one()
