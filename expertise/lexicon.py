"""Rules made of patterns, found in normalised words.

A rule applies when one of its patterns is found and none of its blockers stands near it. Harmless
idioms ("ik ga dood van het lachen") are taken out before any rule is tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from expertise.normalise import Spelling
from expertise.patterns import Pattern, compile_pattern

Risk = Literal["none", "concern", "acute"]

RISKS: tuple[Risk, ...] = get_args(Risk)

_LONGEST_WORD = 20
_CLAUSE_ENDS = re.compile("[.,]")
_IDIOM = "_ "


@dataclass(frozen=True)
class Rule:
    id: str
    risk: Risk
    types: tuple[str, ...]
    cards: tuple[str, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True)
class Blocker:
    """Words that make a pattern harmless when they stand in it or a few words away."""

    before: int
    after: int
    in_clause: bool
    regex: re.Pattern[str]
    words: frozenset[str]

    def blocks(self, words: str, found: re.Match[str]) -> bool:
        before = words[max(0, found.start() - self.before * _LONGEST_WORD) : found.start()]
        after = words[found.end() : found.end() + self.after * _LONGEST_WORD]
        if self.in_clause:
            before = _CLAUSE_ENDS.split(before)[-1]
            after = _CLAUSE_ENDS.split(after)[0]
        first = max(0, len(before.split()) - self.before)
        near = [*before.split()[first:], *found[0].split(), *after.split()[: self.after]]
        return bool(self.regex.search(f" {' '.join(near)} "))


class Index:
    """Finds the few patterns whose words a text has, so that the others cost nothing."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = patterns
        self._by_anchor: dict[str, list[int]] = defaultdict(list)
        for number, pattern in enumerate(patterns):
            for anchor in pattern.anchors[0]:
                self._by_anchor[anchor].append(number)
        stems = {word for pattern in patterns for word in pattern.words if word.endswith("*")}
        self._stems = frozenset(stems)
        self._lengths = sorted({len(stem) - 1 for stem in stems})

    def candidates(self, words: str) -> list[int]:
        present = set(words.split())
        beginnings = {f"{word[:length]}*" for word in present for length in self._lengths}
        present |= beginnings & self._stems
        found = {number for word in present for number in self._by_anchor.get(word, ())}
        return sorted(number for number in found if self._may_match(number, present))

    def _may_match(self, number: int, present: set[str]) -> bool:
        return not any(present.isdisjoint(anchor) for anchor in self._patterns[number].anchors)


class Vocabulary:
    """All words that occur in patterns; "snij*" covers every word that begins like that."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        words = frozenset().union(*(pattern.words for pattern in patterns))
        self._words = frozenset(word for word in words if not word.endswith("*"))
        self._stems = tuple(word[:-1] for word in words if word.endswith("*"))

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (word in self._words or word.startswith(self._stems))


class Lexicon:
    """A lexicon as `content/safety.yml` has it; a mistake in it is an error at load."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        lists: Mapping[str, str] = content["lists"]
        self._idioms = [compile_pattern(text, lists) for text in content["idioms"]]
        self._blockers = {
            name: _blocker(blocker, lists) for name, blocker in content["blockers"].items()
        }
        self._patterns: list[Pattern] = []
        self._rules: list[tuple[Rule, tuple[Blocker, ...]]] = []
        for entry in content["rules"]:
            rule = _rule(entry)
            for text in entry["patterns"]:
                pattern = compile_pattern(text, lists)
                self._patterns.append(pattern)
                self._rules.append((rule, self._blockers_of(entry, pattern)))
        self._idiom_index = Index(self._idioms)
        self._index = Index(self._patterns)
        self._spelling = _spelling(content["spelling"], [*self._idioms, *self._patterns])

    def find(self, text: str) -> tuple[Rule, ...]:
        """The rules that apply, each once, in the order of the lexicon."""
        words = self._spelling.words(text)
        for number in self._idiom_index.candidates(words):
            words = self._idioms[number].regex.sub(_IDIOM, words)
        found = tuple(dict.fromkeys(self._found(words)))
        types = {kind for rule in found if not rule.beside for kind in rule.types}
        return tuple(rule for rule in found if not rule.beside or types.intersection(rule.beside))

    def _found(self, words: str) -> Iterator[Rule]:
        for number in self._index.candidates(words):
            rule, blockers = self._rules[number]
            matches = self._patterns[number].regex.finditer(words)
            if any(not any(b.blocks(words, match) for b in blockers) for match in matches):
                yield rule

    def _blockers_of(self, entry: Mapping[str, Any], pattern: Pattern) -> tuple[Blocker, ...]:
        """A pattern that itself says "niet" is not made harmless by that "niet"."""
        blockers = (self._blockers[name] for name in entry.get("unless", ()))
        return tuple(blocker for blocker in blockers if pattern.words.isdisjoint(blocker.words))


def _rule(entry: Mapping[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        risk=entry["risk"],
        types=tuple(entry["types"]),
        cards=tuple(entry["cards"]),
        beside=tuple(entry.get("beside", ())),
    )


def _blocker(entry: Mapping[str, Any], lists: Mapping[str, str]) -> Blocker:
    patterns = [compile_pattern(text, lists) for text in entry["patterns"]]
    return Blocker(
        before=entry["before"],
        after=entry["after"],
        in_clause=entry["in_clause"],
        regex=re.compile("|".join(pattern.regex.pattern for pattern in patterns)),
        words=frozenset().union(*(pattern.words for pattern in patterns)),
    )


def _spelling(entry: Mapping[str, Any], patterns: Sequence[Pattern]) -> Spelling:
    variants = {
        variant: word
        for word, variants in entry["variants"].items()
        for variant in variants.split()
    }
    return Spelling(Vocabulary(patterns), variants, frozenset(entry["glued"].split()))
