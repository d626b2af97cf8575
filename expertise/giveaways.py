"""What in a text may show who it is about: a name, a phone number, an email address, a class.

A hint, for the reporter alone, who may ignore it. It misses names and takes other words for one, so
nothing is ever changed or kept back because of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from expertise.normalise import fold
from expertise.source import ContentError, load

_FILE = "giveaways.yml"
_LISTS = ("first_names", "no_names", "titles", "called", "not_called")
# Of each kind so many are named: enough to see what is meant.
_MOST = 5

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# A capital after one of these may be the beginning of a sentence, which names nobody.
_BREAK = re.compile(r"[.!?…:;\n\"“‘(«•*-]")
# Bounded, so that no text makes it look twice at the same letters.
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{1,63}")
_DATE = r"\d{1,2}[-/]\d{1,2}[-/]\d{2,4}"
_DIGITS = re.compile(rf"(?<![\w-])(?!{_DATE})(?:\+|0)\d?(?:[\s./()-]{{0,2}}\d){{8,13}}(?!\w)")
# Lines that many people share give nobody away.
_SERVICE_NUMBER = re.compile("0[89]00|088")
_LEVEL = r"(?:havo|vwo|vmbo|mavo|gymnasium|atheneum|gym|tl|kb|bb|gl)"
_CLASS = re.compile(
    rf"\b(?:(?:brug)?klas|groep|class|grade|year|group)\s?\d{{1,2}}\s?[a-z]?\b"
    rf"|\b[1-6]\s?{_LEVEL}\s?[a-z]?\d?\b|\b{_LEVEL}\s?[1-6]\s?[a-z]?\b"
    r"|\b[hvmbkg][1-6][a-z]\b|\b[1-6][abcf]\d?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Giveaway:
    """What seems to be in a text: name, phone, email or class, with the words themselves."""

    kind: str
    words: tuple[str, ...] = field(repr=False)


def giveaways(text: str) -> tuple[Giveaway, ...]:
    """Everything in a text that may show who it is about, at most one entry of a kind."""
    found = ((kind, tuple(dict.fromkeys(look(text)))) for kind, look in _LOOKS.items())
    return tuple(Giveaway(kind, words[:_MOST]) for kind, words in found if words)


def lists_from(raw: Mapping[str, Any], file: str = _FILE) -> Mapping[str, frozenset[str]]:
    """Checks that every list is there, and that none of its words stands in it twice."""
    for name in _LISTS:
        words = raw.get(name)
        if not isinstance(words, str):
            raise ContentError(file, name, "is not a list of words")
        twice = {word for word in words.split() if words.split().count(word) > 1}
        if twice:
            raise ContentError(file, name, f"has words twice: {sorted(twice)}")
    return {name: frozenset(raw[name].split()) for name in _LISTS}


def _names(text: str) -> Iterator[str]:
    """Known names, words with a capital inside a sentence, and what follows "heet"."""
    titles, no_names = _lists()["titles"], _lists()["no_names"]
    before, end = "", 0
    for found in _WORD.finditer(text):
        word, plain = found[0], fold(found[0])
        gap = text[end : found.start()]
        begins = (end == 0 or _BREAK.search(gap)) and before not in titles
        is_capital = len(word) > 1 and word.istitle() and not begins and plain not in no_names
        if is_capital or _is_known(plain) or _is_called(before, gap, plain):
            yield word
        before, end = plain, found.end()


def _is_known(plain: str) -> bool:
    names = _lists()["first_names"]
    return plain in names or plain.removesuffix("s") in names


def _is_called(before: str, gap: str, plain: str) -> bool:
    """Whether "heet" says that a name comes now, also one with a small letter."""
    known = _lists()
    return before in known["called"] and gap == " " and plain not in known["not_called"]


def _phones(text: str) -> Iterator[str]:
    for found in _DIGITS.finditer(text):
        if not _SERVICE_NUMBER.match(re.sub(r"\D", "", found[0])):
            yield found[0].strip()


def _emails(text: str) -> Iterator[str]:
    return (found[0] for found in _ADDRESS.finditer(text))


def _classes(text: str) -> Iterator[str]:
    return (found[0].strip() for found in _CLASS.finditer(text))


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    return lists_from(load(_FILE))


_LOOKS: Mapping[str, Callable[[str], Iterator[str]]] = {
    "name": _names,
    "phone": _phones,
    "email": _emails,
    "class": _classes,
}
