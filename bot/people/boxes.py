"""What a password opens: a person's private key, and the secret of their second factor.

A password is not stored, and neither is a hash of it: it opens the box, and that is the proof that
it is right. A team's key is sealed to the person's public key, so that a colleague can hand it over
while they are away, and so that one box opens several teams.
"""

from __future__ import annotations

import json
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Final

from zxcvbn import zxcvbn

from bot import vault
from bot.errors import LoginFailed
from bot.models import Staff
from bot.people.errors import GuessablePassword, LongPassword, ShortPassword

SHORTEST: Final = 12
LONGEST: Final = 128
_MIN_STRENGTH: Final = 3


@dataclass(frozen=True)
class Secrets:
    """An open box. `lid` closes it again; without a TOTP secret a passkey is the second factor.

    Boxes from before people had keys of their own hold their team's: `team_key` is it, and the
    private key is a new one.
    """

    private_key: vault.Key = field(repr=False)
    totp_secret: str | None = field(repr=False)
    lid: vault.Key = field(repr=False)
    team_key: vault.Key | None = field(default=None, repr=False)


def check_password(password: str, *about: str) -> None:
    """Whether a password is good enough; `about` is what a guesser would try first.

    Raises:
        ShortPassword, LongPassword, GuessablePassword: it is not.
    """
    # The length too: the strength is judged by English words, and people here take Dutch ones.
    if len(password) < SHORTEST:
        raise ShortPassword(least=str(SHORTEST))
    if len(password) > LONGEST:
        raise LongPassword(most=str(LONGEST))
    if zxcvbn(password, list(about))["score"] < _MIN_STRENGTH:
        raise GuessablePassword


def lid_of(password: str, salt: bytes) -> vault.Key:
    """The key that a password is stretched to (0.15 s)."""
    # The same keys give the same password on a computer that composes letters another way.
    composed = unicodedata.normalize("NFC", password).encode(errors="surrogatepass")
    return vault.derive(vault.stretch(composed, salt), "password")


def open_box(account: Staff, password: str) -> Secrets:
    """Open an account's box with its password (0.15 s).

    Raises:
        LoginFailed: it is another password.
    """
    lid = lid_of(password, account.salt)
    try:
        raw = json.loads(vault.unseal(lid, account.sealed_secrets, _place(account)))
    except vault.CannotOpen as error:
        raise LoginFailed from error
    if "team" in raw:
        _, private = vault.new_pair()
        return Secrets(private, raw["totp"], lid, vault.Key(b64decode(raw["team"])))
    return Secrets(vault.Key(b64decode(raw["private"])), raw["totp"], lid)


def close_box(account: Staff, opened: Secrets) -> None:
    """Put a person's secrets into their account, under the key of their password."""
    raw = {"totp": opened.totp_secret, "private": b64encode(opened.private_key).decode()}
    account.sealed_secrets = vault.seal(opened.lid, json.dumps(raw).encode(), _place(account))
    account.public_key = vault.public_of(opened.private_key)


def _place(account: Staff) -> str:
    return f"staff:{account.id}"
