"""The counsellors' queue: risk first, then waiting time. It reads plain columns only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from bot.handover import Counsellor
from bot.models import Conversation, Staff, State, Urgency
from expertise.languages import Language


@dataclass(frozen=True)
class Waiting:
    """One row of the queue. `unread` counts turns that its counsellor has not seen."""

    id: UUID
    state: State
    urgency: Urgency
    theme: str | None
    language: Language
    channel: str
    waiting_since: datetime | None
    owner: str | None
    is_mine: bool
    unread: int


def open_cases(session: Session, who: Counsellor) -> list[Waiting]:
    """Everything of this team that waits or is being talked with, the most urgent first."""
    query = (
        select(Conversation, Staff.name)
        .outerjoin(Staff, Staff.id == Conversation.claimed_by)
        .where(
            Conversation.team_id == who.team_id,
            Conversation.state.in_((State.WAITING, State.HUMAN)),
        )
        .order_by(Conversation.urgency.desc(), Conversation.waiting_since, Conversation.id)
    )
    return [_row(who, row) for row in session.execute(query)]


def _row(who: Counsellor, row: Row[tuple[Conversation, str]]) -> Waiting:
    conversation, owner = row
    return Waiting(
        id=conversation.id,
        state=State(conversation.state),
        urgency=Urgency(conversation.urgency),
        theme=conversation.theme,
        language=conversation.language,
        channel=conversation.channel,
        waiting_since=conversation.waiting_since,
        owner=owner,
        is_mine=conversation.claimed_by == who.id,
        unread=conversation.last_seq - conversation.staff_read_seq,
    )
