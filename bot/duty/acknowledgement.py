"""Within how many days a person must have answered, and who waits for longer than that."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.models import Conversation, Report, Team

Row = TypeVar("Row", bound=tuple[Any, ...])

_MOST_COUNTED: Final = 100


def due(opened_at: datetime, answer_days: int) -> datetime:
    """Until when a person must have answered who was asked then."""
    return opened_at + timedelta(days=answer_days)


def of_talk(session: Session, conversation: Conversation) -> datetime | None:
    """Until when somebody must have answered here; None once somebody has, or nobody is asked."""
    asked = _unanswered(select(Report.opened_at, Team.answer_days)).where(
        Report.conversation_id == conversation.id, Report.team_id == conversation.team_id
    )
    row = session.execute(asked.join(Team, Team.id == Report.team_id)).first()
    return None if row is None else due(row.opened_at, row.answer_days)


def overdue(session: Session, team_id: UUID, now: datetime) -> int:
    """How many talks of a team wait for a first answer for longer than it agreed on.

    A hundred may be more: every page says this, and counting on would take longer.
    """
    days = session.get_one(Team, team_id).answer_days
    query = _unanswered(select(Report.id)).where(
        Report.team_id == team_id, Report.opened_at < now - timedelta(days=days)
    )
    some = query.limit(_MOST_COUNTED).subquery()
    return session.execute(select(func.count()).select_from(some)).scalar_one()


def _unanswered(query: Select[Row]) -> Select[Row]:
    return query.where(Report.first_human_at.is_(None), Report.ended_at.is_(None))
