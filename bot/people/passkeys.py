"""Passkeys (WebAuthn) as a second factor, of the library `webauthn`.

A challenge is kept nowhere: it carries the time at which it was made, under a mac of this
installation. A passkey takes none that is older than the last one that it answered.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from bot import limits, vault
from bot.errors import LoginFailed
from bot.models import Passkey
from bot.people.errors import PasskeyRefused

_LIFE: Final = timedelta(minutes=10)
_TIME_BYTES: Final = 8
_BODY_BYTES: Final = _TIME_BYTES + 16
_LONGEST_ANSWER: Final = 20_000
_LONGEST_LABEL: Final = 40
_NAME: Final = "Vertelmaar"
_MALFORMED = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Site:
    """Where this console is found: a passkey answers to its own site alone."""

    host: str
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Registered:
    """A new passkey that answered well, before it is anybody's."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    challenge: int


def options_to_answer(session: Session, site: Site, now: datetime) -> str:
    """What a page asks a browser for, as JSON. It names nobody: any passkey of this site may."""
    return options_to_json(
        generate_authentication_options(rp_id=site.host, challenge=_new_challenge(session, now))
    )


def options_to_register(
    session: Session, site: Site, staff_id: UUID, name: str, now: datetime
) -> str:
    """What a page asks a browser for, as JSON, to make a passkey that is found without a name."""
    known = select(Passkey.credential_id).where(Passkey.staff_id == staff_id)
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=_NAME,
        user_id=staff_id.bytes,
        user_name=name,
        challenge=_new_challenge(session, now),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=one) for one in session.execute(known).scalars()
        ],
    )
    return options_to_json(options)


def registered(session: Session, answer: str, site: Site, now: datetime) -> Registered:
    """A passkey that a browser made for this site.

    Raises:
        PasskeyRefused: the answer is malformed, late, or meant for another site.
    """
    try:
        credential = parse_registration_credential_json(answer[:_LONGEST_ANSWER])
        challenge = parse_client_data_json(credential.response.client_data_json).challenge
        made_at = _made_at(session, challenge, now)
        checked = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=list(site.origins),
        )
    except (*_MALFORMED, LoginFailed) as error:
        raise PasskeyRefused from error
    return Registered(
        checked.credential_id, checked.credential_public_key, checked.sign_count, made_at
    )


def keep(session: Session, staff_id: UUID, label: str, passkey: Registered, now: datetime) -> None:
    """Make a passkey somebody's.

    Raises:
        PasskeyRefused: it is somebody's already.
    """
    if session.get(Passkey, passkey.credential_id) is not None:
        raise PasskeyRefused
    session.add(
        Passkey(
            credential_id=passkey.credential_id,
            staff_id=staff_id,
            public_key=passkey.public_key,
            sign_count=passkey.sign_count,
            last_challenge=passkey.challenge,
            label=label.replace("\0", "").strip()[:_LONGEST_LABEL] or "passkey",
            added_at=now.replace(second=0, microsecond=0),
        )
    )
    session.flush()


def check(session: Session, staff_id: UUID, answer: str, site: Site, now: datetime) -> None:
    """Accept the answer of one of somebody's passkeys, once.

    Raises:
        LoginFailed: it is another's, malformed, late, used before, or meant for another site.
    """
    try:
        credential = parse_authentication_credential_json(answer[:_LONGEST_ANSWER])
        challenge = parse_client_data_json(credential.response.client_data_json).challenge
        made_at = _made_at(session, challenge, now)
        row = session.get(Passkey, credential.raw_id, with_for_update=True)
        if row is None or row.staff_id != staff_id or made_at <= row.last_challenge:
            raise LoginFailed
        checked = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=list(site.origins),
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
        )
    except _MALFORMED as error:
        raise LoginFailed from error
    row.sign_count = checked.new_sign_count
    row.last_challenge = made_at


def of_person(session: Session, staff_id: UUID) -> list[Passkey]:
    """Somebody's passkeys, the oldest first."""
    query = select(Passkey).where(Passkey.staff_id == staff_id)
    return list(session.execute(query.order_by(Passkey.added_at, Passkey.label)).scalars())


def forget(session: Session, staff_id: UUID, credential_id: bytes | None = None) -> None:
    """Take one of somebody's passkeys away, or all of them."""
    gone = delete(Passkey).where(Passkey.staff_id == staff_id)
    if credential_id is not None:
        gone = gone.where(Passkey.credential_id == credential_id)
    session.execute(gone)


def _new_challenge(session: Session, now: datetime) -> bytes:
    body = _milliseconds(now).to_bytes(_TIME_BYTES) + secrets.token_bytes(16)
    return body + _mac(session, body)


def _made_at(session: Session, challenge: bytes, now: datetime) -> int:
    """When one of our challenges was made, in milliseconds."""
    body, mac = challenge[:_BODY_BYTES], challenge[_BODY_BYTES:]
    made_at = int.from_bytes(body[:_TIME_BYTES])
    age = _milliseconds(now) - made_at
    is_ours = secrets.compare_digest(mac, _mac(session, body))
    if not is_ours or not 0 <= age <= _LIFE / timedelta(milliseconds=1):
        raise LoginFailed
    return made_at


def _mac(session: Session, body: bytes) -> bytes:
    key = vault.derive(limits.proof_secret(session), "challenge")
    return hashlib.blake2b(body, key=key, digest_size=32).digest()


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
