"""Logins and sessions: password, second factor, a growing wait after failures.

What a member may do is read from the tables at every request, so that what is taken from somebody
is gone at once, whatever page they have open.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import audit, vault
from bot.audit import Deed
from bot.clock import Clock
from bot.errors import LoginFailed, SessionEnded
from bot.member import Counsellor, Member
from bot.models import Membership, Staff, StaffSession, Team
from bot.people import attempts, boxes, factors, members
from bot.people.boxes import Secrets
from bot.people.errors import ConfirmationNeeded
from bot.people.factors import Proof
from bot.store import Store

IDLE: Final = timedelta(minutes=30)
CONFIRMED_FOR: Final = timedelta(minutes=5)
_NOTED_EVERY: Final = timedelta(seconds=15)


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
    who = await store.write(resume, token, clock())
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
    session.add(
        StaffSession(
            token_hash=vault.fingerprint(token),
            id=uuid4(),
            staff_id=account.id,
            team_id=teams[0].id,
            wrapped_private_key=vault.seal(_token_key(token), private_key, _place(account)),
            device=device,
            created_at=now,
            confirmed_at=now,
            last_seen_at=now,
            expires_at=now + IDLE,
        )
    )
    audit.note(session, Deed("login", teams[0].id, account.id, account.id, factor), now)
    return LoggedIn(token, account.name)


def resume(session: Session, token: bytes, now: datetime, *, active: bool = True) -> Member:
    """Who is behind a cookie. `active` says that a person did something just now.

    Raises:
        SessionEnded: idle for too long, logged out, the account was shut, or they left the team.
    """
    found = _found(session, token, now)
    row = found[0]
    if _is_to_be_noted(row, now, active=active):
        row.last_seen_at = now
        if active or row.expires_at > now + IDLE:
            row.expires_at = now + IDLE
    return _seated(token, *found)


def look(
    session: Session, token: bytes, now: datetime, *, active: bool = True
) -> tuple[Member, bool]:
    """The same without noting anything, and whether `resume` would: most looks change nothing.

    Raises:
        SessionEnded: as `resume`.
    """
    found = _found(session, token, now)
    return _seated(token, *found), _is_to_be_noted(found[0], now, active=active)


def reading(session: Session, token: bytes, now: datetime, *, active: bool = True) -> Counsellor:
    """The counsellor behind a cookie.

    Raises:
        SessionEnded: there is none, or nobody who reads (any more).
    """
    who = resume(session, token, now, active=active)
    if not isinstance(who, Counsellor):
        raise SessionEnded
    return who


def require_recent(session: Session, token: bytes, now: datetime) -> None:
    """Whether password and second factor were shown within the last five minutes.

    Raises:
        ConfirmationNeeded: they were not.
        SessionEnded: there is no session.
    """
    row, *_ = _found(session, token, now)
    # A clock that went back gives nobody more time.
    if not timedelta() <= now - row.confirmed_at < CONFIRMED_FOR:
        raise ConfirmationNeeded


def leave(session: Session, token: bytes, now: datetime) -> None:
    """End a session; the private key that was wrapped for it is gone with it."""
    row = session.get(StaffSession, vault.fingerprint(token))
    if row is None:
        return
    session.delete(row)
    session.flush()
    others = select(StaffSession.staff_id).where(StaffSession.staff_id == row.staff_id)
    if session.execute(others).first() is None:
        session.get_one(Staff, row.staff_id).on_duty = False
    audit.note(session, Deed("logout", row.team_id, row.staff_id, row.staff_id), now)


def set_duty(session: Session, who: Counsellor, *, on_duty: bool) -> None:
    """A counsellor says whether reporters may count on an answer now."""
    session.get_one(Staff, who.id).on_duty = on_duty


def is_on_duty(session: Session, who: Counsellor) -> bool:
    """What `set_duty` said last."""
    return session.get_one(Staff, who.id).on_duty


def drop_expired(session: Session, now: datetime) -> None:
    """Forget sessions that ended by themselves."""
    session.execute(delete(StaffSession).where(StaffSession.expires_at <= now))


def _confirmed(
    session: Session, token: bytes, name: str, opened: Secrets, proof: Proof, now: datetime
) -> None:
    account = attempts.usable(session, name)
    factors.check(session, account, opened, proof, now)
    attempts.forgive(account)
    row, *_ = _found(session, token, now)
    row.confirmed_at = now


def _is_to_be_noted(row: StaffSession, now: datetime, *, active: bool) -> bool:
    # Both ways: a clock that was set back must not make them seem away for hours, nor let a
    # session that was used while it was ahead live on for as long.
    is_unseen = abs(now - row.last_seen_at) > _NOTED_EVERY
    left = row.expires_at - now
    return is_unseen or left > IDLE or (active and left < IDLE - _NOTED_EVERY)


def _seated(
    token: bytes, row: StaffSession, account: Staff, team: Team, place: Membership
) -> Member:
    key = vault.unseal(_token_key(token), row.wrapped_private_key, _place(account))
    return members.seated(account, team, place, vault.Key(key))


def _found(
    session: Session, token: bytes, now: datetime
) -> tuple[StaffSession, Staff, Team, Membership]:
    query = (
        select(StaffSession, Staff, Team, Membership)
        .join(Staff, Staff.id == StaffSession.staff_id)
        .join(Team, Team.id == StaffSession.team_id)
        .join(
            Membership,
            (Membership.staff_id == StaffSession.staff_id)
            & (Membership.team_id == StaffSession.team_id),
        )
        .where(StaffSession.token_hash == vault.fingerprint(token), Staff.disabled_at.is_(None))
    )
    found = session.execute(query).first()
    if found is None or found[0].expires_at <= now:
        raise SessionEnded
    return found[0], found[1], found[2], found[3]


def _upgrade(session: Session, account: Staff, opened: Secrets) -> None:
    """Close a box that held the team's key anew, and seal that key to the person instead."""
    boxes.close_box(account, opened)
    if account.public_key is None or opened.team_key is None:
        return
    for team in members.teams_of(session, account.id):
        if team.public_key == vault.public_of(opened.team_key):
            row = members.membership(session, account.id, team.id)
            row.wrapped_team_key = vault.seal_to(account.public_key, opened.team_key)


def _token_key(token: bytes) -> vault.Key:
    return vault.derive(token, "session")


def _place(account: Staff) -> str:
    return f"session:{account.id}"
