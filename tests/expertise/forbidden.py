"""The rules of what no text may say (forbidden.yml), ready to be held against the texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_suffix(".yml")
LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Rule:
    """Something that harms, what it sounds like, and where it may stand all the same."""

    why: str
    sounds: Mapping[str, re.Pattern[str]]
    finds: Mapping[str, str]
    except_in: str | None = None

    def is_broken_by(self, words: str, place: str) -> bool:
        """Whether a text says it where it must not.

        Both languages are looked for in every text: Dutch has English words, and here and there
        the other way round.
        """
        if self.except_in and place.startswith(self.except_in):
            return False
        return any(pattern.search(words) for pattern in self.sounds.values())


def rules() -> tuple[Rule, ...]:
    """All of them, in the order of the file."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(_rule(given, raw["him"]) for given in raw["rules"])


def _rule(raw: Mapping[str, Any], him: Mapping[str, str]) -> Rule:
    sounds = {
        language: "|".join(raw[language]).replace("<him>", him[language]) for language in LANGUAGES
    }
    return Rule(
        why=raw["why"],
        sounds={name: re.compile(said, re.IGNORECASE) for name, said in sounds.items()},
        finds=raw["finds"],
        except_in=raw.get("except_in"),
    )
