"""Questions in between, and which reviewed text answers them or where the talk should go.

Fixed rules (`content/asks.yml`), without a model. A question is recognised by how it is asked, so
that whoever tells a story in which the vertrouwenspersoon occurs is not interrupted with an
explanation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, Final

from expertise.lexicon import Lexicon
from expertise.normalise import fold
from expertise.patterns import PatternError, are_readable, compile_pattern
from expertise.source import ContentError, load
from expertise.texts import keys

_FILE = "asks.yml"
_SECTIONS = ("begins", "abouts", "lists", "rules")
_OF_RULE = frozenset({"answer", "step", "patterns"})

# Where somebody can want to go in words: with most of them there is a button too.
STEPS: Final = ("more_advice", "tell_tried", "need_code", "refine", "calls_now")
_STEP = "step."

# Stands before every clause, so that a pattern can say "this is how a question begins".
_BEGIN = "xbegin"
# Stands for the question mark, which the words themselves do not keep apart from a full stop.
_ASK = "xask"
# Stands before the words that a question of the kind "wat is een" is about.
_ABOUT = "xabout"
_SUBJECT = 80
_PIECES = re.compile(
    r"[?\u00bf\u061f][\s?\u00bf\u061f]*"
    r"|[.!;\n][\s.!;]*"
    r"|[,:()\"][ ,:()\"]*"
    r"|[^\s?\u00bf\u061f.!;,:()\"]+"
)


@dataclass(frozen=True)
class Asks:
    """The rules by which questions are recognised."""

    begins: re.Pattern[str]
    abouts: re.Pattern[str]
    lexicon: Lexicon
    answers: tuple[str, ...]

    def asked(self, text: str) -> str | None:
        """The key of the text that answers the question in a message."""
        first = self._first(text)
        return None if first.startswith(_STEP) else first or None

    def wanted(self, text: str) -> str | None:
        """The step that somebody wants to take."""
        first = self._first(text)
        return first.removeprefix(_STEP) if first.startswith(_STEP) else None

    def _first(self, text: str) -> str:
        words = self.begins.sub(rf"\g<0>{_BEGIN} ", _in_clauses(text))
        found = self.lexicon.find(words + " ".join(self._what_is_asked_about(words)))
        return found[0].id if found else ""

    def _what_is_asked_about(self, words: str) -> Iterator[str]:
        """What follows "wat is een" and its like, once more behind the message."""
        for match in self.abouts.finditer(words):
            following = words[match.end() : match.end() + _SUBJECT]
            yield f". {_ABOUT} {following[: following.rfind(' ')]}"


def asked(text: str) -> str | None:
    """The key of the text that answers the question in a message; None where nothing is asked.

    The first rule of the file that applies wins, so the more specific one stands above.
    """
    return _asks().asked(text)


def wanted(text: str) -> str | None:
    """The step of the talk that a message asks for in words: one of STEPS, or None."""
    return _asks().wanted(text)


def answers() -> tuple[str, ...]:
    """The keys of all texts that can be asked for."""
    return _asks().answers


def asks_from(raw: Mapping[str, Any], spelling: Mapping[str, Any], file: str = _FILE) -> Asks:
    """The rules, as they may be used; the spelling is that of the safety rules."""
    for section in _SECTIONS:
        if section not in raw:
            raise ContentError(file, section, "is missing")
    for key, problem in _mistakes(raw):
        raise ContentError(file, key, problem)
    try:
        begins, abouts = (_any_of(raw[name], raw["lists"]) for name in ("begins", "abouts"))
        lexicon = _lexicon(raw, spelling)
    except PatternError as error:
        raise ContentError(file, _place(raw), str(error)) from error
    answered = tuple(rule["answer"] for rule in raw["rules"] if "answer" in rule)
    return Asks(begins, abouts, lexicon, answered)


def _in_clauses(text: str) -> str:
    """The typed words, with a mark where each clause begins and where each question ends."""
    pieces = chain.from_iterable(map(_piece, _PIECES.findall(fold(text))))
    return f" {_BEGIN} {' '.join(pieces)} "


def _piece(piece: str) -> tuple[str, ...]:
    if piece[0] in "?\u00bf\u061f":
        return (_ASK, ".", _BEGIN)
    if piece[0] in ".!;\n":
        return (".", _BEGIN)
    return (",", _BEGIN) if piece[0] in ',:()"' else (piece,)


def _any_of(texts: Sequence[str], lists: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(compile_pattern(text, lists).regex.pattern for text in texts))


def _lexicon(raw: Mapping[str, Any], spelling: Mapping[str, Any]) -> Lexicon:
    """A lexicon in which an answer is what a rule of risk is elsewhere."""
    rules = [
        {"id": _id(rule), "risk": "none", "types": (), "cards": (), **rule} for rule in raw["rules"]
    ]
    content = {"lists": raw["lists"], "idioms": (), "blockers": {}, "spelling": spelling}
    return Lexicon({**content, "rules": rules})


def _id(rule: Mapping[str, Any]) -> str:
    return f"{_STEP}{rule['step']}" if "step" in rule else rule.get("answer", "")


def _mistakes(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    possible = {*keys(), *(f"{_STEP}{step}" for step in STEPS)}
    seen = set()
    for number, rule in enumerate(raw["rules"]):
        place = _id(rule) or f"rules.{number}"
        if place not in possible:
            yield place, "is no text and no step"
        if place in seen:
            yield place, "stands in the file twice"
        seen.add(place)
        for key in sorted(rule.keys() - _OF_RULE):
            yield f"{place}.{key}", "is no field of a rule"
        if not rule.get("patterns"):
            yield place, "names no pattern"


def _place(raw: Mapping[str, Any]) -> str:
    """Where the pattern stands that cannot be read."""
    groups = [(name, raw[name]) for name in ("begins", "abouts")]
    groups += [(_id(rule), rule["patterns"]) for rule in raw["rules"]]
    return next(place for place, texts in groups if not are_readable(texts, raw["lists"]))


@cache
def _asks() -> Asks:
    return asks_from(load(_FILE), load("safety.yml")["spelling"])
