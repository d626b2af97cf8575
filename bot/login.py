"""Logging in: password, second factor, a growing wait after failures.

Who is behind the cookie that comes of it is found by `bot.people.cookies`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy.orm import Session

from bot import audit, vault
from bot.audit import Deed
from bot.clock import Clock
from bot.errors import LoginFailed
from bot.member import Counsellor
from bot.models import Staff, StaffSession
from bot.people import attempts, boxes, cookies, factors, members
from bot.people.boxes import Secrets
from bot.people.errors import ConfirmationNeeded
from bot.people.factors import Proof
from bot.store import Store

CONFIRMED_FOR: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class LoggedIn:
    """A new session: the cookie's secret, which alone opens the private key kept with it."""

    token: bytes = field(repr=False)
    name: str


async def log_in(
    store: Store, clock: Clock, name: str, password: str, proof: Proof, device: str = ""
) -> LoggedIn:
    """Password, then second factor, then a session.

    Raises:
        LoginFailed: something is wrong; an unknown name takes as long as a wrong password.
        TooManyTries: wait `seconds` first.
    """
    try:
        opened = await attempts.opened(store, clock, name, password)
        return await store.write(enter, name, opened, proof, clock(), device)
    except LoginFailed:
        await store.write(attempts.note_failure, name, clock())
        raise


async def confirm(store: Store, clock: Clock, token: bytes, password: str, proof: Proof) -> None:
    """Password and second factor once more, within a session, before what is dangerous.

    Raises:
        LoginFailed, TooManyTries: as `log_in`.
        SessionEnded: there is no session any more.
    """
    who = await store.write(cookies.resume, token, clock())
    try:
        opened = await attempts.opened(store, clock, who.name, password)
        await store.write(_confirmed, token, who.name, opened, proof, clock())
    except LoginFailed:
        await store.write(attempts.note_failure, who.name, clock())
        raise


def enter(
    session: Session, name: str, opened: Secrets, proof: Proof, now: datetime, device: str = ""
) -> LoggedIn:
    """Check the second factor and begin a session.

    Raises:
        LoginFailed: the factor is wrong, old, or was used before; or no team has this person.
    """
    account = attempts.usable(session, name)
    kind = factors.check(session, account, opened, proof, now)
    attempts.forgive(account)
    if opened.team_key is not None:
        _upgrade(session, account, opened)
    return begin(session, account, opened.private_key, now, device, kind)


def begin(
    session: Session,
    account: Staff,
    private_key: vault.Key,
    now: datetime,
    device: str = "",
    factor: str | None = None,
) -> LoggedIn:
    """A session for somebody who has shown who they are.

    Raises:
        LoginFailed: no team has this person.
    """
    teams = members.teams_of(session, account.id)
    if not teams:
        raise LoginFailed
    account.on_duty = True
    token = secrets.token_bytes(32)
    key, place = cookies.key_of(token), cookies.place_of(account)
    session.add(
        StaffSession(
            token_hash=vault.fingerprint(token),
            id=uuid4(),
            staff_id=account.id,
            team_id=teams[0].id,
            wrapped_private_key=vault.seal(key, private_key, place),
            device=device,
            created_at=now,
            confirmed_at=now,
            last_seen_at=now,
            expires_at=now + cookies.IDLE,
        )
    )
    audit.note(session, Deed("login", teams[0].id, account.id, account.id, factor), now)
    return LoggedIn(token, account.name)


def require_recent(session: Session, token: bytes, now: datetime) -> None:
    """Whether password and second factor were shown within the last five minutes.

    Raises:
        ConfirmationNeeded: they were not.
        SessionEnded: there is no session.
    """
    row, *_ = cookies.found(session, token, now)
    # A clock that went back gives nobody more time.
    if not timedelta() <= now - row.confirmed_at < CONFIRMED_FOR:
        raise ConfirmationNeeded


def set_duty(session: Session, who: Counsellor, *, on_duty: bool) -> None:
    """A counsellor says whether reporters may count on an answer now."""
    session.get_one(Staff, who.id).on_duty = on_duty


def is_on_duty(session: Session, who: Counsellor) -> bool:
    """What `set_duty` said last."""
    return session.get_one(Staff, who.id).on_duty


def _confirmed(
    session: Session, token: bytes, name: str, opened: Secrets, proof: Proof, now: datetime
) -> None:
    account = attempts.usable(session, name)
    factors.check(session, account, opened, proof, now)
    attempts.forgive(account)
    row, *_ = cookies.found(session, token, now)
    row.confirmed_at = now


def _upgrade(session: Session, account: Staff, opened: Secrets) -> None:
    """Close a box that held the team's key anew, and seal that key to the person instead."""
    boxes.close_box(account, opened)
    if account.public_key is None or opened.team_key is None:
        return
    for team in members.teams_of(session, account.id):
        if team.public_key == vault.public_of(opened.team_key):
            row = members.membership(session, account.id, team.id)
            row.wrapped_team_key = vault.seal_to(account.public_key, opened.team_key)
