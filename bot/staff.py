"""Counsellors' accounts and teams.

A password is not stored, and neither is a hash of it: it opens the box that holds the second
factor's secret and the team's private key, and that is the proof that it is right.
"""

from __future__ import annotations

import json
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from zxcvbn import zxcvbn

from bot import codes, handover, vault
from bot.errors import LoginFailed, NameTaken, NoSuchStaff, UnusableName, WeakPassword
from bot.models import Staff, StaffSession, Team

DEFAULT_TEAM: Final = "team"
_LONGEST_NAME: Final = 80
_PRESENT: Final = timedelta(minutes=2)
_MIN_STRENGTH: Final = 3
_LENGTHS: Final = range(12, 129)


@dataclass(frozen=True)
class Secrets:
    """What a password opens."""

    totp_secret: str = field(repr=False)
    team_key: vault.Key = field(repr=False)


@dataclass(frozen=True)
class Enrolled:
    """A new account. The second factor is shown once; so is a new team's recovery key."""

    id: UUID
    totp_uri: str = field(repr=False)
    recovery_words: tuple[str, ...] | None = field(default=None, repr=False)


def enrol_first(session: Session, name: str, password: str) -> Enrolled:
    """The first account: makes the team with its keys, and the recovery key to print.

    Raises:
        NameTaken: a team exists already; use `enrol`.
        WeakPassword: it would be guessed.
    """
    if session.execute(select(func.count(Team.id))).scalar_one():
        raise NameTaken(name=DEFAULT_TEAM)
    public, private = vault.new_pair()
    words = codes.draw()
    salt = vault.new_salt()
    team = Team(id=uuid4(), name=DEFAULT_TEAM, public_key=public, recovery_salt=salt)
    wrapping = vault.derive(codes.stretch(words, salt), "recovery")
    team.wrapped_for_recovery = vault.seal(wrapping, private, f"team:{team.id}:recovery")
    session.add(team)
    session.flush()
    made = _enrol(session, team, private, name, password)
    return Enrolled(made.id, made.totp_uri, words)


def enrol(
    session: Session, name: str, password: str, team_key: vault.Key, team_id: UUID
) -> Enrolled:
    """A further account, with the team's key out of a colleague's hand or the recovery key."""
    return _enrol(session, session.get_one(Team, team_id), team_key, name, password)


def recover_team_key(session: Session, typed: str) -> tuple[UUID, vault.Key]:
    """The team's key out of the printed recovery key.

    Raises:
        LoginFailed: it is not this team's.
        CodeMistyped, CodeIncomplete: as `codes.parse`.
    """
    team = session.execute(select(Team)).scalars().first()
    if team is None:
        raise LoginFailed
    wrapping = vault.derive(codes.stretch(codes.parse(typed), team.recovery_salt), "recovery")
    try:
        key = vault.unseal(wrapping, team.wrapped_for_recovery, f"team:{team.id}:recovery")
    except vault.CannotOpen as error:
        raise LoginFailed from error
    return team.id, vault.Key(key)


def open_secrets(staff: Staff, password: str) -> Secrets:
    """Open an account's box with its password (0.15 s).

    Raises:
        LoginFailed: it is another password.
    """
    wrapping = _wrapping_key(password, staff.salt)
    try:
        raw = json.loads(vault.unseal(wrapping, staff.sealed_secrets, f"staff:{staff.id}"))
    except vault.CannotOpen as error:
        raise LoginFailed from error
    return Secrets(raw["totp"], vault.Key(b64decode(raw["team"])))


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
    account = find(session, name)
    account.disabled_at = now
    account.on_duty = False
    # The password opens nothing any more, also not in a copy that is made from now on.
    account.sealed_secrets = b""
    session.execute(delete(StaffSession).where(StaffSession.staff_id == account.id))
    handover.release_all(session, account.id, now)


def anybody_on_duty(session: Session, now: datetime) -> bool:
    """Whether a counsellor who is on duty has the console open."""
    query = (
        select(func.count(Staff.id))
        .join(StaffSession, StaffSession.staff_id == Staff.id)
        .where(
            Staff.on_duty,
            Staff.disabled_at.is_(None),
            StaffSession.last_seen_at > now - _PRESENT,
            StaffSession.expires_at > now,
        )
    )
    return session.execute(query).scalar_one() > 0


def _enrol(session: Session, team: Team, team_key: vault.Key, name: str, password: str) -> Enrolled:
    if not 0 < len(name.strip()) <= _LONGEST_NAME:
        raise UnusableName
    if session.execute(select(Staff.id).where(Staff.name == name)).first():
        raise NameTaken(name=name)
    # The length too: the strength is judged by English words, and people here take Dutch ones.
    if len(password) not in _LENGTHS or zxcvbn(password, [name])["score"] < _MIN_STRENGTH:
        raise WeakPassword
    totp_secret = pyotp.random_base32()
    account = Staff(id=uuid4(), team_id=team.id, name=name, salt=vault.new_salt())
    raw = json.dumps({"totp": totp_secret, "team": b64encode(team_key).decode()}).encode()
    account.sealed_secrets = vault.seal(
        _wrapping_key(password, account.salt), raw, f"staff:{account.id}"
    )
    session.add(account)
    uri = pyotp.TOTP(totp_secret).provisioning_uri(name=name, issuer_name="Vertelmaar")
    return Enrolled(account.id, uri)


def _wrapping_key(password: str, salt: bytes) -> vault.Key:
    # The same keys give the same password on a computer that composes letters another way.
    composed = unicodedata.normalize("NFC", password).encode(errors="surrogatepass")
    return vault.derive(vault.stretch(composed, salt), "password")
