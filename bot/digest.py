"""What a counsellor is shown at a glance: theme, risk and its causes, what was advised.

It grows with each turn and is sealed under the conversation's key like the turns themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from bot.access import Access
from bot.models import Conversation, Urgency
from bot.sealed import Sealed


@dataclass(frozen=True)
class Digest:
    """A conversation's summary. `rules` are ids of the safety rules that spoke up."""

    theme: str | None = None
    confidence: float = 0.0
    themes: tuple[str, ...] = ()
    role: str = "unknown"
    risk: str = "none"
    risk_types: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    advised: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    def with_risk(self, risk: str, types: Iterable[str], rules: Iterable[str] = ()) -> Digest:
        """The same with a risk added. Risk only ever rises here; taking words back is no proof."""
        higher = max(Urgency.of_risk(self.risk), Urgency.of_risk(risk))
        return replace(
            self,
            risk=higher.risk,
            risk_types=_joined(self.risk_types, types),
            rules=_joined(self.rules, rules),
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
    """Keep a digest, and let the queue know theme and urgency."""
    conversation.sealed_digest = _DIGEST.close(access.key, digest, _place(access))
    conversation.theme = digest.theme or conversation.theme
    conversation.urgency = max(conversation.urgency, Urgency.of_risk(digest.risk))


def _joined(known: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *new)))


def _place(access: Access) -> str:
    return f"digest:{access.id}"
