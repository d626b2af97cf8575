"""Counsellors' accounts.

What an account's password opens is in `bot.people.boxes`; what people are in teams, and the teams'
keys, in `bot.people.members` and `bot.people.teams`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot import audit, handover, vault
from bot.audit import Deed
from bot.errors import NameTaken, NoSuchStaff, UnusableName
from bot.models import Invitation, Membership, Role, Staff, StaffSession, Team, TeamKind
from bot.people import boxes, factors, members, passkeys, teams
from bot.people.boxes import Secrets, open_box

__all__ = ["Secrets", "open_secrets"]

DEFAULT_TEAM: Final = "team"
FOUNDER: Final = frozenset({Role.ADMIN, Role.COUNSELLOR})
_LONGEST_NAME: Final = 80

open_secrets = open_box


@dataclass(frozen=True)
class Enrolled:
    """A new account. The second factor is shown once; so is a new team's recovery key."""

    id: UUID
    totp_uri: str = field(repr=False)
    recovery_words: tuple[str, ...] | None = field(default=None, repr=False)


def enrol_first(
    session: Session,
    name: str,
    password: str,
    team: str = DEFAULT_TEAM,
    kind: TeamKind = TeamKind.SCHOOL,
) -> Enrolled:
    """The first account: makes the team with its keys, and the recovery key to print.

    Raises:
        NameTaken: a team exists already; use `enrol`.
        ShortPassword, LongPassword, GuessablePassword: it would be guessed.
    """
    if session.execute(select(func.count(Team.id))).scalar_one():
        raise NameTaken(name=team)
    founded = teams.found(session, team, kind)
    made = enrol(session, name, password, founded.key, founded.team.id, FOUNDER)
    return Enrolled(made.id, made.totp_uri, founded.recovery_words)


def enrol(
    session: Session,
    name: str,
    password: str,
    team_key: vault.Key | None,
    team_id: UUID,
    roles: Iterable[Role] = (Role.COUNSELLOR,),
) -> Enrolled:
    """A further account, with the team's key out of a colleague's hand or the recovery key."""
    boxes.check_password(password, name)
    account = Staff(id=uuid4(), salt=vault.new_salt())
    totp_secret = factors.new_totp()
    opened = new_secrets(boxes.lid_of(password, account.salt), totp_secret)
    open_account(session, account, name, opened)
    members.add(session, account, team_id, roles, team_key)
    return Enrolled(account.id, factors.totp_uri(totp_secret, account.name))


def new_secrets(lid: vault.Key, totp_secret: str | None) -> Secrets:
    """What is to lie in a new account's box."""
    _, private = vault.new_pair()
    return Secrets(private, totp_secret, lid)


def open_account(session: Session, account: Staff, name: str, opened: Secrets) -> None:
    """Give a new account its name and its box.

    Raises:
        NameTaken, UnusableName: the name cannot be had.
    """
    account.name = free_name(session, name)
    boxes.close_box(account, opened)
    session.add(account)
    session.flush()


def free_name(session: Session, name: str) -> str:
    """A name as an account can have it.

    Raises:
        NameTaken, UnusableName: it cannot be had.
    """
    name = name.replace("\0", "").strip()
    if not 0 < len(name) <= _LONGEST_NAME:
        raise UnusableName
    if session.execute(select(Staff.id).where(Staff.name == name)).first():
        raise NameTaken(name=name)
    return name


def begin_again(session: Session, account: Staff, opened: Secrets, now: datetime) -> None:
    """A forgotten password: a new box, and nothing that the old one opened.

    The teams' keys were sealed to the key in it, so colleagues have to hand them over again.
    """
    boxes.close_box(account, opened)
    account.failures, account.next_try_at, account.last_totp_step = 0, None, 0
    passkeys.forget(session, account.id)
    factors.forget_codes(session, account.id)
    session.execute(delete(StaffSession).where(StaffSession.staff_id == account.id))
    for row in session.execute(select(Membership).where(Membership.staff_id == account.id)):
        row[0].wrapped_team_key = None
    audit.note(session, Deed("password_renewed", subject=account.id), now)


def find(session: Session, name: str, *, lock: bool = False) -> Staff:
    """An account by its name; locked, it stays as it is until the transaction ends.

    Raises:
        NoSuchStaff: there is none.
    """
    # A NUL is in nobody's name, and PostgreSQL would refuse to compare it.
    query = select(Staff).where(Staff.name == name.replace("\0", ""))
    found = session.execute(query.with_for_update() if lock else query).scalar_one_or_none()
    if found is None:
        raise NoSuchStaff(name=name)
    return found


def all_staff(session: Session) -> list[Staff]:
    """All accounts by name."""
    return list(session.execute(select(Staff).order_by(Staff.name)).scalars())


def disable(session: Session, name: str, now: datetime) -> None:
    """Shut an account: its sessions end at once, its conversations go back to the queue."""
    shut(session, find(session, name), now)


def shut(session: Session, account: Staff, now: datetime, by: UUID | None = None) -> None:
    """The same, of an account at hand."""
    account.disabled_at = now
    account.on_duty = False
    # The password opens nothing any more, also not in a copy that is made from now on.
    account.sealed_secrets = b""
    passkeys.forget(session, account.id)
    factors.forget_codes(session, account.id)
    session.execute(delete(StaffSession).where(StaffSession.staff_id == account.id))
    session.execute(delete(Invitation).where(Invitation.staff_id == account.id))
    for row in session.execute(select(Membership).where(Membership.staff_id == account.id)):
        row[0].wrapped_team_key = None
    handover.release_all(session, account.id, now)
    audit.note(session, Deed("staff_disabled", actor=by, subject=account.id), now)
