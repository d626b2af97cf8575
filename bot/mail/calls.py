"""What people are written for, noted in the transaction in which it happens."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.duty import acknowledgement
from bot.mail import outbox, people
from bot.mail.kinds import Kind
from bot.models import Conversation, Dossier, State, Team, Urgency

_TO_ANOTHER_TEAM: Final = "passed_on"


def follow(
    session: Session, conversation: Conversation, before: State, kind: str, now: datetime
) -> None:
    """A step was taken: whoever should come is called, or called no more."""
    if conversation.state != State.WAITING:
        outbox.drop(session, conversation.id)
    elif before != State.WAITING or kind == _TO_ANOTHER_TEAM:
        _call(session, conversation, now)


def raised(session: Session, conversation: Conversation, before: int, now: datetime) -> None:
    """The risk of a conversation may have risen while it waits."""
    if conversation.state == State.WAITING and before < conversation.urgency == Urgency.ACUTE:
        _call(session, conversation, now)


def remind(session: Session, now: datetime) -> None:
    """Who waits for longer than a team agreed on is brought up every morning."""
    for team_id in session.execute(select(Team.id)).scalars():
        if not acknowledgement.overdue(session, team_id, now):
            continue
        wanting = (
            wisher.id
            for wisher in people.wishers(session, team_id, now)
            if Kind.OVERDUE in wisher.kinds
        )
        outbox.put(session, wanting, Kind.OVERDUE, team_id.hex, outbox.next_morning(now))


def _call(session: Session, conversation: Conversation, now: datetime) -> None:
    """A conversation waits for this team. Who looks at the console sees it there first."""
    assert conversation.team_id is not None
    kind = Kind.WAITING
    if session.get(Dossier, (conversation.id, conversation.team_id)) is not None:
        kind = Kind.ARRIVED
    is_acute = conversation.urgency == Urgency.ACUTE
    for wisher in people.wishers(session, conversation.team_id, now, conversation.id):
        to = (wisher.id,)
        if is_acute and Kind.ACUTE in wisher.kinds:
            outbox.put(session, to, Kind.ACUTE, conversation.id.hex, now)
        elif kind in wisher.kinds:
            due_at = now + people.GRACE if wisher.is_looking else now
            outbox.put(session, to, kind, conversation.id.hex, due_at)
