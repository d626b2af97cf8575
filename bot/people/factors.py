"""The second factor: a code that changes every half minute, a passkey, or a code kept on paper.

Each counts once: a TOTP code by its time step, a passkey's answer by its challenge, a recovery code
because it is used up.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import pyotp
from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.orm import Session

from bot import vault
from bot.errors import LoginFailed
from bot.models import RecoveryCode, Staff
from bot.people import passkeys
from bot.people.boxes import Secrets
from bot.people.passkeys import Site

CODES: Final = 10
_CODE_DIGITS: Final = 16
_TOTP_STEP_S: Final = 30
_LONGEST_TYPED: Final = 40

Kind = Literal["totp", "passkey", "recovery_code"]


@dataclass(frozen=True)
class Proof:
    """What somebody shows beside the password: digits that they typed, or a passkey's answer."""

    digits: str = field(default="", repr=False)
    passkey: str = field(default="", repr=False)
    site: Site | None = None


def check(session: Session, account: Staff, opened: Secrets, proof: Proof, now: datetime) -> Kind:
    """Accept a factor and use it up. `account` is locked.

    Raises:
        LoginFailed: it is wrong, old, or was used before.
    """
    if proof.passkey and proof.site is not None:
        passkeys.check(session, account.id, proof.passkey, proof.site, now)
        return "passkey"
    typed = proof.digits[:_LONGEST_TYPED].replace(" ", "").replace("-", "")
    if len(typed) == _CODE_DIGITS:
        _use_up(session, account.id, typed)
        return "recovery_code"
    step = None if opened.totp_secret is None else matching_step(opened.totp_secret, typed, now)
    if step is None or step <= account.last_totp_step:
        raise LoginFailed
    account.last_totp_step = step
    return "totp"


def new_totp() -> str:
    """A secret for an authenticator app."""
    return pyotp.random_base32()


def is_totp_secret(text: str) -> bool:
    """Whether this may be a secret that `new_totp` made."""
    return re.fullmatch(r"[A-Z2-7]{32}", text) is not None


def totp_uri(secret: str, name: str) -> str:
    """What an authenticator app scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Vertelmaar")


def matching_step(secret: str, typed: str, now: datetime) -> int | None:
    """The time step for which a code is right: this one, or the one before or after."""
    totp = pyotp.TOTP(secret)
    code = typed.replace(" ", "").encode(errors="replace")
    current = int(now.timestamp()) // _TOTP_STEP_S
    for step in (current - 1, current, current + 1):
        expected = totp.generate_otp(step)
        if secrets.compare_digest(expected.encode(), code):
            return step
    return None


def new_codes(session: Session, staff_id: UUID) -> tuple[str, ...]:
    """Ten recovery codes instead of those there were; they are shown once."""
    forget_codes(session, staff_id)
    drawn = tuple(f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}}" for _ in range(CODES))
    session.add_all(
        RecoveryCode(code_hash=_code_hash(staff_id, code), staff_id=staff_id) for code in drawn
    )
    session.flush()
    return tuple(" ".join(code[at : at + 4] for at in range(0, _CODE_DIGITS, 4)) for code in drawn)


def codes_left(session: Session, staff_id: UUID) -> int:
    """How many recovery codes were not used yet."""
    query = select(func.count()).where(RecoveryCode.staff_id == staff_id)
    return session.execute(query).scalar_one()


def forget_codes(session: Session, staff_id: UUID) -> None:
    """From now on no recovery code of this person counts."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))


def _use_up(session: Session, staff_id: UUID, typed: str) -> None:
    used = session.execute(
        delete(RecoveryCode).where(
            RecoveryCode.staff_id == staff_id,
            RecoveryCode.code_hash == _code_hash(staff_id, typed),
        )
    )
    if not (isinstance(used, CursorResult) and used.rowcount):
        raise LoginFailed


def _code_hash(staff_id: UUID, code: str) -> bytes:
    return vault.fingerprint(staff_id.bytes + code.encode(errors="replace"))
