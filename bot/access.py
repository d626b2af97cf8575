"""Who may open a conversation: a reporter's tab by its token, a team by its key.

`Access` is the proof of it: a conversation's id with the key that reads it. It lives in memory for
as long as a request or a stream does.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot import vault
from bot.clock import to_minute
from bot.errors import MalformedToken, UnknownConversation
from bot.models import AccessToken, Conversation

TOKEN_BYTES: Final = 32
TOKEN_LIFE: Final = timedelta(hours=23, minutes=45)
_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Access:
    """A conversation and the key that reads it."""

    id: UUID
    key: vault.Key = field(repr=False)


def parse_token(text: str) -> bytes:
    """A token as a page sends it: 32 random bytes, base64url without padding.

    Raises:
        MalformedToken: it is anything else.
    """
    try:
        token = base64.b64decode(text.encode("ascii") + b"=", altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise MalformedToken from error
    if len(token) != TOKEN_BYTES:
        raise MalformedToken
    return token


def grant_first(session: Session, access: Access, token: bytes, now: datetime) -> None:
    """Let the tab in that begins a conversation.

    When its token opens one already, because another request of the same tab was first, the
    database refuses: the token never leaves a conversation that something was said in.
    """
    session.execute(
        delete(AccessToken).where(
            AccessToken.token_hash == vault.fingerprint(token), AccessToken.expires_at <= now
        )
    )
    session.add(_wrapped(access, token, now))


def grant(session: Session, access: Access, token: bytes, now: datetime) -> None:
    """Let a tab in that showed the return code: wrap the conversation's key under its token."""
    session.merge(_wrapped(access, token, now))


def by_token(session: Session, token: bytes, now: datetime) -> Access:
    """The conversation that a tab's token opens.

    Raises:
        UnknownConversation: never there, erased, or expired.
    """
    row = session.get(AccessToken, vault.fingerprint(token))
    if row is None or row.expires_at <= now:
        raise UnknownConversation
    key = vault.unseal(_token_key(token), row.wrapped_key, f"token:{row.conversation_id}")
    return Access(row.conversation_id, vault.Key(key))


def prolong(session: Session, token: bytes, now: datetime) -> None:
    """A tab that is in use stays in."""
    until = to_minute(now) + TOKEN_LIFE
    session.execute(
        update(AccessToken)
        .where(AccessToken.token_hash == vault.fingerprint(token), AccessToken.expires_at < until)
        .values(expires_at=until)
    )


def keep_in(session: Session, token: bytes) -> None:
    """Let a token live as long as the conversation: it is kept where no tab can be closed."""
    session.execute(
        update(AccessToken)
        .where(AccessToken.token_hash == vault.fingerprint(token))
        .values(expires_at=_NEVER)
    )


def conversation_of(session: Session, access: Access, *, lock: bool = False) -> Conversation:
    """The row behind an access; locked, it stays as it is until the transaction ends.

    Raises:
        UnknownConversation: it was erased meanwhile.
    """
    query = select(Conversation).where(Conversation.id == access.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.execute(query).scalar_one_or_none()
    if found is None:
        raise UnknownConversation
    return found


def _wrapped(access: Access, token: bytes, now: datetime) -> AccessToken:
    return AccessToken(
        token_hash=vault.fingerprint(token),
        conversation_id=access.id,
        wrapped_key=vault.seal(_token_key(token), access.key, f"token:{access.id}"),
        expires_at=to_minute(now) + TOKEN_LIFE,
    )


def _token_key(token: bytes) -> vault.Key:
    return vault.derive(token, "token")
