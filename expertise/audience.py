"""Whom a party is there for: roles, kinds of school and ages, and how that reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from expertise.languages import Language
from expertise.schema import subset
from expertise.source import ContentError
from expertise.texts import text

ROLES = ("pupil", "parent", "staff", "unknown")
SECTORS = ("po", "vo", "mbo")

# Who has not said who they are is not somebody a party is there for.
_TOLD = ("pupil", "parent", "staff")
_OLDEST = 99


@dataclass(frozen=True)
class Audience:
    """Whom a party is there for; `ages` are the first and the last year that count."""

    roles: frozenset[str]
    sectors: frozenset[str]
    ages: tuple[int, int] | None

    def serves(self, role: str, sector: str) -> bool:
        """Whether somebody belongs to it; unknown is never the one who fits."""
        if role not in self.roles:
            return False
        if sector == "unknown":
            return len(self.sectors) > 1
        return sector in self.sectors

    def words(self, language: Language) -> str:
        """For whom, in short sentences."""
        return " ".join(self._sentences(language))

    def _sentences(self, language: Language) -> Iterator[str]:
        roles = [role for role in _TOLD if role in self.roles]
        if len(roles) == len(_TOLD):
            yield text("directory.everyone", language)
        else:
            names = [text(f"directory.role.{role}", language) for role in roles]
            yield text("directory.for", language, who=_series(names, language))
        if len(self.sectors) < len(SECTORS):
            names = [
                text(f"directory.{name}", language) for name in SECTORS if name in self.sectors
            ]
            yield _sentence(_series(names, language))
        if self.ages:
            ages = _ages_in_words(self.ages, language)
            about_others = len(roles) > 1
            yield text("directory.about", language, ages=ages) if about_others else _sentence(ages)


def audience_from(raw: Mapping[str, Any], file: str, key: str) -> Audience:
    """Reads roles, sectors (all where nothing stands) and ages."""
    return Audience(
        roles=subset(raw.get("roles"), ROLES, file, f"{key}.roles"),
        sectors=subset(raw.get("sectors", list(SECTORS)), SECTORS, file, f"{key}.sectors"),
        ages=_ages(raw["ages"], file, f"{key}.ages") if "ages" in raw else None,
    )


def _ages(raw: object, file: str, key: str) -> tuple[int, int]:
    match raw:
        case [int(first), int(last)] if 0 <= first <= last <= _OLDEST:
            return first, last
    raise ContentError(file, key, f"are not a first and a last year: {raw!r}")


def _series(names: list[str], language: Language) -> str:
    *earlier, last = names
    if not earlier:
        return last
    return text("directory.series", language, earlier=", ".join(earlier), last=last)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _ages_in_words(ages: tuple[int, int], language: Language) -> str:
    first, last = ages
    if first:
        return text("directory.ages", language, first=first, last=last)
    return text("directory.ages_under", language, under=last + 1)
