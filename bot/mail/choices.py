"""What somebody wants to be written for, and where: an address that they showed to be theirs."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from bot import audit
from bot.audit import Deed
from bot.clock import to_minute
from bot.errors import CodeTooSoon, UnusableAddress
from bot.mail import outbox
from bot.mail.kinds import Kind, read, written
from bot.mail.people import CODE_LASTS
from bot.member import Member
from bot.models import MailChoice, Staff
from expertise.languages import Language

_ADDRESS: Final = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}", re.ASCII | re.IGNORECASE
)
_LONGEST: Final = 254
_DIGITS: Final = 6
_MOST_TRIES: Final = 5
_BETWEEN_CODES: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Choice:
    """What a person chose. To `unconfirmed` a code was sent that they have not typed yet."""

    address: str | None = field(default=None, repr=False)
    unconfirmed: str | None = field(default=None, repr=False)
    kinds: frozenset[Kind] = frozenset()


def of(session: Session, staff_id: UUID) -> Choice:
    """Somebody's choice."""
    address = session.get_one(Staff, staff_id).email
    row = session.get(MailChoice, staff_id)
    if row is None:
        return Choice(address)
    return Choice(address, row.unconfirmed, read(row.kinds))


def choose(
    session: Session, who: Member, typed: str, kinds: Iterable[Kind], language: Language,
    now: datetime,
) -> None:  # fmt: skip
    """Keep what somebody wants. A new address gets a code first; no address ends it all.

    Raises:
        UnusableAddress: no e-mail can be sent there.
        CodeTooSoon: a code was sent a moment ago.
    """
    address = typed.strip()
    row = _row(session, who)
    row.kinds = written(kinds)
    row.language = language
    account = session.get_one(Staff, who.id)
    if not address:
        account.email = None
    if address in ("", account.email):
        _forget_code(row)
    elif address != row.unconfirmed:
        _send_code(session, row, address, now)
    audit.note(session, Deed("mail_chosen", who.team_id, who.id, detail=row.kinds[:64]), now)


def send_again(session: Session, who: Member, now: datetime) -> None:
    """Send a new code to the address that waits for one; the earlier one counts no more.

    Raises:
        CodeTooSoon: the last one was sent a moment ago.
    """
    row = _row(session, who)
    if row.unconfirmed is not None:
        _send_code(session, row, row.unconfirmed, now)


def confirm(session: Session, who: Member, typed: str, now: datetime) -> bool:
    """The code that was sent: from here on the address is theirs. Says whether it was right.

    A wrong one counts, and after five the code is worth nothing. An error would undo the count.
    """
    row = _row(session, who)
    if row.code is None or row.code_at is None or now - row.code_at > CODE_LASTS:
        return False
    code = "".join(typed.split())
    if not secrets.compare_digest(row.code.encode(), code.encode()):
        row.code_tries += 1
        if row.code_tries >= _MOST_TRIES:
            row.code = None
        return False
    session.get_one(Staff, who.id).email = row.unconfirmed
    _forget_code(row)
    audit.note(session, Deed("mail_confirmed", who.team_id, who.id), now)
    return True


def _row(session: Session, who: Member) -> MailChoice:
    row = session.get(MailChoice, who.id, with_for_update=True)
    if row is None:
        row = MailChoice(staff_id=who.id, kinds="", language="nl", code_tries=0)
        session.add(row)
    return row


def _send_code(session: Session, row: MailChoice, address: str, now: datetime) -> None:
    if len(address) > _LONGEST or not _ADDRESS.fullmatch(address):
        raise UnusableAddress
    # The same in both directions: a clock that was set back must not lock anybody out.
    if row.code_at is not None and abs(now - row.code_at) < _BETWEEN_CODES:
        raise CodeTooSoon
    row.unconfirmed = address
    row.code = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
    row.code_at = to_minute(now)
    row.code_tries = 0
    session.flush()
    outbox.put_anew(session, row.staff_id, Kind.CODE, now)


def _forget_code(row: MailChoice) -> None:
    row.unconfirmed = row.code = None
    row.code_tries = 0
