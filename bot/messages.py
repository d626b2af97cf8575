"""What counts as a message: the shape and limits of what somebody typed."""

from __future__ import annotations

import unicodedata
from typing import Final

from bot.errors import EmptyMessage, MessageTooLong, UnreadableMessage

MAX_CHARACTERS: Final = 4000
# Directional overrides can make a text look like another one on the counsellor's screen; the others
# are invisible. The joiner that holds emoji together (U+200D) stays.
_DROPPED: Final = {
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0x200B,
    0x200E,
    0x200F,
    0x2060,
    0xFEFF,
}
_KEPT_CONTROLS: Final = {"\n", "\t"}


def clean(text: str) -> str:
    """The text as it is kept: without control and invisible characters, trimmed.

    Raises:
        EmptyMessage: nothing was typed.
        UnreadableMessage: only invisible characters were.
        MessageTooLong: more than `MAX_CHARACTERS`.
    """
    if not text.strip():
        raise EmptyMessage
    kept = "".join(c for c in "\n".join(text.splitlines()) if _is_kept(c)).strip()
    if not any(_is_visible(c) for c in kept):
        raise UnreadableMessage
    if len(kept) > MAX_CHARACTERS:
        raise MessageTooLong(limit=str(MAX_CHARACTERS), length=str(len(kept)))
    return kept


def _is_kept(character: str) -> bool:
    if character in _KEPT_CONTROLS:
        return True
    return ord(character) not in _DROPPED and unicodedata.category(character) not in ("Cc", "Cs")


def _is_visible(character: str) -> bool:
    # An emoji that is newer than Python's tables has no category yet (Cn) and is seen all the same.
    category = unicodedata.category(character)
    return category not in ("Cc", "Cf") and category[0] not in "ZM"
