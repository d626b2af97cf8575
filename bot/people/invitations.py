"""Invitations: a link that makes one account, or gives a forgotten one back to its owner.

Its secret is known to the inviter's screen and to whoever has the link. What is stored is its
fingerprint, and the team's key wrapped under it, if the inviter had that. It counts once.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import audit, staff, vault
from bot.audit import Deed
from bot.clock import to_minute
from bot.errors import NameTaken
from bot.member import READING, Counsellor, Member
from bot.models import Invitation, Membership, Role, Staff, Team
from bot.people import members
from bot.people.errors import AlsoElsewhere, InvitationGone, RolesNeeded

LIFE: Final = timedelta(hours=72)
_SECRET_BYTES: Final = 32


@dataclass(frozen=True)
class Offer:
    """What somebody is invited to, as the page of the link says it."""

    team_id: UUID
    team: str
    name: str
    inviter: str
    roles: frozenset[Role]
    staff_id: UUID | None
    team_key: vault.Key | None = field(repr=False)


@dataclass(frozen=True)
class Open:
    """An invitation that was not used yet, as admins see it; `number` is no secret."""

    number: str
    name: str
    roles: frozenset[Role]
    expires_at: datetime
    is_reset: bool


def invite(session: Session, who: Member, name: str, roles: Iterable[Role], now: datetime) -> bytes:
    """Invite somebody to this admin's team. Returns the secret of the link.

    Raises:
        RolesNeeded: to nothing.
        UnusableName: the name cannot be had. One that is taken may be a person's who has an
            account: they accept while they are logged in.
    """
    held = frozenset(roles)
    if not held:
        raise RolesNeeded
    try:
        name = staff.free_name(session, name)
    except NameTaken:
        name = name.strip()
    secret = _keep(session, who, name, held, None, now)
    audit.note(session, Deed("invited", who.team_id, who.id, detail=members.written(held)), now)
    return secret


def invite_back(session: Session, who: Member, staff_id: UUID, now: datetime) -> bytes:
    """A link with which a colleague who forgot the password chooses a new one.

    Raises:
        NoColleague: there is no such colleague in this team.
        AlsoElsewhere: they are in a team too of which this admin is none.
    """
    row = members.membership(session, staff_id, who.team_id)
    account = session.get_one(Staff, staff_id)
    _require_admin_everywhere(session, who, account)
    secret = _keep(session, who, account.name, members.read(row.roles), staff_id, now)
    audit.note(session, Deed("reset_offered", who.team_id, who.id, staff_id), now)
    return secret


def look(session: Session, secret: bytes, now: datetime) -> Offer:
    """What a link offers.

    Raises:
        InvitationGone: it was used, withdrawn, is too old, or never was.
    """
    row = _row(session, secret, now)
    team = session.get_one(Team, row.team_id)
    key = None
    if row.wrapped_team_key is not None:
        key = vault.Key(vault.unseal(_link_key(secret), row.wrapped_team_key, _place(team.id)))
    inviter = session.get_one(Staff, row.invited_by).name
    return Offer(team.id, team.name, row.name, inviter, members.read(row.roles), row.staff_id, key)


def take(session: Session, secret: bytes, now: datetime) -> Offer:
    """Use a link up.

    Raises:
        InvitationGone: as `look`; also when another page was first.
    """
    offer = look(session, secret, now)
    session.delete(_row(session, secret, now))
    session.flush()
    return offer


def pending(session: Session, team_id: UUID, now: datetime) -> list[Open]:
    """A team's invitations that were not used yet, the oldest first."""
    query = (
        select(Invitation)
        .where(Invitation.team_id == team_id, Invitation.expires_at > now)
        .order_by(Invitation.expires_at, Invitation.name)
    )
    return [
        Open(
            row.token_hash.hex(), row.name, members.read(row.roles), row.expires_at,
            row.staff_id is not None,
        )
        for row in session.execute(query).scalars()
    ]  # fmt: skip


def withdraw(session: Session, who: Member, number: str, now: datetime) -> None:
    """An invitation does not count any more. Withdrawing one that is gone changes nothing."""
    for row in session.execute(
        select(Invitation).where(Invitation.team_id == who.team_id)
    ).scalars():
        if row.token_hash.hex() == number:
            session.delete(row)
            audit.note(session, Deed("invitation_withdrawn", who.team_id, who.id), now)


def drop_expired(session: Session, now: datetime) -> None:
    """Forget invitations that nobody used in time."""
    session.execute(delete(Invitation).where(Invitation.expires_at <= now))


def _keep(
    session: Session,
    who: Member,
    name: str,
    roles: frozenset[Role],
    staff_id: UUID | None,
    now: datetime,
) -> bytes:
    secret = secrets.token_bytes(_SECRET_BYTES)
    made = Invitation(
        token_hash=vault.fingerprint(secret),
        team_id=who.team_id,
        staff_id=staff_id,
        invited_by=who.id,
        name=name,
        roles=members.written(roles),
        expires_at=to_minute(now) + LIFE,
    )
    if isinstance(who, Counsellor) and roles & READING:
        made.wrapped_team_key = vault.seal(_link_key(secret), who.team_key, _place(who.team_id))
    session.add(made)
    session.flush()
    return secret


def _row(session: Session, secret: bytes, now: datetime) -> Invitation:
    query = select(Invitation).where(Invitation.token_hash == vault.fingerprint(secret))
    row = session.execute(query.with_for_update()).scalar_one_or_none()
    if row is None or row.expires_at <= now:
        raise InvitationGone
    return row


def _require_admin_everywhere(session: Session, who: Member, account: Staff) -> None:
    """Whoever gives an account a new password could become its owner, in all their teams."""
    theirs = select(Membership.team_id).where(Membership.staff_id == account.id)
    own = select(Membership.team_id, Membership.roles).where(Membership.staff_id == who.id)
    mine = {team for team, roles in session.execute(own) if Role.ADMIN in members.read(roles)}
    if not set(session.execute(theirs).scalars()) <= mine:
        raise AlsoElsewhere


def _link_key(secret: bytes) -> vault.Key:
    return vault.derive(secret, "invitation")


def _place(team_id: UUID) -> str:
    return f"invitation:{team_id}"
