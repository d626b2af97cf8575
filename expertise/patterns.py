"""The small language in which the risk lexicon is written, so that reviewers can read it.

    ik wil dood           these words, one after the other
    mes/wapen             one of these words
    snij*                 a word that begins like this
    graag?  (heel erg)?   perhaps
    (wil dood | zie het niet zitten)   one of these phrases
    ..3                   at most three other words of the same sentence
    <friend>              one of a named list
    niet meer $           nothing more in this clause

`compile_pattern` makes a regular expression of it for the words of `normalise.Spelling.words`.
It cannot backtrack without bound: nothing repeats but gaps, of twelve words at most.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

_SYMBOL = re.compile(r"\.\.[0-9]+|<\w+>|[a-z0-9]+\*?|[()|?/$]|(\S)")
_ENDS_OF_PHRASE = frozenset(("|", ")", ""))


class PatternError(ValueError):
    """A pattern of the lexicon that cannot be read."""


@dataclass(frozen=True)
class Pattern:
    """A compiled phrase. A text in which it is found has a word of each of its anchors.

    The first anchor has the rarest words. "snij*" is any word that begins like that.
    """

    regex: re.Pattern[str]
    anchors: tuple[frozenset[str], ...]
    words: frozenset[str]


@dataclass(frozen=True)
class _Part:
    source: str
    anchors: tuple[frozenset[str], ...] = ()
    words: frozenset[str] = frozenset()


def compile_pattern(text: str, lists: Mapping[str, str]) -> Pattern:
    part = _Reader(text, lists).read()
    if not part.anchors:
        raise PatternError(f"no word of this pattern must be there: {text!r}")
    return Pattern(re.compile(f"(?<= ){part.source}"), part.anchors, part.words)


def are_readable(texts: Sequence[str], lists: Mapping[str, str]) -> bool:
    """Whether every one of these patterns can be read."""
    try:
        for text in texts:
            compile_pattern(text, lists)
    except PatternError:
        return False
    return True


class _Reader:
    """Recursive descent over the symbols of one pattern."""

    def __init__(self, text: str, lists: Mapping[str, str], in_list: bool = False) -> None:
        if not isinstance(text, str):
            raise PatternError(f"no pattern: {text!r}")
        self._text = text
        self._in_list = in_list
        self._lists = lists
        self._symbols = [match[0] for match in _SYMBOL.finditer(text) if not match[1]]
        if any(match[1] for match in _SYMBOL.finditer(text)):
            raise PatternError(f"a symbol that is not known: {text!r}")
        self._at = 0

    def read(self) -> _Part:
        part = self._phrases() if self._in_list else self._phrase()
        if self._next:
            raise PatternError(f"unexpected {self._next!r}: {self._text!r}")
        return part

    @property
    def _next(self) -> str:
        return self._symbols[self._at] if self._at < len(self._symbols) else ""

    def _takes(self, symbol: str) -> bool:
        taken = self._next == symbol
        self._at += taken
        return taken

    def _phrases(self) -> _Part:
        choices = [self._phrase()]
        while self._takes("|"):
            choices.append(self._phrase())
        return _one_of(choices)

    def _phrase(self) -> _Part:
        parts = []
        while self._next not in _ENDS_OF_PHRASE:
            parts.append(self._element())
        if not parts:
            raise PatternError(f"an empty phrase: {self._text!r}")
        return _Part(
            "".join(part.source for part in parts),
            tuple(sorted(chain(*(part.anchors for part in parts)), key=_rarity, reverse=True)),
            frozenset().union(*(part.words for part in parts)),
        )

    def _element(self) -> _Part:
        choices = [self._atom()]
        while self._takes("/"):
            choices.append(self._atom())
        part = _one_of(choices)
        if self._takes("?"):
            return _Part(f"(?:{part.source})?", (), part.words)
        return part

    def _atom(self) -> _Part:
        if self._takes("("):
            part = self._phrases()
            if not self._takes(")"):
                raise PatternError(f"a bracket is not closed: {self._text!r}")
            return part
        symbol = self._next
        self._at += 1
        if symbol.startswith("<"):
            return self._listed(symbol[1:-1])
        if symbol.startswith(".."):
            return _Part(f"(?:[^ .]+ ){{0,{symbol[2:]}}}?")
        if symbol == "$":
            return _Part("(?=[.,]|$)")
        if not symbol[:1].isalnum():
            raise PatternError(f"unexpected {symbol!r}: {self._text!r}")
        word = frozenset((symbol,))
        return _Part(symbol.replace("*", "[^ ]*") + " ", (word,), word)

    def _listed(self, name: str) -> _Part:
        if name not in self._lists:
            raise PatternError(f"no list is named {name!r}: {self._text!r}")
        return _Reader(self._lists[name], self._lists, in_list=True).read()


def _rarity(words: frozenset[str]) -> int:
    """Long words are rare, so they make the best anchors."""
    return min(map(len, words))


def _one_of(choices: list[_Part]) -> _Part:
    if len(choices) == 1:
        return choices[0]
    every_choice_has_one = all(part.anchors for part in choices)
    return _Part(
        f"(?:{'|'.join(part.source for part in choices)})",
        (frozenset().union(*(part.anchors[0] for part in choices)),)
        if every_choice_has_one
        else (),
        frozenset().union(*(part.words for part in choices)),
    )
