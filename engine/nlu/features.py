"""Weighted counts of words, pieces of words and concepts: what the linear heads look at."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.nlu.concepts import Concepts
from engine.nlu.normalise import tokens

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

MAX_TOKENS = 400
_SHORTEST, _LONGEST = 2, 5


@dataclass(frozen=True)
class Block:
    """One kind of feature: how rare a feature may be, and how much the whole kind weighs."""

    name: str
    weight: float
    min_messages: int


BLOCKS = (
    Block("word", 1.0, 1),
    Block("piece", 1.0, 2),
    Block("concept", 1.0, 1),
    Block("pair", 0.7, 2),
)


def word_grams(words: Sequence[str]) -> Iterator[str]:
    yield from words
    yield from map(" ".join, pairwise(words))


def piece_grams(words: Iterable[str]) -> Iterator[str]:
    """The 2 to 5 letters next to each other in each word, a space marking its ends."""
    for word in words:
        padded = f" {word} "
        for size in range(_SHORTEST, min(_LONGEST, len(padded)) + 1):
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]


class Vectoriser:
    """Learns which features there are; then turns a text into their positions and weights."""

    def __init__(
        self, concepts: Concepts, vocabulary: Sequence[Sequence[str]], idf: Floats
    ) -> None:
        self.concepts = concepts
        self.vocabulary = [list(block) for block in vocabulary]
        self.idf = idf
        starts = np.cumsum([0, *map(len, self.vocabulary)])
        self._positions: list[dict[str, int]] = [
            {gram: int(start) + n for n, gram in enumerate(block)}
            for start, block in zip(starts[:-1], self.vocabulary, strict=True)
        ]
        self.size = int(starts[-1])

    @classmethod
    def learn(cls, texts: Sequence[str], concepts: Concepts) -> Vectoriser:
        counts: list[Counter[str]] = [Counter() for _ in BLOCKS]
        for text in texts:
            for counter, grams in zip(counts, _grams(text, concepts), strict=True):
                counter.update(set(grams))
        kept = [
            sorted(gram for gram, n in counter.items() if n >= block.min_messages)
            for block, counter in zip(BLOCKS, counts, strict=True)
        ]
        idf = [
            math.log((1 + len(texts)) / (1 + counter[gram])) + 1
            for counter, block in zip(counts, kept, strict=True)
            for gram in block
        ]
        return cls(concepts, kept, np.array(idf, dtype=np.float32))

    def transform(self, text: str) -> tuple[Ints, Floats]:
        """Positions and weights; those of a block are together as long as the block weighs."""
        positions, weights = [], []
        grams_of_blocks = _grams(text, self.concepts)
        for block, known, grams in zip(BLOCKS, self._positions, grams_of_blocks, strict=True):
            counted = Counter(map(known.get, grams))
            counted.pop(None, None)
            where = np.fromiter(counted.keys(), dtype=np.int32, count=len(counted))
            often = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
            value = (1 + np.log(often)) * self.idf[where]
            length = float(np.linalg.norm(value)) or 1.0
            positions.append(where)
            weights.append((value * (block.weight / length)).astype(np.float32))
        return np.concatenate(positions), np.concatenate(weights)

    def as_json(self) -> dict[str, Any]:
        return {"concepts": self.concepts.groups, "vocabulary": self.vocabulary}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], idf: Floats) -> Vectoriser:
        return cls(Concepts(data["concepts"]), data["vocabulary"], idf)


def _grams(text: str, concepts: Concepts) -> tuple[Iterable[str], ...]:
    """The features of each block; which two concepts meet in a message often says most."""
    words = tokens(text)[:MAX_TOKENS]
    found = concepts.find(words)
    pairs = (f"{one} + {other}" for one, other in combinations(found, 2))
    return word_grams(words), piece_grams(words), found, pairs
