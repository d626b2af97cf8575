"""Counsellors' logins and sessions: password, second factor, a growing wait after failures."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import staff, vault
from bot.clock import Clock
from bot.errors import LoginFailed, NoSuchStaff, SessionEnded, TooManyTries
from bot.handover import Counsellor
from bot.models import Staff, StaffSession
from bot.store import Store

IDLE: Final = timedelta(minutes=30)
_NOTED_EVERY: Final = timedelta(seconds=15)
_FREE_FAILURES: Final = 3
_LONGEST_WAIT_S: Final = 300
_TOTP_STEP_S: Final = 30


@dataclass(frozen=True)
class LoggedIn:
    """A new session: the cookie's secret, which alone opens the team key kept with it."""

    token: bytes = field(repr=False)
    name: str


async def log_in(store: Store, clock: Clock, name: str, password: str, totp: str) -> LoggedIn:
    """Password, then second factor, then a session.

    Raises:
        LoginFailed: something is wrong; an unknown name takes as long as a wrong password.
        TooManyTries: wait `seconds` first.
    """
    try:
        account = await store.write(attempt, name, clock())
    except LoginFailed:
        await asyncio.to_thread(vault.stretch, b"", bytes(vault.SALT_BYTES))
        raise
    opened = await asyncio.to_thread(staff.open_secrets, account, password)
    return await store.write(enter, name, opened, totp, clock())


def attempt(session: Session, name: str, now: datetime) -> Staff:
    """An account that may try now. Call before the slow password check.

    A try counts as failed until `enter` says otherwise, so that many at once gain nothing: after
    three, each next one waits twice as long, to five minutes.

    Raises:
        TooManyTries: wait `seconds` first.
        LoginFailed: no such account, or a disabled one.
    """
    account = _usable(session, name)
    if account.next_try_at is not None and account.next_try_at > now:
        wait = int((account.next_try_at - now).total_seconds()) + 1
        raise TooManyTries(seconds=str(wait))
    account.failures += 1
    beyond = account.failures - _FREE_FAILURES
    if beyond > 0:
        account.next_try_at = now + timedelta(seconds=min(2**beyond, _LONGEST_WAIT_S))
    return account


def enter(session: Session, name: str, opened: staff.Secrets, totp: str, now: datetime) -> LoggedIn:
    """Check the second factor and begin a session.

    Raises:
        LoginFailed: the code is wrong, old, or was used before.
    """
    account = _usable(session, name)
    step = _matching_step(opened.totp_secret, totp, now)
    if step is None or step <= account.last_totp_step:
        raise LoginFailed
    account.last_totp_step = step
    account.failures = 0
    account.next_try_at = None
    account.on_duty = True
    token = secrets.token_bytes(32)
    session.add(
        StaffSession(
            token_hash=vault.fingerprint(token),
            staff_id=account.id,
            wrapped_team_key=vault.seal(
                vault.derive(token, "session"), opened.team_key, f"session:{account.id}"
            ),
            last_seen_at=now,
            expires_at=now + IDLE,
        )
    )
    return LoggedIn(token, account.name)


def resume(session: Session, token: bytes, now: datetime, *, active: bool = True) -> Counsellor:
    """The counsellor behind a cookie. `active` says that a person did something just now.

    Raises:
        SessionEnded: idle for too long, logged out, or the account was shut.
    """
    row = session.get(StaffSession, vault.fingerprint(token))
    if row is None or row.expires_at <= now:
        raise SessionEnded
    account = session.get_one(Staff, row.staff_id)
    if now - row.last_seen_at > _NOTED_EVERY:
        row.last_seen_at = now
    if active and row.expires_at < now + IDLE - _NOTED_EVERY:
        row.expires_at = now + IDLE
    key = vault.unseal(
        vault.derive(token, "session"), row.wrapped_team_key, f"session:{account.id}"
    )
    return Counsellor(account.id, account.name, account.team_id, vault.Key(key))


def leave(session: Session, token: bytes) -> None:
    """End a session; the team key that was wrapped for it is gone with it."""
    row = session.get(StaffSession, vault.fingerprint(token))
    if row is not None:
        session.delete(row)
        session.flush()
        others = select(StaffSession.staff_id).where(StaffSession.staff_id == row.staff_id)
        if session.execute(others).first() is None:
            session.get_one(Staff, row.staff_id).on_duty = False


def set_duty(session: Session, who: Counsellor, *, on_duty: bool) -> None:
    """A counsellor says whether reporters may count on an answer now."""
    session.get_one(Staff, who.id).on_duty = on_duty


def is_on_duty(session: Session, who: Counsellor) -> bool:
    """What `set_duty` said last."""
    return session.get_one(Staff, who.id).on_duty


def drop_expired(session: Session, now: datetime) -> None:
    """Forget sessions that ended by themselves."""
    session.execute(delete(StaffSession).where(StaffSession.expires_at <= now))


def _usable(session: Session, name: str) -> Staff:
    """An account that is not shut, locked so that two logins at once see each other's marks."""
    try:
        account = staff.find(session, name, lock=True)
    except NoSuchStaff as error:
        raise LoginFailed from error
    if account.disabled_at is not None:
        raise LoginFailed
    return account


def _matching_step(secret: str, typed: str, now: datetime) -> int | None:
    """The time step for which a code is right: this one, or the one before or after."""
    totp = pyotp.TOTP(secret)
    code = typed.replace(" ", "").encode(errors="replace")
    current = int(now.timestamp()) // _TOTP_STEP_S
    for step in (current - 1, current, current + 1):
        expected = totp.generate_otp(step)
        if secrets.compare_digest(expected.encode(), code):
            return step
    return None
