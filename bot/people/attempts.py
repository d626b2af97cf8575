"""Trying to get in: the password, and a wait that grows with every failure."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from bot import audit, staff, vault
from bot.audit import Deed
from bot.clock import Clock
from bot.errors import LoginFailed, NoSuchStaff, TooManyTries
from bot.models import Staff
from bot.people import boxes
from bot.people.boxes import Secrets
from bot.store import Store

_FREE_FAILURES: Final = 3
_LONGEST_WAIT_S: Final = 300


async def opened(store: Store, clock: Clock, name: str, password: str) -> Secrets:
    """The box of whoever has this name. The try counts as failed until `forgive`.

    Raises:
        LoginFailed: something is wrong; an unknown name takes as long as a wrong password.
        TooManyTries: wait `seconds` first.
    """
    try:
        account = await store.write(attempt, name, clock())
    except LoginFailed:
        await asyncio.to_thread(vault.stretch, b"", bytes(vault.SALT_BYTES))
        raise
    return await asyncio.to_thread(boxes.open_box, account, password)


async def open_again(store: Store, clock: Clock, name: str, password: str) -> Secrets:
    """Somebody's own box, for a change of what lies in it.

    Raises:
        LoginFailed, TooManyTries: as `opened`.
    """
    try:
        box = await opened(store, clock, name, password)
    except LoginFailed:
        await store.write(note_failure, name, clock())
        raise
    await store.write(_forgiven, name)
    return box


def attempt(session: Session, name: str, now: datetime) -> Staff:
    """An account that may try now. Call before the slow password check.

    A try counts as failed until `forgive`, so that many at once gain nothing: after
    three, each next one waits twice as long, to five minutes.

    Raises:
        TooManyTries: wait `seconds` first.
        LoginFailed: no such account, or a disabled one.
    """
    account = usable(session, name)
    if account.next_try_at is not None and account.next_try_at > now:
        wait = int((account.next_try_at - now).total_seconds()) + 1
        raise TooManyTries(seconds=str(wait))
    account.failures += 1
    beyond = account.failures - _FREE_FAILURES
    if beyond > 0:
        account.next_try_at = now + timedelta(seconds=min(2**beyond, _LONGEST_WAIT_S))
    return account


def forgive(account: Staff) -> None:
    """They were who they said."""
    account.failures, account.next_try_at = 0, None


def note_failure(session: Session, name: str, now: datetime) -> None:
    """Note that somebody did not get in; of a name that is nobody's, not the name."""
    try:
        subject = staff.find(session, name).id
    except NoSuchStaff:
        subject = None
    audit.note(session, Deed("login_failed", subject=subject), now)


def usable(session: Session, name: str) -> Staff:
    """An account that is not shut, locked so that two logins at once see each other's marks.

    Raises:
        LoginFailed: there is none.
    """
    try:
        account = staff.find(session, name, lock=True)
    except NoSuchStaff as error:
        raise LoginFailed from error
    if account.disabled_at is not None:
        raise LoginFailed
    return account


def _forgiven(session: Session, name: str) -> None:
    forgive(usable(session, name))
