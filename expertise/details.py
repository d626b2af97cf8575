"""What one message already tells, so that nobody is asked again what was just said.

Fixed rules (`content/details.yml`), without a model. A wrong detail sends a child to the wrong
person, so a detail is read only where the words leave little doubt, and of two answers that
contradict each other none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from expertise.detail_rules import detail_lexicon
from expertise.ladder import rungs
from expertise.lexicon import Lexicon, Rule
from expertise.source import load
from expertise.topics import topics

_FILE = "details.yml"

# Stands before every message, so that a pattern can say "this is how it begins".
_BEGIN = "xbegin"
# Spelling takes a lone 7 for a "t", so numbers become words first.
_LONE_NUMBER = re.compile(r"(?<![\w.,:-])\d{1,2}(?![\w:]|[.,]\d)")

_FIXED: Mapping[str, tuple[str, ...]] = {
    "offender": ("online", "other", "pupil", "staff", "home"),
    "sector": ("po", "vo", "mbo"),
    "place": ("school", "way", "home", "online", "sport", "work_placement", "elsewhere"),
    "since": ("today", "days", "weeks", "months", "year"),
    "often": ("once", "sometimes", "often", "daily"),
    "ongoing": ("stopped", "yes", "unsafe"),
    "knows": ("nobody", "friend", "parents", "school"),
    "perspective": ("self", "other", "did"),
    "role": ("pupil", "parent", "staff"),
    "fear": ("punished", "not_believed", "parents_told", "revenge", "siblings"),
    "stuck": ("yes",),
    "corrects": ("yes",),
    "refuses": ("yes",),
    "beyond": ("yes",),
}
# Of several values of these the last counts: "soms, maar nu elke dag".
_LAST_COUNTS = frozenset({"since", "often", "ongoing", "knows", "tried", "fear"})
# These give way to any other value: whoever writes online may still be a classmate.
_YIELDS = {"offender": "online", "role": "pupil"}


@dataclass(frozen=True)
class Details:
    """What was read in one message: codes only, "" where it says nothing."""

    offender: str = ""
    sector: str = ""
    place: str = ""
    since: str = ""
    often: str = ""
    ongoing: str = ""
    knows: str = ""
    tried: str = ""
    perspective: str = ""
    role: str = ""
    fear: str = ""
    stuck: bool = False
    topics: tuple[str, ...] = ()
    corrects: bool = False
    """Whether it takes back or changes what was understood: "dat klopt niet", "ik bedoel thuis"."""
    refuses: bool = False
    """Whether none of what was offered is meant: "het staat er niet bij"."""
    beyond: bool = False
    """Whether it is about what none of the themes covers: drugs that are sold at school."""


@cache
def values() -> Mapping[str, tuple[str, ...]]:
    """The possible values of each field, in an order in which a later one says more."""
    return {**_FIXED, "tried": tuple(rungs()), "topic": tuple(topics())}


def read(text: str) -> Details:
    """The details of one message; a bounded amount of work, whatever the text."""
    said = {each for rule in _rules(text) for each in rule.types}
    found = {
        field: [value for value in possible if f"{field}.{value}" in said]
        for field, possible in values().items()
    }
    return Details(
        topics=tuple(found.pop("topic")),
        stuck=bool(found.pop("stuck")),
        corrects=bool(found.pop("corrects")),
        refuses=bool(found.pop("refuses")),
        beyond=bool(found.pop("beyond")),
        **{field: _one_of(field, told) for field, told in found.items()},
    )


def _rules(text: str) -> tuple[Rule, ...]:
    return _content().lexicon.find(f"{_BEGIN} {_LONE_NUMBER.sub(_in_words, text)}")


def _one_of(field: str, values: Sequence[str]) -> str:
    if len(values) > 1 and field in _YIELDS:
        values = [value for value in values if value != _YIELDS[field]]
    if field in _LAST_COUNTS or len(values) == 1:
        return values[-1] if values else ""
    return ""


def _in_words(number: re.Match[str]) -> str:
    numbers = _content().numbers
    return numbers[int(number[0])] if int(number[0]) < len(numbers) else number[0]


@dataclass(frozen=True)
class _Content:
    lexicon: Lexicon
    numbers: tuple[str, ...]


@cache
def _content() -> _Content:
    raw = load(_FILE)
    lexicon = detail_lexicon(raw, load("safety.yml")["spelling"], values(), _FILE)
    return _Content(lexicon, tuple(raw["numbers"].split()))
