"""Who did what and when, never what was said: a chain of hashes that shows what is gone or changed.

Whoever can write to the database could make the whole chain anew. So its head (number and hash) can
be noted somewhere else, and `verify` says whether what was noted is still in it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import to_minute
from bot.models import AuditEntry

# Any number will do that nothing else in this database locks.
_TURNSTILE: Final = 7_363_733
_BEFORE_THE_FIRST: Final = bytes(32)


@dataclass(frozen=True)
class Deed:
    """What somebody did. `actor` is a member of staff, None the reporter, the bot or the clock."""

    action: str
    team_id: UUID | None = None
    actor: UUID | None = None
    subject: UUID | str | None = None
    detail: str | None = None


@dataclass(frozen=True)
class Head:
    """The last entry; who knows it can tell later whether everything before it is still there."""

    number: int
    hash: bytes


class Broken(Exception):
    """The chain does not hold at entry `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def note(session: Session, deed: Deed, now: datetime) -> None:
    """Add a link, in the transaction of the deed itself: without the one there is no other."""
    _wait_for_turn(session)
    last = _last(session)
    entry = AuditEntry(
        id=last.number + 1,
        at=to_minute(now),
        team_id=_text(deed.team_id),
        actor=_text(deed.actor),
        action=deed.action,
        subject=_text(deed.subject),
        detail=deed.detail,
    )
    entry.hash = _hash(last.hash, entry)
    session.add(entry)
    session.flush()


def verify(session: Session, *noted: Head) -> Head:
    """Walk the whole chain, and look for the heads that were noted earlier. Returns its head.

    Raises:
        Broken: at the first entry that was changed, or before which one is missing.
    """
    expected = {head.number: head.hash for head in noted}
    last = Head(0, _BEFORE_THE_FIRST)
    for entry in session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars():
        number = last.number + 1
        holds = entry.id == number and entry.hash == _hash(last.hash, entry)
        if not holds or expected.pop(number, entry.hash) != entry.hash:
            raise Broken(number)
        last = Head(number, entry.hash)
    if expected:
        raise Broken(min(expected))
    return last


def _wait_for_turn(session: Session) -> None:
    # SQLite lets one writer in at a time anyway.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_TURNSTILE)))


def _last(session: Session) -> Head:
    newest = select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    row = session.execute(newest).first()
    return Head(0, _BEFORE_THE_FIRST) if row is None else Head(*row)


def _hash(before: bytes, entry: AuditEntry) -> bytes:
    said = [
        entry.id, entry.at.isoformat(), entry.team_id, entry.actor, entry.action, entry.subject,
        entry.detail,
    ]  # fmt: skip
    return hashlib.blake2b(before + json.dumps(said).encode(), digest_size=32).digest()


def _text(value: UUID | str | None) -> str | None:
    return None if value is None else str(value)
