"""Cutting what is too long for one message, where a reader takes breath."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.messengers.outbox import Message, Piece

# Where to cut, best first: between paragraphs, lines, sentences, words.
_BORDERS: Final = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.?!:…])\s+"),
    re.compile(r"\s+"),
)
_JOINER: Final = "\u200d"
# Skin tones, and the letters of which flags of regions are made.
_CLINGS: Final = (range(0x1F3FB, 0x1F400), range(0xE0020, 0xE0080))
_FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)


def split(message: Message, most: int) -> tuple[Message, ...]:
    """A message in parts of at most `most` characters each; the buttons stay below the last.

    Characters count as messengers count them: an emoji is two. Nothing is lost but the space at
    the borders.
    """
    if message.kind != "say" or length(message.text) <= most:
        return (message,)
    cuts = tuple(_cut(message.text, most))
    parts = [replace(message, pieces=_between(message.pieces, *cut), buttons=()) for cut in cuts]
    return (*parts[:-1], replace(parts[-1], buttons=message.buttons))


def length(text: str) -> int:
    """How long a text is to a messenger, in units of UTF-16."""
    return len(text) + sum(character > "\uffff" for character in text)


def _cut(text: str, most: int) -> Iterator[tuple[int, int]]:
    """From where to where each part goes."""
    start = 0
    while True:
        start += len(text[start:]) - len(text[start:].lstrip())
        end = _reach(text, start, most)
        if end < len(text):
            end = _border(text, start, end)
        yield start, start + len(text[start:end].rstrip())
        if not text[end:].strip():
            return
        start = end


def _reach(text: str, start: int, most: int) -> int:
    """How far `most` characters go."""
    left = most
    for place in range(start, len(text)):
        left -= length(text[place])
        if left < 0:
            return place
    return len(text)


def _border(text: str, start: int, end: int) -> int:
    """The last good place to cut in the second half of what fits, of the best kind there is."""
    for border in _BORDERS:
        found = [it.start() for it in border.finditer(text, start, end + 1) if it.start() <= end]
        if found and found[-1] - start >= (end - start) // 2:
            return found[-1]
    return next((at for at in range(end, start, -1) if _is_between(text, at)), end)


def _is_between(text: str, at: int) -> bool:
    """Whether a place lies between two characters as a reader sees them, not inside one."""
    before, after = text[at - 1], text[at]
    if _JOINER in (before, after) or unicodedata.category(after)[0] == "M":
        return False
    if any(ord(after) in clings for clings in _CLINGS):
        return False
    return ord(after) not in _FLAG_LETTERS or _letters_before(text, at) % 2 == 0


def _letters_before(text: str, at: int) -> int:
    """Two letters make a flag, so a flag ends where their number is even."""
    count = 0
    while at - count > 0 and ord(text[at - count - 1]) in _FLAG_LETTERS:
        count += 1
    return count


def _between(pieces: tuple[Piece, ...], start: int, end: int) -> tuple[Piece, ...]:
    """The pieces of a part of a text, each with its look."""
    found, place = [], 0
    for piece in pieces:
        words = piece.text[max(start - place, 0) : max(end - place, 0)]
        if words:
            found.append(replace(piece, text=words))
        place += len(piece.text)
    return tuple(found)
