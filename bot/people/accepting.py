"""Accepting an invitation: name and password, then a second factor, then the account is there.

Between the two steps nothing is stored. What was chosen travels with the page, sealed under what
the link and this installation know together, so that the page alone opens nothing.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from bot import audit, limits, login, staff, vault
from bot.audit import Deed
from bot.login import LoggedIn
from bot.models import Staff
from bot.people import boxes, cookies, factors, invitations, members, passkeys
from bot.people.boxes import Secrets
from bot.people.errors import InvitationGone, WrongFactor
from bot.people.factors import Proof
from bot.people.invitations import Offer
from bot.sealed import Sealed

_PLACE = "draft"


@dataclass(frozen=True)
class Draft:
    """An account that waits for its second factor. `lid` is what the password was stretched to."""

    staff_id: UUID
    name: str
    salt: str = field(repr=False)
    lid: str = field(repr=False)
    totp_secret: str = field(repr=False)

    @property
    def totp_uri(self) -> str:
        """What an authenticator app scans."""
        return factors.totp_uri(self.totp_secret, self.name)


@dataclass(frozen=True)
class Accepted:
    """A new account, logged in, with the recovery codes that are shown once."""

    entered: LoggedIn
    codes: tuple[str, ...] = field(repr=False)


_DRAFT = Sealed(Draft)


def choose(session: Session, secret: bytes, name: str, password: str, now: datetime) -> Offer:
    """Look at what was chosen, before the slow part. Returns what is offered.

    Raises:
        InvitationGone: the link does not count (any more).
        NameTaken, UnusableName, ShortPassword, LongPassword, GuessablePassword: it will not do.
    """
    offer = invitations.look(session, secret, now)
    if offer.staff_id is None:
        name = staff.free_name(session, name)
    boxes.check_password(password, name, offer.team)
    return offer


def drafted(offer: Offer, name: str, password: str) -> Draft:
    """What was chosen, with the password stretched (0.15 s)."""
    salt = vault.new_salt()
    return Draft(
        staff_id=offer.staff_id or uuid4(),
        name=offer.name if offer.staff_id else name.replace("\0", "").strip(),
        salt=b64encode(salt).decode(),
        lid=b64encode(boxes.lid_of(password, salt)).decode(),
        totp_secret=factors.new_totp(),
    )


def packed(session: Session, secret: bytes, draft: Draft) -> str:
    """A draft, as it travels with the page."""
    return b64encode(_DRAFT.close(_draft_key(session, secret), draft, _PLACE)).decode()


def unpacked(session: Session, secret: bytes, sent: str) -> Draft:
    """What `packed` made for the same link.

    Raises:
        InvitationGone: it was made for another one, or changed.
    """
    try:
        return _DRAFT.open(_draft_key(session, secret), b64decode(sent, validate=True), _PLACE)
    except (vault.CannotOpen, NotBase64, ValueError) as error:
        raise InvitationGone from error


def accept(
    session: Session, secret: bytes, draft: Draft, proof: Proof, label: str, device: str,
    now: datetime,
) -> Accepted:  # fmt: skip
    """Check the new factor, use the link up, make the account or give it back, and log in.

    Raises:
        WrongFactor, PasskeyRefused: the factor does not work yet; the link still counts.
        InvitationGone: it was used meanwhile.
        NameTaken: so was the name.
    """
    offer = invitations.take(session, secret, now)
    lid = vault.Key(b64decode(draft.lid))
    opened = staff.new_secrets(lid, None if proof.passkey else draft.totp_secret)
    if offer.staff_id is None:
        account = _new_account(session, offer, draft, opened, now)
    else:
        account = _given_back(session, offer, draft, opened, now)
    _enrol_factor(session, account, draft, proof, label, now)
    codes = factors.new_codes(session, account.id)
    return Accepted(login.begin(session, account, opened.private_key, now, device), codes)


def join(session: Session, secret: bytes, token: bytes, now: datetime) -> None:
    """Somebody who has an account and is logged in takes a further team.

    Raises:
        InvitationGone: the link does not count, or is to give a password back.
        SessionEnded: they are not logged in.
    """
    who = cookies.resume(session, token, now)
    offer = invitations.take(session, secret, now)
    if offer.staff_id is not None:
        raise InvitationGone
    account = session.get_one(Staff, who.id)
    members.add_roles(session, account, offer.team_id, offer.roles, offer.team_key)
    audit.note(session, Deed("joined", offer.team_id, who.id, who.id), now)


def _new_account(
    session: Session, offer: Offer, draft: Draft, opened: Secrets, now: datetime
) -> Staff:
    account = Staff(id=draft.staff_id, salt=b64decode(draft.salt))
    staff.open_account(session, account, draft.name, opened)
    members.add(session, account, offer.team_id, offer.roles, offer.team_key)
    audit.note(session, Deed("joined", offer.team_id, account.id, account.id), now)
    return account


def _given_back(
    session: Session, offer: Offer, draft: Draft, opened: Secrets, now: datetime
) -> Staff:
    account = session.get(Staff, offer.staff_id, with_for_update=True)
    if account is None or account.disabled_at is not None or account.id != draft.staff_id:
        raise InvitationGone
    account.salt = b64decode(draft.salt)
    staff.begin_again(session, account, opened, now)
    if offer.team_key is not None:
        members.seal_key(session, account, offer.team_id, offer.team_key)
    return account


def _enrol_factor(
    session: Session, account: Staff, draft: Draft, proof: Proof, label: str, now: datetime
) -> None:
    if proof.passkey and proof.site is not None:
        made = passkeys.registered(session, proof.passkey, proof.site, now)
        passkeys.keep(session, account.id, label, made, now)
        return
    step = factors.matching_step(draft.totp_secret, proof.digits, now)
    if step is None:
        raise WrongFactor
    account.last_totp_step = step


def _draft_key(session: Session, secret: bytes) -> vault.Key:
    return vault.derive(limits.proof_secret(session) + secret, _PLACE)
