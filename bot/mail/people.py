"""Who is written to: members who want it, with an address that is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from bot.duty import acknowledgement
from bot.mail.kinds import Kind, read
from bot.member import READING
from bot.models import (
    Conflict,
    Conversation,
    Mail,
    MailChoice,
    Membership,
    Staff,
    StaffSession,
    State,
    Urgency,
)
from expertise.languages import Language

# Who has the console open is called there; after this long they are written to as well.
GRACE: Final = timedelta(minutes=10)
CODE_LASTS: Final = timedelta(minutes=30)
_LOOKING: Final = timedelta(minutes=2)


@dataclass(frozen=True)
class Wisher:
    """A member of a team who wants to be written to."""

    id: UUID
    kinds: frozenset[Kind]
    is_looking: bool


@dataclass(frozen=True)
class Reader:
    """Somebody to whom a letter goes now."""

    address: str = field(repr=False)
    language: Language
    is_looking: bool
    code: str | None = field(default=None, repr=False)


def wishers(
    session: Session, team_id: UUID, now: datetime, conversation_id: UUID | None = None
) -> Iterator[Wisher]:
    """Members of a team who read what it is given; without who is too near to a conversation."""
    query = select(Staff.id, MailChoice.kinds, _is_looking(now)).join(
        MailChoice, MailChoice.staff_id == Staff.id
    )
    query = query.where(_can_be_reached(), Staff.id.in_(_readers(team_id)))
    if conversation_id is not None:
        query = query.where(~_is_too_near(conversation_id))
    for staff_id, kinds, is_looking in session.execute(query):
        yield Wisher(staff_id, read(kinds), is_looking)


def reader(session: Session, staff_id: UUID, kind: Kind, now: datetime) -> Reader | None:
    """Where a letter of this kind goes; None when it is not wanted (any more)."""
    query = (
        select(Staff.email, MailChoice, _is_looking(now))
        .join(MailChoice, MailChoice.staff_id == Staff.id)
        .where(Staff.id == staff_id, Staff.disabled_at.is_(None))
    )
    found = session.execute(query).first()
    if found is None:
        return None
    address, choice, is_looking = found
    if kind is Kind.CODE:
        return _of_code(choice, now)
    if address is None or kind not in read(choice.kinds):
        return None
    return Reader(address, choice.language, is_looking)


def concerns(session: Session, mail: Mail, now: datetime) -> bool:
    """Whether a mail's reason is still there, and its reader's to know."""
    match mail.kind:
        case Kind.CODE:
            return True
        case Kind.OVERDUE:
            team_id = UUID(mail.subject)
            is_member = session.execute(
                _readers(team_id).where(Membership.staff_id == mail.staff_id)
            )
            is_member_now = is_member.first() is not None
            return is_member_now and acknowledgement.overdue(session, team_id, now) > 0
        case _:
            return _waits_for(session, mail)


def _waits_for(session: Session, mail: Mail) -> bool:
    conversation_id = UUID(mail.subject)
    query = select(Conversation.id).where(
        Conversation.id == conversation_id,
        Conversation.state == State.WAITING,
        exists(
            _readers(Conversation.team_id).where(Membership.staff_id == mail.staff_id)
        ),
        ~exists().where(
            Conflict.conversation_id == conversation_id, Conflict.staff_id == mail.staff_id
        ),
    )  # fmt: skip
    if mail.kind == Kind.ACUTE:
        query = query.where(Conversation.urgency == Urgency.ACUTE)
    return session.execute(query).first() is not None


def _of_code(choice: MailChoice, now: datetime) -> Reader | None:
    if choice.unconfirmed is None or choice.code_at is None or now - choice.code_at > CODE_LASTS:
        return None
    return Reader(choice.unconfirmed, choice.language, is_looking=True, code=choice.code)


def _readers(team_id: object) -> Select[tuple[UUID]]:
    reads = or_(*(Membership.roles.contains(role) for role in READING))
    return select(Membership.staff_id).where(Membership.team_id == team_id, reads)


def _can_be_reached() -> ColumnElement[bool]:
    return Staff.email.is_not(None) & Staff.disabled_at.is_(None)


def _is_too_near(conversation_id: UUID) -> ColumnElement[bool]:
    return exists().where(
        Conflict.conversation_id == conversation_id, Conflict.staff_id == Staff.id
    )  # fmt: skip


def _is_looking(now: datetime) -> ColumnElement[bool]:
    # Both ways: after the clock was set back nobody would seem to look for hours.
    seen = StaffSession.last_seen_at.between(now - _LOOKING, now + _LOOKING)
    return exists().where(StaffSession.staff_id == Staff.id, seen, StaffSession.expires_at > now)
