"""Who is behind a console's cookie, read from the tables at every request.

So what is taken from somebody is gone at once, whatever page they have open. The cookie's secret
alone opens the private key that is kept with its session.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import audit, vault
from bot.audit import Deed
from bot.errors import SessionEnded
from bot.member import Counsellor, Member
from bot.models import Membership, Staff, StaffSession, Team
from bot.people import members

IDLE: Final = timedelta(minutes=30)
_NOTED_EVERY: Final = timedelta(seconds=15)


def resume(session: Session, token: bytes, now: datetime, *, active: bool = True) -> Member:
    """Who is behind a cookie. `active` says that a person did something just now.

    Raises:
        SessionEnded: idle for too long, logged out, the account was shut, or they left the team.
    """
    known = found(session, token, now)
    row = known[0]
    if _is_to_be_noted(row, now, active=active):
        row.last_seen_at = now
        if active or row.expires_at > now + IDLE:
            row.expires_at = now + IDLE
    return _seated(token, *known)


def look(
    session: Session, token: bytes, now: datetime, *, active: bool = True
) -> tuple[Member, bool]:
    """The same without noting anything, and whether `resume` would: most looks change nothing.

    Raises:
        SessionEnded: as `resume`.
    """
    known = found(session, token, now)
    return _seated(token, *known), _is_to_be_noted(known[0], now, active=active)


def reading(session: Session, token: bytes, now: datetime, *, active: bool = True) -> Counsellor:
    """The counsellor behind a cookie.

    Raises:
        SessionEnded: there is none, or nobody who reads (any more).
    """
    who = resume(session, token, now, active=active)
    if not isinstance(who, Counsellor):
        raise SessionEnded
    return who


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


def drop_expired(session: Session, now: datetime) -> None:
    """Forget sessions that ended by themselves."""
    session.execute(delete(StaffSession).where(StaffSession.expires_at <= now))


def found(
    session: Session, token: bytes, now: datetime
) -> tuple[StaffSession, Staff, Team, Membership]:
    """The session, whose it is, and in which team it is now.

    Raises:
        SessionEnded: as `resume`.
    """
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
    row = session.execute(query).first()
    if row is None or row[0].expires_at <= now:
        raise SessionEnded
    return row[0], row[1], row[2], row[3]


def _is_to_be_noted(row: StaffSession, now: datetime, *, active: bool) -> bool:
    # Both ways: a clock that was set back must not make them seem away for hours, nor let a
    # session that was used while it was ahead live on for as long.
    is_unseen = abs(now - row.last_seen_at) > _NOTED_EVERY
    left = row.expires_at - now
    return is_unseen or left > IDLE or (active and left < IDLE - _NOTED_EVERY)


def _seated(
    token: bytes, row: StaffSession, account: Staff, team: Team, place: Membership
) -> Member:
    key = vault.unseal(key_of(token), row.wrapped_private_key, place_of(account))
    return members.seated(account, team, place, vault.Key(key))


def key_of(token: bytes) -> vault.Key:
    """What a session's private key is wrapped under."""
    return vault.derive(token, "session")


def place_of(account: Staff) -> str:
    """Where it belongs, so that a row copied to another account does not open."""
    return f"session:{account.id}"
