"""The safety check: fixed rules that read every message before anything else does.

It needs no model, no engine and no database, so its cards appear when all of those are broken.
The words it looks for are reviewed content (`content/safety.yml`), with the date of the review.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from expertise import source
from expertise.lexicon import RISKS, Lexicon, Risk

__all__ = ["CARDS", "LEXICON_VERSION", "RISKS", "RISK_TYPES", "Finding", "Risk", "check"]

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

_CONTENT = source.load("safety.yml")
_LEXICON = Lexicon(_CONTENT)

LEXICON_VERSION: date = _CONTENT["version"]


@dataclass(frozen=True)
class Finding:
    """What the rules found in one message: never the message itself."""

    risk: Risk = "none"
    types: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


def check(text: str) -> Finding:
    """Judge one message; a bounded amount of work, whatever the text."""
    rules = _LEXICON.find(text)
    cards = {card for rule in rules for card in rule.cards}
    cards -= {calm for calm, urgent in _REPLACED_BY.items() if urgent in cards}
    types = {kind for rule in rules for kind in rule.types}
    return Finding(
        risk=max((rule.risk for rule in rules), key=RISKS.index, default="none"),
        types=tuple(kind for kind in RISK_TYPES if kind in types),
        cards=tuple(card for card in CARDS if card in cards),
        rules=tuple(rule.id for rule in rules),
    )
