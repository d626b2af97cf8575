"""The safety check: fixed rules that read every message before anything else does.

It needs no model, no engine and no database, so its cards appear when all of those are broken.
The words it looks for are reviewed content (`content/safety.yml`), with the date of the review.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from expertise.lexicon import RISKS, Lexicon, Risk
from expertise.safety_rules import safety_lexicon
from expertise.source import load

__all__ = ["CARDS", "RISKS", "RISK_TYPES", "Finding", "Risk", "check", "lexicon_version"]

RISK_TYPES = ("suicide", "self_harm", "violence", "weapon", "sexual", "home", "runaway")

# In this order they are shown: what has to be done now comes first.
CARDS = (
    "danger_now",
    "suicide_now",
    "weapon",
    "home_tonight",
    "sexual_recent",
    "runaway",
    "suicide",
    "threat",
    "blackmail",
    "home",
    "sexual_staff",
    "sexual",
    "self_harm",
    "friend",
    "outing",
)

# The calmer card says nothing that the more urgent one beside it does not.
_REPLACED_BY = {
    "suicide": "suicide_now",
    "home": "home_tonight",
    "sexual": "sexual_recent",
    "threat": "danger_now",
}

_FILE = "safety.yml"


@dataclass(frozen=True)
class Finding:
    """What the rules found in one message: never the message itself."""

    risk: Risk = "none"
    types: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


def check(text: str) -> Finding:
    """Judge one message; a bounded amount of work, whatever the text."""
    rules = _lexicon().find(text)
    cards = {card for rule in rules for card in rule.cards}
    cards -= {calm for calm, urgent in _REPLACED_BY.items() if urgent in cards}
    types = {kind for rule in rules for kind in rule.types}
    return Finding(
        risk=max((rule.risk for rule in rules), key=RISKS.index, default="none"),
        types=tuple(kind for kind in RISK_TYPES if kind in types),
        cards=tuple(card for card in CARDS if card in cards),
        rules=tuple(rule.id for rule in rules),
    )


def lexicon_version() -> date:
    """The day of the last review."""
    version: date = load(_FILE)["version"]
    return version


@cache
def _lexicon() -> Lexicon:
    return safety_lexicon(load(_FILE), RISK_TYPES, CARDS, _FILE)
