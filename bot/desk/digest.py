"""What a counsellor is shown at a glance: theme, risk and its causes, what was advised.

It grows with each turn and is sealed under the conversation's key like the turns themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from bot.access import Access
from bot.models import Conversation, Urgency
from bot.sealed import Sealed
from expertise.safety import Finding

Source = Literal["bot", "person"]

NOBODY_KNOWS: Final = "unknown"


@dataclass(frozen=True)
class Guess:
    """What the computer had made of a conversation when a person first said otherwise."""

    theme: str | None
    confidence: float
    risk: str


@dataclass(frozen=True)
class Digest:
    """A conversation's summary. `rules` are ids of the safety rules that spoke up.

    `ruled` and `ruled_types` are what these alone found: the engine is told of them, and adds to it
    what its model makes of the words. The sources say whether a person corrected theme or risk;
    `guess` is kept to learn from.
    """

    theme: str | None = None
    confidence: float = 0.0
    themes: tuple[str, ...] = ()
    role: str = NOBODY_KNOWS
    risk: str = "none"
    risk_types: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    ruled: str = "none"
    ruled_types: tuple[str, ...] = ()
    advised: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    theme_source: Source = "bot"
    risk_source: Source = "bot"
    guess: Guess | None = None

    def with_risk(self, risk: str, types: Iterable[str]) -> Digest:
        """The same with a risk added. Risk only ever rises here; taking words back is no proof."""
        rises = Urgency.of_risk(risk) > Urgency.of_risk(self.risk)
        return replace(
            self,
            risk=risk if rises else self.risk,
            risk_source="bot" if rises else self.risk_source,
            risk_types=_joined(self.risk_types, types),
        )

    def with_finding(self, finding: Finding) -> Digest:
        """The same with what the safety rules found added."""
        return replace(
            self.with_risk(finding.risk, finding.types),
            rules=_joined(self.rules, finding.rules),
            ruled=max(self.ruled, finding.risk, key=Urgency.of_risk),
            ruled_types=_joined(self.ruled_types, finding.types),
        )

    def with_theme(self, theme: str | None) -> Digest:
        """The same with what the bot takes it to be about; a person's word stands."""
        is_settled = theme is None or self.theme_source == "person"
        return self if is_settled else replace(self, theme=theme)

    def corrected(self, theme: str | None, risk: str) -> Digest:
        """The same as a person sees it, who alone may lower a risk."""
        return replace(
            self,
            theme=theme,
            risk=risk,
            theme_source=self.theme_source if theme == self.theme else "person",
            risk_source=self.risk_source if risk == self.risk else "person",
            ruled=min(self.ruled, risk, key=Urgency.of_risk),
            guess=self.guess or Guess(self.theme, self.confidence, self.risk),
        )

    def with_advice(self, parties: Iterable[str], told: Iterable[str]) -> Digest:
        """The same with parties that were advised and texts that were said."""
        return replace(self, advised=_joined(self.advised, parties), told=_joined(self.told, told))


_DIGEST: Final = Sealed(Digest)


def load(access: Access, conversation: Conversation) -> Digest:
    """The digest so far."""
    if conversation.sealed_digest is None:
        return Digest()
    return _DIGEST.open(access.key, conversation.sealed_digest, _place(access))


def save(access: Access, conversation: Conversation, digest: Digest) -> None:
    """Keep a digest, and let the queue know theme, urgency and who is writing."""
    conversation.sealed_digest = _DIGEST.close(access.key, digest, _place(access))
    conversation.theme = digest.theme or conversation.theme
    if digest.role != NOBODY_KNOWS:
        conversation.role = digest.role
    conversation.urgency = max(conversation.urgency, Urgency.of_risk(digest.risk))


def _joined(known: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *new)))


def _place(access: Access) -> str:
    return f"digest:{access.id}"
