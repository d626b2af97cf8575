"""Limits that hold back a script and not a school.

A whole school is one address, so no address is looked at. A new conversation costs a proof of work
(ALTCHA), bound to the tab's token so that one proof opens one conversation; without JavaScript a
shared allowance takes its place. Within a conversation the turns of this minute are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from altcha import Payload as SolvedChallenge
from altcha import create_challenge, verify_solution
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import vault
from bot.access import Access
from bot.clock import to_minute
from bot.errors import ProofMissing, TooFast
from bot.models import Author, Installation, Turn

TURNS_PER_MINUTE: Final = 30
_ALGORITHM: Final = "PBKDF2/SHA-256"
# 256 tries on average of 5,000 rounds each: about half a second on a phone of 2020.
_COST: Final = 5000
_PROOF_LIFE: Final = timedelta(hours=2)


def proof_secret(session: Session) -> bytes:
    """What this installation signs its challenges with."""
    return session.execute(select(Installation.proof_secret)).scalar_one()


def challenge(secret: bytes, token: bytes, now: datetime) -> dict[str, Any]:
    """A proof of work for one token, as the ALTCHA solver in the page takes it."""
    made: dict[str, Any] = create_challenge(
        _ALGORITHM,
        _COST,
        expires_at=now + _PROOF_LIFE,
        data={"for": _bound_to(token)},
        hmac_secret=secret,
    ).to_dict()
    return made


def check_proof(secret: bytes, token: bytes, solved: str) -> None:
    """Accept a solved challenge that was made for this token.

    Raises:
        ProofMissing: it is not solved, too old, changed, or made for another token.
    """
    try:
        payload = SolvedChallenge.from_base64(solved)
        bound_to = (payload.challenge.parameters.data or {}).get("for")
        verified = verify_solution(payload, secret).verified
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ProofMissing from error
    if not verified or bound_to != _bound_to(token):
        raise ProofMissing


def check_pace(session: Session, access: Access, now: datetime) -> None:
    """Hold back more than a person can type.

    Raises:
        TooFast: this minute already has `TURNS_PER_MINUTE` messages.
    """
    query = select(func.count(Turn.id)).where(
        Turn.conversation_id == access.id,
        Turn.author == Author.REPORTER,
        Turn.at == to_minute(now),
    )
    if session.execute(query).scalar_one() >= TURNS_PER_MINUTE:
        raise TooFast


@dataclass
class Allowance:
    """A bucket that fills with time: what all pages without JavaScript share in this process."""

    capacity: float
    per_second: float
    left: float
    at: datetime

    def take(self, now: datetime) -> None:
        """Use one.

        Raises:
            TooFast: the bucket is empty.
        """
        gained = max(0.0, (now - self.at).total_seconds()) * self.per_second
        self.left = min(self.capacity, self.left + gained)
        self.at = now
        if self.left < 1:
            raise TooFast
        self.left -= 1


def _bound_to(token: bytes) -> str:
    return vault.fingerprint(token).hex()
