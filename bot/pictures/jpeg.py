"""What a JPEG is made of, read without a decoder: only what draws the picture may be in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_BEGIN: Final = b"\xff\xd8"
_END: Final = b"\xff\xd9"
_SCAN: Final = 0xDA
# JFIF's header, frames, tables, and the scans themselves: no EXIF, no profile, no comment.
_NEEDED: Final = frozenset({0xE0, 0xC0, 0xC2, 0xC4, 0xDB, 0xDD, _SCAN})


def is_plain(image: bytes) -> bool:
    """Whether it is one JPEG with nothing in it, before it or behind it that draws no picture."""
    try:
        return set(markers(image)) <= _NEEDED
    except (ValueError, IndexError):
        return False


def markers(image: bytes) -> Iterator[int]:
    """The kinds of its segments, in order.

    Raises:
        ValueError, IndexError: it is no JPEG from its first byte to its last.
    """
    if not image.startswith(_BEGIN):
        raise ValueError
    at = len(_BEGIN)
    while image[at : at + 2] != _END:
        if image[at] != 0xFF:
            raise ValueError
        kind = image[at + 1]
        yield kind
        at += 2 + int.from_bytes(image[at + 2 : at + 4])
        if kind == _SCAN:
            at = _after_scan(image, at)
    if at + len(_END) != len(image):
        raise ValueError


def _after_scan(image: bytes, at: int) -> int:
    """Where the next marker stands; within a scan 0xFF means one only before certain bytes."""
    while True:
        at = image.index(b"\xff", at)
        is_data = image[at + 1] == 0x00 or 0xD0 <= image[at + 1] <= 0xD7
        if not is_data:
            return at
        at += 2
