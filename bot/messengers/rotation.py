"""A new secret for the server: everything that lies under the old one is sealed anew.

The new secret is written beside the old one, all rows are sealed under it in one transaction, and
then it takes the old one's place. Whoever is interrupted leaves rows that one of the two opens, and
`settle` keeps that one.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import access, vault
from bot.access import TOKEN_BYTES
from bot.errors import UnknownConversation
from bot.messengers import chats, keys, outbox
from bot.messengers.keys import Keys, NoSecret
from bot.models import AccessToken, Chat
from bot.store import Store

_NEW: Final = ".new"
_LOCK: Final = ".lock"


class SecretInUse(Exception):
    """A server that runs, or another rotation, uses the secret."""


@contextmanager
def in_use(path: Path) -> Iterator[None]:
    """Nobody else works with a secret while the block lasts; the system ends it with the process.

    Raises:
        SecretInUse: somebody else does already.
        OSError: the folder cannot be written.
    """
    with path.with_name(path.name + _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SecretInUse from None
        yield


def settle(store: Store, path: Path) -> Keys:
    """The server's secret; a rotation that was interrupted is ended or undone first.

    Raises:
        NoSecret: there is no secret that opens what is stored.
        StoreUnavailable: the rows cannot be read.
        OSError: the file can be neither read nor made.
    """
    new = _beside(path)
    with store.session() as session:
        known = session.execute(select(Chat).limit(1)).scalar_one_or_none()
    if known is None and not path.exists():
        return keys.load(path)
    # A secret that was not written to its end sealed nothing, so the old one is looked at first.
    if _opens(path, known):
        new.unlink(missing_ok=True)
    elif _opens(new, known):
        _swap(path)
    else:
        raise NoSecret
    return keys.read(path)


def rotate(store: Store, path: Path, now: datetime) -> int:
    """Seal everything under a new secret. Says how many chats there are.

    Raises:
        NoSecret, StoreUnavailable, OSError: as `settle`; the secret stays what it was.
    """
    old, new = settle(store, path), vault.new_key()
    keys.write_new(_beside(path), new)
    with store.session(writing=True) as session:
        moved = _reseal(session, old, Keys.of(new), now)
    _swap(path)
    return moved


def forget_all(store: Store) -> None:
    """Forget every chat, because the secret that opened them is lost. Their talks stay."""
    with store.session(writing=True) as session:
        session.execute(delete(Chat))


def _reseal(session: Session, old: Keys, new: Keys, now: datetime) -> int:
    rows = session.execute(select(Chat).with_for_update()).scalars().all()
    for row in rows:
        known = chats.opened(old, row)
        token = _renewed(session, known.token, now)
        row.lookup = new.lookup(row.channel, known.address)
        row.sealed_address = new.close(known.address.encode(), "address", row.id)
        row.sealed_token = new.close(token, "token", row.id)
        outbox.reseal(session, old, new, row.id)
    return len(rows)


def _renewed(session: Session, token: bytes, now: datetime) -> bytes:
    """A new token for the same talk: the old one, in a copy from before, opens it no more."""
    made = os.urandom(TOKEN_BYTES)
    with suppress(UnknownConversation):
        opened = access.by_token(session, token, now)
        access.grant(session, opened, made, now)
        access.keep_in(session, made)
        session.execute(
            delete(AccessToken).where(AccessToken.token_hash == vault.fingerprint(token))
        )
    return made


def _opens(path: Path, known: Chat | None) -> bool:
    """Whether the secret in a file opens what is stored. Where nothing is, any secret does."""
    try:
        found = keys.read(path)
        if known is not None:
            chats.opened(found, known)
    except (FileNotFoundError, NoSecret, vault.CannotOpen):
        return False
    return True


def _swap(path: Path) -> None:
    _beside(path).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + _NEW)
