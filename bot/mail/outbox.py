"""E-mails that are due, in the database: what is in it is sent, also after a restart.

Whoever takes one to send it moves it on first, by a wait that grows with each try: until it is
known to be delivered it counts as failed. So no second process sends it meanwhile, and a server
that hangs is asked again later. After a day it is given up; that somebody cannot be reached stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, String, and_, cast, delete, func, or_, select
from sqlalchemy.orm import Session

from bot.clock import to_minute
from bot.mail import people
from bot.mail.kinds import Kind
from bot.models import Conversation, Mail
from expertise.hours import ZONE
from expertise.languages import Language

# What is taken is sent at once and all together, well within the first wait.
AT_ONCE: Final = 8
_LOOKED_AT: Final = 200
_REPEATED_AFTER: Final = timedelta(minutes=10)
_LONGEST_WAIT_MIN: Final = 60
# Waits of 1, 2, 4 … 32 minutes and then an hour each: together a day.
TRIES: Final = 29
_MORNING: Final = time(8)


@dataclass(frozen=True)
class Letter:
    """One e-mail to one person, for everything of one kind that is due; `ids` says for what."""

    to: str = field(repr=False)
    kind: Kind
    language: Language
    ids: tuple[UUID, ...]
    code: str | None = field(default=None, repr=False)


def put(
    session: Session, staff_ids: Iterable[UUID], kind: Kind, subject: str, due_at: datetime
) -> None:
    """Have people written to. Who is to be written to for this already, is so once."""
    known = select(Mail.staff_id).where(Mail.kind == kind, Mail.subject == subject)
    there = set(session.execute(known).scalars())
    for staff_id in staff_ids:
        if staff_id not in there:
            session.add(
                Mail(staff_id=staff_id, kind=kind, subject=subject, due_at=to_minute(due_at))
            )


def put_anew(session: Session, staff_id: UUID, kind: Kind, now: datetime) -> None:
    """Have somebody written to once more, whatever became of the letter before."""
    session.execute(delete(Mail).where(Mail.staff_id == staff_id, Mail.kind == kind))
    put(session, (staff_id,), kind, "", now)


def drop(session: Session, conversation_id: UUID) -> None:
    """Nobody need come for a conversation any more."""
    session.execute(delete(Mail).where(Mail.subject == conversation_id.hex))


def drop_expired(session: Session, now: datetime) -> None:
    """The same, for conversations that have had their time and are about to be erased."""
    # SQLite keeps ids without dashes, as subjects do, and PostgreSQL with.
    number = func.replace(cast(Conversation.id, String), "-", "")
    expired = select(number).where(Conversation.expires_at <= now)
    session.execute(delete(Mail).where(Mail.subject.in_(expired)))


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether there is something to take; asking changes nothing and waits for nobody."""
    return session.execute(select(Mail.id).where(_is_due(now)).limit(1)).first() is not None


def take(session: Session, now: datetime) -> list[Letter]:
    """What is to be sent now. It is due again later, unless `delivered` says that it arrived."""
    due = (
        select(Mail)
        .where(_is_due(now))
        .order_by(Mail.staff_id, Mail.kind)
        .limit(_LOOKED_AT)
        .with_for_update(skip_locked=True)
    )
    letters: list[Letter] = []
    for (staff_id, kind), group in groupby(
        session.execute(due).scalars().all(), lambda mail: (mail.staff_id, Kind(mail.kind))
    ):
        if len(letters) == AT_ONCE:
            break
        reader = people.reader(session, staff_id, kind, now)
        mails = [mail for mail in group if _is_still_due(session, mail, reader, now)]
        if reader is not None and mails:
            ids = tuple(mail.id for mail in mails)
            letters.append(Letter(reader.address, kind, reader.language, ids, reader.code))
    return letters


def delivered(session: Session, letter: Letter, now: datetime) -> None:
    """A letter arrived. It is done with, or due again where people are called until they come."""
    sent = session.execute(select(Mail).where(Mail.id.in_(letter.ids))).scalars().all()
    again = {Kind.ACUTE: to_minute(now) + _REPEATED_AFTER, Kind.OVERDUE: next_morning(now)}
    for mail in sent:
        if letter.kind in again:
            # The next one is another letter, and says so by its number.
            mail.id, mail.due_at, mail.tries = uuid4(), again[letter.kind], 0
        else:
            session.delete(mail)
    for staff_id in {mail.staff_id for mail in sent}:
        reached = (Mail.staff_id == staff_id, Mail.kind == Kind.FAILED)
        session.execute(delete(Mail).where(*reached))


def given_up(session: Session) -> int:
    """How many people could not be reached for a whole day, and not since."""
    query = select(func.count(Mail.id)).where(Mail.kind == Kind.FAILED)
    return session.execute(query).scalar_one()


def next_morning(now: datetime) -> datetime:
    """When a day's reminder is sent: people look at their e-mail when they begin."""
    here = now.astimezone(ZONE)
    day = here.date() if here.time() < _MORNING else here.date() + timedelta(days=1)
    return datetime.combine(day, _MORNING, ZONE).astimezone(UTC)


def _is_due(now: datetime) -> ColumnElement[bool]:
    # What lies further ahead than any wait was noted by a clock that has been set back since.
    beyond = now + timedelta(minutes=_LONGEST_WAIT_MIN + 2)
    in_turn = or_(Mail.due_at <= now, and_(Mail.due_at > beyond, Mail.kind != Kind.OVERDUE))
    return and_(in_turn, Mail.kind != Kind.FAILED)


def _is_still_due(
    session: Session, mail: Mail, reader: people.Reader | None, now: datetime
) -> bool:
    """Whether one of a reader's mails is to be sent now; moves it on, or drops it."""
    if reader is None or not people.concerns(session, mail, now):
        session.delete(mail)
        return False
    if mail.kind in (Kind.WAITING, Kind.ARRIVED) and reader.is_looking:
        mail.due_at = to_minute(now) + people.GRACE
        return False
    if mail.tries >= TRIES and mail.kind != Kind.ACUTE:
        _give_up(session, mail, now)
        return False
    mail.tries += 1
    minutes = min(2 ** (mail.tries - 1), _LONGEST_WAIT_MIN)
    # Times are cut to the minute: one more, so that no wait is shorter than it says.
    mail.due_at = to_minute(now) + timedelta(minutes=minutes + 1)
    return True


def _give_up(session: Session, mail: Mail, now: datetime) -> None:
    session.delete(mail)
    session.flush()
    put(session, (mail.staff_id,), Kind.FAILED, "", now)
