"""A party as a counsellor sends it to a reporter: the same words and lines as the bot's advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from expertise.advice import describe
from expertise.languages import Language
from expertise.listing import shown
from expertise.normalise import fold
from expertise.party import Party
from expertise.texts import text
from expertise.themes import THEMES, theme_label

_AT_FIRST: Final = 8


def found(
    wanted: str, theme: str | None, role: str, at: datetime, language: Language
) -> Sequence[Party]:
    """Parties by a part of their name or of a theme they are there for.

    Nothing wanted: those that are there for this theme and this role, who answer now first.
    """
    words = fold(wanted).split()
    if not words:
        fitting = [party for party in shown().values() if _fits(party, theme, role)]
        return sorted(fitting, key=lambda party: party.is_open(at) is not True)[:_AT_FIRST]
    named = [p for p in shown().values() if _has(p.name.in_(language), words)]
    about = [p for p in shown().values() if p not in named and _is_about(p, words, language)]
    return [*named, *about]


def card(party: Party, at: datetime, language: Language) -> Mapping[str, Any]:
    """What the reporter's page shows of it; only verified contacts are in it."""
    described = describe(party, at, language)
    return {
        "kind": "advice",
        "reason": text("sent_card.reason", language),
        "duty": None,
        "committee": text("advice.committee", language) if party.complaint else None,
        "main": described.as_payload(),
        "others": [],
        "if_it_fails": text("sent_card.if_it_fails", language),
        "next_rung": None,
        "expectation": text("sent_card.expectation", language),
    }


def _fits(party: Party, theme: str | None, role: str) -> bool:
    return theme in (None, *party.themes) and (role == "unknown" or role in party.roles)


def _is_about(party: Party, words: Sequence[str], language: Language) -> bool:
    return any(code in party.themes and _has(theme_label(code, language), words) for code in THEMES)


def _has(text_: str, words: Sequence[str]) -> bool:
    folded = fold(text_)
    return all(word in folded for word in words)
