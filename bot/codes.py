"""Return codes: six common Dutch words with which a reporter comes back, from any device.

Six of 2,048 words are 66 bits. The code itself is stored nowhere in the clear: its Argon2id hash
finds the conversation and, with another half of the same hash, unwraps its key.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import terms, vault
from bot.access import Access, conversation_of
from bot.errors import CodeIncomplete, CodeMistyped, UnknownCode
from bot.models import Conversation, Installation
from expertise.code_words import WORDS, closest

WORDS_PER_CODE: Final = 6
_KNOWN: Final = frozenset(WORDS)


def parse(typed: str) -> tuple[str, ...]:
    """The words of a code as somebody typed it, in any case, with any separators.

    Raises:
        CodeMistyped: names each word that is not in the list, with the word it may be.
        CodeIncomplete: another number of words than a code has.
    """
    plain = unicodedata.normalize("NFKD", typed.lower()[:400])
    words = tuple(re.findall(r"[a-z]+", "".join(c for c in plain if not unicodedata.combining(c))))
    wrong = tuple((word[:20], closest(word[:20])) for word in words if word not in _KNOWN)
    if wrong:
        raise CodeMistyped(wrong)
    if len(words) != WORDS_PER_CODE:
        raise CodeIncomplete(wanted=str(WORDS_PER_CODE), got=str(len(words)))
    return words


def draw() -> tuple[str, ...]:
    """A new code."""
    return tuple(secrets.choice(WORDS) for _ in range(WORDS_PER_CODE))


def stretch(words: tuple[str, ...], salt: bytes) -> bytes:
    """The slow part (0.15 s): done outside every transaction. `salt` is the installation's."""
    return vault.stretch(" ".join(words).encode(), salt)


def salt_of(session: Session) -> bytes:
    """This installation's salt for codes."""
    return session.execute(select(Installation.code_salt)).scalar_one()


def store(
    session: Session, access: Access, words: tuple[str, ...], stretched: bytes, now: datetime
) -> None:
    """Make a conversation reachable by a code. A later code takes the place of an earlier one."""
    conversation = conversation_of(session, access, lock=True)
    conversation.code_lookup = _lookup(stretched)
    conversation.code_wrapped_key = vault.seal(
        _wrapping_key(stretched), access.key, f"conversation:{access.id}:code"
    )
    conversation.sealed_code = vault.seal(
        access.key, " ".join(words).encode(), f"conversation:{access.id}:words"
    )
    conversation.code_confirmed = False
    terms.renew(conversation, now)


def shown(session: Session, access: Access) -> tuple[str, ...] | None:
    """The code again, for whoever is already in the conversation; None when there is none."""
    sealed = conversation_of(session, access).sealed_code
    if sealed is None:
        return None
    return tuple(
        vault.unseal(access.key, sealed, f"conversation:{access.id}:words").decode().split()
    )


def confirm(session: Session, access: Access, typed: str | None) -> bool:
    """The reporter has kept the code: ticked it (None) or typed it again. Says if it is right."""
    if typed is not None and parse(typed) != shown(session, access):
        return False
    conversation_of(session, access, lock=True).code_confirmed = True
    return True


def resolve(session: Session, stretched: bytes) -> Access:
    """The conversation that a code opens.

    Raises:
        UnknownCode: no conversation has it (any more).
    """
    found = session.execute(
        select(Conversation).where(Conversation.code_lookup == _lookup(stretched))
    ).scalar_one_or_none()
    if found is None or found.code_wrapped_key is None:
        raise UnknownCode
    key = vault.unseal(
        _wrapping_key(stretched), found.code_wrapped_key, f"conversation:{found.id}:code"
    )
    return Access(found.id, vault.Key(key))


def _lookup(stretched: bytes) -> bytes:
    return vault.fingerprint(stretched[:32])


def _wrapping_key(stretched: bytes) -> vault.Key:
    return vault.derive(stretched[32:], "code")
