"""Facts with their evidence: how sure they are, where they were seen and when they were true.

A wrong fact does harm, so only what was verified reaches a reporter. Confidence A is told as it
is and B with its year; C and X wait in the content for verification.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from expertise.languages import LANGUAGES, Language, Localized
from expertise.schema import fields_of
from expertise.source import ContentError, localized
from expertise.texts import text

Confidence = Literal["A", "B", "C", "X"]

EVIDENCE = ("confidence", "source", "verified")

# A year, a month or a day: as exact as the source was.
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class Evidence:
    """How sure a fact is, where it was seen and when it was true."""

    confidence: Confidence
    source: str
    verified: str

    @property
    def shown(self) -> bool:
        """Whether a reporter may see what this vouches for."""
        return self.confidence in ("A", "B")

    def dated(self, fact: str, language: Language) -> str:
        """The fact, with its year when it is only as good as that."""
        if self.confidence == "A":
            return fact
        seen = text("hours.seen", language, year=self.verified[:4])
        return f"{fact.removesuffix('.')}. {seen}" if fact else seen


@dataclass(frozen=True)
class Fact:
    """Something that is said of a party, with its evidence."""

    words: Localized
    evidence: Evidence


def told(fact: Fact | None, language: Language) -> str | None:
    """What a reporter hears of a fact; None when it is unknown or was not verified."""
    if fact is None or not fact.evidence.shown:
        return None
    return fact.evidence.dated(fact.words.in_(language), language)


def evidence_from(raw: Mapping[str, Any], file: str, key: str) -> Evidence:
    """The three marks that every fact carries."""
    confidence: Any = raw.get("confidence")
    verified = str(raw.get("verified", ""))
    source = raw.get("source")
    if confidence not in get_args(Confidence):
        raise ContentError(file, key, f"has no confidence A, B, C or X: {confidence!r}")
    if not _DATE.fullmatch(verified):
        raise ContentError(file, key, "does not say when it was verified")
    if not isinstance(source, str) or not source.strip():
        raise ContentError(file, key, "has no source")
    return Evidence(confidence, source, verified)


def fact_from(raw: object, file: str, key: str) -> Fact:
    """Words in every language beside their evidence."""
    fields = fields_of(raw, (*LANGUAGES, *EVIDENCE), file, key)
    words = {language: fields.get(language) for language in LANGUAGES}
    return Fact(localized(words, file, key), evidence_from(fields, file, key))
