"""What an admin changes about colleagues, and what colleagues do for each other.

Whoever loses a reader's role loses the team's key with it. They may have kept what they saw, and
with a copy of the database the key itself: that is what `bot.people.rekey` is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot import audit, handover, staff
from bot.audit import Deed
from bot.member import READING, Counsellor, Member
from bot.models import Membership, Role, Staff, StaffSession
from bot.people import members
from bot.people.errors import LastAdmin, NoColleague, RolesNeeded


def set_roles(
    session: Session, who: Member, staff_id: UUID, roles: Iterable[Role], now: datetime
) -> None:
    """Give a colleague these roles and no others; it holds from their next request on.

    Raises:
        NoColleague: no member of this team.
        RolesNeeded: none at all; `remove` is what takes somebody out of a team.
        LastAdmin: nobody would be left who can invite.
    """
    held = frozenset(roles)
    if not held:
        raise RolesNeeded
    row = _colleague(session, who, staff_id)
    before = members.read(row.roles)
    if held == before:
        return
    if Role.ADMIN in before - held:
        _require_other_admin(session, who.team_id, staff_id)
    row.roles = members.written(held)
    if not held & READING:
        row.wrapped_team_key = None
        handover.release_all(session, staff_id, now, who.team_id)
    _note(session, "roles_changed", who, staff_id, now, row.roles)


def remove(session: Session, who: Member, staff_id: UUID, now: datetime) -> None:
    """Take a colleague out of the team; whoever is in no other has no account any more.

    Raises:
        NoColleague, LastAdmin: as `set_roles`.
    """
    row = _colleague(session, who, staff_id)
    if Role.ADMIN in members.read(row.roles):
        _require_other_admin(session, who.team_id, staff_id)
    handover.release_all(session, staff_id, now, who.team_id)
    _end(session, staff_id, who.team_id)
    if len(members.teams_of(session, staff_id)) == 1:
        staff.shut(session, session.get_one(Staff, staff_id), now, who.id)
        return
    session.delete(row)
    session.flush()
    _note(session, "member_removed", who, staff_id, now)


def end_sessions(session: Session, who: Member, staff_id: UUID, now: datetime) -> None:
    """Log a colleague out of this team, on every device.

    Raises:
        NoColleague: no member of this team.
    """
    _colleague(session, who, staff_id)
    _end(session, staff_id, who.team_id)
    _note(session, "sessions_ended", who, staff_id, now)


def give_key(session: Session, who: Counsellor, staff_id: UUID, now: datetime) -> None:
    """Hand the team's key over to a colleague who waits for it.

    Raises:
        NoColleague: nobody of this team who waits.
    """
    row = _colleague(session, who, staff_id)
    if row.wrapped_team_key is not None or not members.read(row.roles) & READING:
        raise NoColleague
    account = session.get_one(Staff, staff_id)
    members.seal_key(session, account, who.team_id, who.team_key)
    _note(session, "key_given", who, staff_id, now)


def _colleague(session: Session, who: Member, staff_id: UUID) -> Membership:
    account = session.get(Staff, staff_id)
    if account is None or account.disabled_at is not None:
        raise NoColleague
    return members.membership(session, staff_id, who.team_id, lock=True)


def _require_other_admin(session: Session, team_id: UUID, staff_id: UUID) -> None:
    others = (
        select(Membership.roles)
        .join(Staff, Staff.id == Membership.staff_id)
        .where(
            Membership.team_id == team_id,
            Membership.staff_id != staff_id,
            Staff.disabled_at.is_(None),
        )
        .with_for_update()
    )
    if not any(Role.ADMIN in members.read(roles) for roles in session.execute(others).scalars()):
        raise LastAdmin


def _end(session: Session, staff_id: UUID, team_id: UUID) -> None:
    session.execute(
        delete(StaffSession).where(
            StaffSession.staff_id == staff_id, StaffSession.team_id == team_id
        )
    )
    left = select(func.count()).where(StaffSession.staff_id == staff_id)
    if not session.execute(left).scalar_one():
        session.get_one(Staff, staff_id).on_duty = False


def _note(
    session: Session,
    action: str,
    who: Member,
    staff_id: UUID,
    now: datetime,
    detail: str | None = None,
) -> None:
    audit.note(session, Deed(action, who.team_id, who.id, staff_id, detail), now)
