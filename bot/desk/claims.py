"""Claims that were left: after a while without a word, a conversation goes back to the queue.

A counsellor owes a word unless the last one was a counsellor's. Whatever they do in the
conversation (typing, a note, "I am still here") keeps it theirs.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import handover
from bot.bus import QUEUE, Bus
from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.models import Author, Conversation, StaffSession, State, Team, Turn
from bot.store import Store

_EVERY_S: Final = 60.0
_WARNED_AFTER: Final = 0.8
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Term:
    """Until when a conversation stays with its counsellor, and from when on they are warned."""

    warns_at: datetime
    ends_at: datetime


def term_of(session: Session, conversation: Conversation) -> Term | None:
    """The term of a claim; None while nobody waits for its counsellor."""
    if conversation.state != State.HUMAN or conversation.claimed_at is None:
        return None
    waits_since = _waits_since(session, conversation.id)
    if waits_since is None:
        return None
    begins = max(conversation.claimed_at, waits_since)
    minutes = session.get_one(Team, conversation.team_id).claim_minutes
    lasts = timedelta(minutes=minutes)
    return Term(begins + lasts * _WARNED_AFTER, begins + lasts)


def release_overdue(session: Session, now: datetime) -> list[UUID]:
    """Put back what was left for longer than its team agreed on. Says which."""
    released = []
    for conversation in _long_silent(session, now):
        term = term_of(session, conversation)
        if term is not None and term.ends_at <= now:
            handover.put_back(session, conversation, "timed_out", now)
            released.append(conversation.id)
    return released


def release_gone(session: Session, now: datetime) -> list[UUID]:
    """Put back what counsellors hold who are no longer logged in. Says which."""
    logged_in = select(StaffSession.staff_id).where(StaffSession.expires_at > now)
    held = select(Conversation).where(
        Conversation.state == State.HUMAN, Conversation.claimed_by.not_in(logged_in)
    )
    found = list(session.execute(held.with_for_update()).scalars())
    for conversation in found:
        handover.put_back(session, conversation, "released", now)
    return [conversation.id for conversation in found]


async def keep_watch(store: Store, bus: Bus, clock: Clock) -> None:
    """Look every minute for as long as the process lives.

    A counsellor's session ends after half an hour without a person; what they held does not wait
    for them.
    """
    while True:
        try:
            for look in (release_gone, release_overdue):
                _tell(bus, await store.write(look, clock()))
        except StoreUnavailable:
            _log.warning("claims: the database is not available, trying again later")
        await asyncio.sleep(_EVERY_S)


def _tell(bus: Bus, released: list[UUID]) -> None:
    for conversation_id in released:
        bus.publish(str(conversation_id))
    if released:
        bus.publish(QUEUE)


def _long_silent(session: Session, now: datetime) -> Iterator[Conversation]:
    for team_id, minutes in session.execute(select(Team.id, Team.claim_minutes)).all():
        query = select(Conversation).where(
            Conversation.team_id == team_id,
            Conversation.state == State.HUMAN,
            Conversation.claimed_at <= now - timedelta(minutes=minutes),
        )
        yield from session.execute(query.with_for_update()).scalars().all()


def _waits_since(session: Session, conversation_id: UUID) -> datetime | None:
    """When the first thing was said that no counsellor has answered."""
    answered = (
        select(func.coalesce(func.max(Turn.seq), 0))
        .where(Turn.conversation_id == conversation_id, Turn.author == Author.COUNSELLOR)
        .scalar_subquery()
    )
    query = (
        select(Turn.at)
        .where(Turn.conversation_id == conversation_id, Turn.seq > answered)
        .order_by(Turn.seq)
        .limit(1)
    )
    return session.execute(query).scalar_one_or_none()
