"""One's own account: another password, another app, passkeys, recovery codes.

What lies in the box takes the password to change, however short ago it was shown.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot import audit, vault
from bot.audit import Deed
from bot.member import Member
from bot.models import Staff, StaffSession
from bot.people import boxes, factors, passkeys
from bot.people.boxes import Secrets
from bot.people.errors import LastFactor, WrongFactor
from bot.people.passkeys import Site


def set_password(
    session: Session, who: Member, opened: Secrets, salt: bytes, lid: vault.Key, token: bytes,
    now: datetime,
) -> None:  # fmt: skip
    """Close the box under another password. Sessions elsewhere end."""
    account = session.get_one(Staff, who.id, with_for_update=True)
    account.salt = salt
    boxes.close_box(account, Secrets(opened.private_key, opened.totp_secret, lid))
    session.execute(
        delete(StaffSession).where(
            StaffSession.staff_id == who.id, StaffSession.token_hash != vault.fingerprint(token)
        )
    )
    _note(session, "password_changed", who, now)


def set_totp(
    session: Session, who: Member, opened: Secrets, secret: str, digits: str, now: datetime
) -> None:
    """Take another app for the codes, which has shown that it works.

    Raises:
        WrongFactor: its code is not right.
    """
    step = factors.matching_step(secret, digits, now)
    if step is None:
        raise WrongFactor
    account = session.get_one(Staff, who.id, with_for_update=True)
    account.last_totp_step = step
    boxes.close_box(account, Secrets(opened.private_key, secret, opened.lid))
    _note(session, "totp_changed", who, now)


def add_passkey(
    session: Session, who: Member, answer: str, label: str, site: Site, now: datetime
) -> None:
    """Take a passkey as a further second factor.

    Raises:
        PasskeyRefused: it did not answer well, or is somebody's already.
    """
    passkeys.keep(session, who.id, label, passkeys.registered(session, answer, site, now), now)
    _note(session, "passkey_added", who, now)


def remove_passkey(session: Session, who: Member, number: str, now: datetime) -> None:
    """Take a passkey away. One that is gone already changes nothing.

    Raises:
        LastFactor: it is the only second factor.
    """
    account = session.get_one(Staff, who.id, with_for_update=True)
    held = passkeys.of_person(session, who.id)
    for passkey in held:
        if passkey.credential_id.hex() != number:
            continue
        if len(held) == 1 and not has_totp(account):
            raise LastFactor
        session.delete(passkey)
        _note(session, "passkey_removed", who, now)


def has_totp(account: Staff) -> bool:
    """Whether an app has ever shown a right code; without one, passkeys are the second factor."""
    return account.last_totp_step > 0


def new_codes(session: Session, who: Member, now: datetime) -> tuple[str, ...]:
    """Ten recovery codes; those of before do not count any more."""
    codes = factors.new_codes(session, who.id)
    _note(session, "codes_renewed", who, now)
    return codes


def note_codes_kept(session: Session, who: Member, now: datetime) -> None:
    """Somebody said that the codes lie in a safe place."""
    _note(session, "codes_kept", who, now)


def _note(session: Session, action: str, who: Member, now: datetime) -> None:
    audit.note(session, Deed(action, who.team_id, who.id, who.id), now)
