"""What a message means, as the model (or a button) told it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from expertise import asks, details
from expertise.details import Details

# Below this confidence a theme is confirmed by the reporter with buttons, never guessed.
SURE = 0.5
# As many words make a story of its own.
STORY = 9
# In the middle of a talk fewer words are an answer, which the model takes for despair: "soms".
ENOUGH = 3


@dataclass(frozen=True)
class Heard:
    """The understanding of one message; a pressed button carries only its intent."""

    intent: str
    typed: bool
    text: str = field(default="", repr=False)
    has_words: bool = False
    themes: tuple[tuple[str, float], ...] = ()
    alone: tuple[tuple[str, float], ...] | None = None
    """The themes of this message by itself, when earlier ones were counted in."""
    ranking: tuple[str, ...] = ()
    risk: str = "none"
    risk_types: tuple[str, ...] = ()
    role: str = "unknown"
    wants_human: bool = False
    lang: str = "nl"
    tongue: str | None = None
    wonders: bool = False
    evidence: tuple[float, ...] = ()
    is_choice: bool = False
    """Whether the words of a button were typed."""

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> Heard:
        """Reads the latest message of a tracker; a stock pipeline leaves out the understanding."""
        intent = message.get("intent", {}).get("name") or "nlu_fallback"
        understanding = message.get("understanding")
        has_words = any(map(str.isalpha, message.get("text") or ""))
        if understanding is None:
            return cls(intent=intent, typed=False, has_words=has_words)
        return cls(
            intent=intent,
            typed=True,
            text=message.get("text") or "",
            has_words=has_words,
            themes=tuple((each["code"], each["confidence"]) for each in understanding["themes"]),
            ranking=tuple(understanding["ranking"]),
            risk=understanding["risk"],
            risk_types=tuple(understanding["risk_types"]),
            role=understanding["role"],
            wants_human=understanding["wants_human"],
            lang=understanding["lang"],
            tongue=understanding["tongue"],
            wonders=understanding["wonders"],
            evidence=tuple(understanding["evidence"]),
        )

    @classmethod
    def choice(cls, intent: str) -> Heard:
        """A message that has the words of a button."""
        return cls(intent, typed=True, has_words=True, is_choice=True)

    @cached_property
    def details(self) -> Details:
        """What the words tell besides the theme; of a pressed button nothing."""
        return details.read(self.text)

    @cached_property
    def asked(self) -> str | None:
        """The text that answers a question in between, if one was asked."""
        return asks.asked(self.text) if self.typed else None

    @cached_property
    def wanted(self) -> str | None:
        """The step of the talk that was asked for in words."""
        return asks.wanted(self.text) if self.typed else None

    @property
    def sure_theme(self) -> str | None:
        """The most important theme, if the model is sure enough to act on it."""
        if self.themes and self.themes[0][1] >= SURE:
            return self.themes[0][0]
        return None

    @property
    def by_itself(self) -> tuple[tuple[str, float], ...]:
        """The themes of this message, whatever earlier ones were about."""
        return self.themes if self.alone is None else self.alone

    @property
    def is_beyond(self) -> bool:
        """Whether it is only about what none of the themes covers, whatever a model makes of it."""
        told = self.details
        return told.beyond and not (told.topics or told.stuck)

    @property
    def is_story(self) -> bool:
        """Whether there are words enough to tell something new."""
        return len(self.text.split()) >= STORY

    @property
    def is_short(self) -> bool:
        """Whether there are so few words that they may be an answer to anything."""
        return len(self.text.split()) < ENOUGH

    @property
    def is_one_word(self) -> bool:
        """Whether it is a single word, in the letters that Dutch is written in."""
        return len(self.text.split()) == 1 and self.text.isascii()

    @property
    def tells(self) -> bool:
        """Whether something is told: about a theme, though it may not be clear which."""
        return bool(self.themes)

    def mentions(self, theme: str) -> bool:
        """Whether the message is asserted to be (also) about this theme."""
        return any(code == theme for code, _ in self.themes)
