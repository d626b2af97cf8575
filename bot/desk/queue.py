"""A team's queue: risk first, then waiting time; what is closed: the latest first.

It reads plain columns only, one page at a time. A page begins after the last case of the page
before it, and is found by the index that has its order: a hundred thousand conversations take no
longer than a thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from bot.desk import queue_sql
from bot.desk.queue_sql import MOST_COUNTED, UNKNOWN, Group, Wanted
from bot.duty import acknowledgement
from bot.member import Counsellor
from bot.models import Conversation, Label, Labelled, State, Urgency
from expertise.languages import Language

__all__ = [
    "MOST_COUNTED", "UNKNOWN", "Case", "Group", "Page", "Place", "Wanted", "as_shown", "counted",
    "labelled", "labels", "page",
]  # fmt: skip

PAGE: Final = 30


@dataclass(frozen=True)
class Place:
    """The case after which a page begins: its risk, since when it waits or is closed, its id."""

    urgency: Urgency
    at: datetime
    id: UUID


@dataclass(frozen=True)
class Case:
    """One row of the queue. `unread` counts turns that its counsellor has not seen.

    `answer_by` is when a person should have answered, while none has.
    """

    id: UUID
    state: State
    urgency: Urgency
    theme: str | None
    role: str
    language: Language
    channel: str
    waiting_since: datetime | None
    closed_at: datetime | None
    owner: str | None
    is_mine: bool
    unread: int
    answer_by: datetime | None


@dataclass(frozen=True)
class Page:
    """Some cases, how many there are in all (`MOST_COUNTED` + 1 is "more"), and what follows."""

    cases: tuple[Case, ...] = ()
    count: int = 0
    after: Place | None = None


def page(
    session: Session,
    who: Counsellor,
    group: Group,
    wanted: Wanted | None = None,
    after: Place | None = None,
    size: int = PAGE,
) -> Page:
    """A page of one group, from the beginning or after a place."""
    wanted = wanted or Wanted()
    values: dict[str, Any] = {"team": who.team_id, "me": who.id}
    place = {"at": after.at, "id": after.id} if after else {}
    level = None if after is None else after.urgency if wanted.urgency is None else wanted.urgency
    statement = queue_sql.page(group, wanted, level)
    rows = session.execute(statement, {**values, **place, "size": size + 1}).all()
    shown = tuple(_case(who, row) for row in rows[:size])
    count = len(rows)
    if after is not None or len(rows) > size:
        count = session.execute(queue_sql.count(group, wanted), values).scalar_one()
    return Page(shown, count, _place_of(shown[-1]) if len(rows) > size else None)


def counted(count: int) -> str:
    """A count in figures, as far as anybody counts."""
    return str(count) if count <= MOST_COUNTED else f"{MOST_COUNTED}+"


def as_shown(session: Session, conversation_id: UUID) -> tuple[Any, ...]:
    """What every queue shows of one conversation; what was said in it, its owner's alone does."""
    columns = (
        Conversation.team_id, Conversation.state, Conversation.claimed_by, Conversation.urgency,
        Conversation.theme, Conversation.role, Conversation.staff_at.is_(None),
    )  # fmt: skip
    row = session.execute(select(*columns).where(Conversation.id == conversation_id)).first()
    worn = select(Labelled.label_id).where(Labelled.conversation_id == conversation_id)
    return row, frozenset(session.execute(worn).scalars())


def labels(session: Session, who: Counsellor) -> dict[UUID, str]:
    """The labels by which this team sorts its cases."""
    query = select(Label.id, Label.name).where(Label.team_id == who.team_id).order_by(Label.name)
    return {row.id: row.name for row in session.execute(query)}


def labelled(session: Session, who: Counsellor, ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The labels of some cases, by name."""
    query = (
        select(Labelled.conversation_id, Label.name)
        .join(Label, Label.id == Labelled.label_id)
        .where(Labelled.conversation_id.in_(ids), Label.team_id == who.team_id)
        .order_by(Label.name)
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for row in session.execute(query):
        found[row.conversation_id] = (*found.get(row.conversation_id, ()), row.name)
    return found


def _case(who: Counsellor, row: Row[Any]) -> Case:
    answer_by = None
    if row.unanswered_since is not None:
        answer_by = acknowledgement.due(row.unanswered_since, row.answer_days)
    return Case(
        id=row.id,
        state=State(row.state),
        urgency=Urgency(row.urgency),
        theme=row.theme,
        role=row.role or UNKNOWN,
        language=row.language,
        channel=row.channel,
        waiting_since=row.waiting_since,
        closed_at=row.closed_at,
        owner=row.owner,
        is_mine=row.claimed_by == who.id,
        unread=row.last_seq - row.staff_read_seq,
        answer_by=answer_by,
    )


def _place_of(case: Case) -> Place | None:
    at = case.closed_at if case.state is State.CLOSED else case.waiting_since
    return None if at is None else Place(case.urgency, at, case.id)
