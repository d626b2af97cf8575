"""Looking for words as a thief would: in every encoding, and in what is packed in each other."""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import json
import lzma
import zlib
from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote_to_bytes

_DECODERS: tuple[Callable[[bytes], bytes], ...] = (
    lambda raw: raw.decode("utf-16-le").encode(),
    lambda raw: raw.decode("utf-16-be").encode(),
    lambda raw: raw.decode("utf-32").encode(),
    lambda raw: base64.b64decode(raw, validate=True),
    lambda raw: base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True),
    base64.b85decode,
    base64.a85decode,
    lambda raw: binascii.unhexlify(raw.removeprefix(b"\\x")),
    lambda raw: json.dumps(json.loads(raw), ensure_ascii=False).encode(),
    unquote_to_bytes,
    zlib.decompress,
    lambda raw: zlib.decompress(raw, wbits=-15),
    gzip.decompress,
    bz2.decompress,
    lzma.decompress,
)
_FAILURES = (ValueError, EOFError, OSError, zlib.error, lzma.LZMAError, RecursionError)


def readings(raw: bytes, depth: int = 3) -> Iterator[bytes]:
    """A value, and everything that it may be when it is decoded or unpacked."""
    yield raw
    if depth == 0 or not raw:
        return
    for decode in _DECODERS:
        try:
            inner = decode(raw)
        except _FAILURES:
            continue
        if inner != raw:
            yield from readings(inner, depth - 1)


def says(raw: bytes, words: tuple[str, ...]) -> list[str]:
    """Which of the words a value holds, whatever it is packed in."""
    found = {
        word for reading in readings(raw) for word in words if word.encode() in reading.lower()
    }
    return sorted(found)


def traces(word: str) -> set[bytes]:
    """How a word may stand in the middle of a file: as it is, encoded, escaped."""
    spelled = {word, word.lower(), word.upper(), word.title()}
    found: set[bytes] = set()
    for text in spelled:
        plain = text.encode()
        found |= {plain, text.encode("utf-16-le"), text.encode("utf-16-be")}
        found |= {plain.hex().encode(), plain.hex().upper().encode()}
        found |= {quote(text).encode(), json.dumps(text)[1:-1].encode()}
        # What stands before it decides which of three shapes it has in base64.
        for shift in range(3):
            packed = base64.b64encode(bytes(shift) + plain)
            found.add(packed[(shift * 4 + 2) // 3 + 1 : -4])
    return found


def found_in(raw: bytes, words: tuple[str, ...]) -> list[str]:
    """Which of the words leave a trace in a file."""
    return sorted(word for word in words if any(trace in raw for trace in traces(word)))
