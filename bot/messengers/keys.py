"""The server's secret, under which a messenger's addresses and tokens lie.

A messenger has no tab that could keep a token, so whoever has the server has these talks too, as
long as they last. The secret is a file outside the database: a copy of the database opens nothing.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from bot import vault

FILE: Final = "messengers.key"


class NoSecret(Exception):
    """There is no secret that could be used: a file holds something else, or it is another's."""


@dataclass(frozen=True)
class Keys:
    """One key finds chats by their address, the other opens what is stored of them."""

    finds: vault.Key = field(repr=False)
    opens: vault.Key = field(repr=False)

    @classmethod
    def of(cls, secret: bytes) -> Keys:
        """Both of one secret."""
        return cls(vault.derive(secret, "chat-lookup"), vault.derive(secret, "chat-box"))

    def lookup(self, channel: str, address: str) -> bytes:
        """What an address is found by; without the key it cannot be worked out."""
        place = f"{channel}:{address}".encode()
        return hashlib.blake2b(place, digest_size=32, key=self.finds).digest()

    def close(self, plain: bytes, place: str, chat_id: UUID) -> bytes:
        """Seal something of a chat for its column."""
        return vault.seal(self.opens, plain, f"chat:{place}:{chat_id}")

    def open(self, sealed: bytes, place: str, chat_id: UUID) -> bytes:
        """Open what `close` made.

        Raises:
            CannotOpen: under another secret, or of another chat.
        """
        return vault.unseal(self.opens, sealed, f"chat:{place}:{chat_id}")


def load(path: Path) -> Keys:
    """The secret of this server, made when there is none yet.

    Raises:
        NoSecret: the file holds something else; it is never written over.
        OSError: it can be neither read nor made.
    """
    with suppress(FileExistsError):
        write_new(path, vault.new_key())
    return read(path)


def read(path: Path) -> Keys:
    """The secret in a file.

    Raises:
        NoSecret, OSError: as `load`.
    """
    secret = path.read_bytes()
    if len(secret) != vault.KEY_BYTES:
        raise NoSecret
    return Keys.of(secret)


def write_new(path: Path, secret: bytes) -> None:
    """Write a secret to a file that is not there yet, for its owner alone.

    Raises:
        FileExistsError: it is there.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
