"""Groups of words that mean much the same, found in a tokenised message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("concepts.yml")


def read_concepts(path: Path = FILE) -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


class Concepts:
    """Finds the groups of a list of tokens; the work grows with the tokens, not with the lists."""

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        self.groups = {name: list(patterns) for name, patterns in groups.items()}
        self._words: dict[str, list[str]] = {}
        self._prefixes: dict[str, list[str]] = {}
        for name, patterns in self.groups.items():
            for pattern in patterns:
                known = self._prefixes if pattern.endswith("*") else self._words
                known.setdefault(pattern.removesuffix("*"), []).append(name)
        self._prefix_lengths = sorted({len(prefix) for prefix in self._prefixes})
        phrases = [words.split() for words in self._words if " " in words]
        self._phrase_starts = {words[0] for words in phrases}
        self._phrase_lengths = sorted({len(words) for words in phrases})

    def find(self, tokens: Sequence[str]) -> list[str]:
        """The groups in the message, in alphabetical order."""
        found: set[str] = set()
        for position, token in enumerate(tokens):
            found.update(self._words.get(token, ()))
            for length in self._prefix_lengths[: len(token)]:
                if (prefix := token[:length]) in self._prefixes:
                    found.update(self._prefixes[prefix])
            if token in self._phrase_starts:
                for length in self._phrase_lengths:
                    phrase = " ".join(tokens[position : position + length])
                    found.update(self._words.get(phrase, ()))
        return sorted(found)
