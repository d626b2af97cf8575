"""The words of a button that are typed instead of pressed mean what the button means.

Whoever cannot press, or answers in the words that stand on the screen, is understood without a
model. Only buttons of the question that is open count, in each of the three languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from actions.memory import Memory
from expertise.ladder import rungs
from expertise.languages import LANGUAGES, Language
from expertise.normalise import fold
from expertise.parties import parties
from expertise.texts import keys, say, text
from expertise.themes import THEMES, theme_label

THEME_QUESTIONS = frozenset({"ask_theme", "ask_theme_other", "correct"})
SCALES = ("ask_safety", "ask_wellbeing")
_WORDS = re.compile(r"\w+")
# What fills the places of texts says nothing about their buttons.
_PLACES = {"if_it_fails": "", "opens": ""}


@dataclass(frozen=True)
class Choice:
    """What a button means to the dialogue."""

    intent: str
    slots: Mapping[str, str] = field(default_factory=dict)


def chosen(typed: str, memory: Memory) -> Choice | None:
    """The button whose label was typed, if it belongs to the question that is open."""
    words = _plain(typed)
    if not words or memory.open is None:
        return None
    every = (each for language in LANGUAGES for each in _labels(memory.open, memory, language))
    return next((choice for label, choice in every if _plain(label) == words), None)


def _plain(label: str) -> str:
    return " ".join(_WORDS.findall(fold(label)))


def _labels(question: str, memory: Memory, language: Language) -> Iterator[tuple[str, Choice]]:
    if question in keys():
        for button in say(question, language, **_PLACES).buttons:
            yield button.label, Choice(button.intent, button.slots)
    if question in THEME_QUESTIONS:
        for code in THEMES:
            yield theme_label(code, language), Choice("choose_theme", {"theme": code})
        yield text("label_other_theme", language), Choice("other_theme")
    elif question == "ask_tried":
        for rung in rungs().values():
            yield rung.label.in_(language), Choice("choose_tried", {"tried": rung.id})
        yield text("label_skip", language), Choice("skip")
    elif question == "more_advice":
        for party in memory.shown:
            name = parties()[party].name.in_(language)
            label = text("label_party_failed", language, party=name)
            yield label, Choice("party_failed", {"party": party})
    elif question in SCALES:
        for number in ("1", "2", "3", "4", "5"):
            label = text(f"label_{question[4:]}_{number}", language)
            yield label, Choice("choose_signal", {"signal": number})
