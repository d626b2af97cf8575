"""The queue's statements. Each is made once and asked with other values: making takes longer.

Their values: `team`, `me`, `size`, and after a place its `at` and `id`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    Uuid,
    bindparam,
    exists,
    func,
    select,
    tuple_,
    union_all,
)

from bot.models import (
    Conflict,
    Conversation,
    Labelled,
    Report,
    Staff,
    State,
    Team,
    Urgency,
    UTCDateTime,
)

# Beyond this nobody counts: it would take longer, and says no more.
MOST_COUNTED: Final = 99
UNKNOWN: Final = "unknown"
_BY_RISK: Final = tuple(sorted(Urgency, reverse=True))
_ME: Final = bindparam("me", type_=Uuid())
_SIZE: Final = bindparam("size", type_=Integer())
_PLACE: Final = (bindparam("at", type_=UTCDateTime()), bindparam("id", type_=Uuid()))
# Without its team, which would lead away from the index by conversation.
_UNANSWERED_SINCE: Final = (
    select(Report.opened_at)
    .where(
        Report.conversation_id == Conversation.id,
        Report.ended_at.is_(None),
        Report.first_human_at.is_(None),
    )
    .limit(1)
    .scalar_subquery()
)
_AGREED: Final = select(Team.answer_days).where(Team.id == Conversation.team_id).scalar_subquery()
_ROWS: Final = select(
    Conversation.id, Conversation.state, Conversation.urgency, Conversation.theme,
    Conversation.role, Conversation.language, Conversation.channel, Conversation.waiting_since,
    Conversation.closed_at, Conversation.claimed_by, Conversation.last_seq,
    Conversation.staff_read_seq, Staff.name.label("owner"), _AGREED.label("answer_days"),
    _UNANSWERED_SINCE.label("unanswered_since"),
).outerjoin(Staff, Staff.id == Conversation.claimed_by)  # fmt: skip


class Group(StrEnum):
    """The parts of a queue, as one counsellor sees them."""

    WAITING = "waiting"
    MINE = "mine"
    COLLEAGUES = "colleagues"
    CLOSED = "closed"


@dataclass(frozen=True)
class Wanted:
    """What a queue is narrowed to; None is everything, `UNKNOWN` is what nobody knows yet."""

    theme: str | None = None
    urgency: Urgency | None = None
    channel: str | None = None
    language: str | None = None
    role: str | None = None
    label: UUID | None = None


@lru_cache(maxsize=512)
def page(group: Group, wanted: Wanted, after: Urgency | None) -> Select[Any]:
    """A page of a group: from the beginning, or after a place, of which the risk is given here."""
    conditions = _conditions(group, wanted)
    if group is Group.CLOSED:
        return _latest(conditions, wanted.urgency, is_after=after is not None)
    levels = _BY_RISK if wanted.urgency is None else (wanted.urgency,)
    return _most_urgent(conditions, levels, after)


@lru_cache(maxsize=512)
def count(group: Group, wanted: Wanted) -> Select[tuple[int]]:
    """How many there are in a group, as far as anybody counts."""
    query = select(Conversation.id).where(*_conditions(group, wanted))
    if wanted.urgency is not None:
        query = query.where(Conversation.urgency == wanted.urgency)
    return select(func.count()).select_from(query.limit(MOST_COUNTED + 1).subquery())


def _conditions(group: Group, wanted: Wanted) -> list[ColumnElement[bool]]:
    state = {Group.WAITING: State.WAITING, Group.CLOSED: State.CLOSED}.get(group, State.HUMAN)
    too_near = (Conflict.conversation_id == Conversation.id, Conflict.staff_id == _ME)
    conditions = [
        Conversation.team_id == bindparam("team", type_=Uuid()),
        Conversation.state == state,
        ~exists().where(*too_near),
    ]
    if group is Group.MINE:
        conditions.append(Conversation.claimed_by == _ME)
    elif group is Group.COLLEAGUES:
        conditions.append(Conversation.claimed_by != _ME)
    for name in ("theme", "channel", "language", "role"):
        column, value = getattr(Conversation, name), getattr(wanted, name)
        if value is not None:
            conditions.append(column.is_(None) if value == UNKNOWN else column == value)
    if wanted.label is not None:
        labelled = select(Labelled.conversation_id).where(Labelled.label_id == wanted.label)
        conditions.append(Conversation.id.in_(labelled))
    return conditions


def _most_urgent(
    conditions: list[ColumnElement[bool]], levels: tuple[Urgency, ...], after: Urgency | None
) -> Select[Any]:
    """The first of each level of risk, whose order an index has, and of those the first in all."""
    firsts = [
        _first_of(conditions, level, is_after=level == after)
        for level in levels
        if after is None or level <= after
    ]
    found = union_all(*(select(first) for first in firsts)).subquery()
    query = _ROWS.join(found, found.c.id == Conversation.id)
    order = (found.c.urgency.desc(), found.c.waiting_since, found.c.id)
    return query.order_by(*order).limit(_SIZE)


def _first_of(conditions: list[ColumnElement[bool]], level: Urgency, *, is_after: bool) -> Subquery:
    order = (Conversation.waiting_since, Conversation.id)
    query = select(Conversation.urgency, *order)
    query = query.where(*conditions, Conversation.urgency == level)
    if is_after:
        query = query.where(tuple_(*order) > tuple_(*_PLACE))
    return query.order_by(*order).limit(_SIZE).subquery()


def _latest(
    conditions: list[ColumnElement[bool]], urgency: Urgency | None, *, is_after: bool
) -> Select[Any]:
    query = _ROWS.where(*conditions)
    if urgency is not None:
        query = query.where(Conversation.urgency == urgency)
    if is_after:
        query = query.where(tuple_(Conversation.closed_at, Conversation.id) < tuple_(*_PLACE))
    order = (Conversation.closed_at.desc(), Conversation.id.desc())
    return query.order_by(*order).limit(_SIZE)
