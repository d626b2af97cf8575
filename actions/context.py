"""What the world outside says about this turn: language, time, duty, the risk by the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from expertise.languages import Language

RISKS = ("none", "concern", "acute")


def higher(one: str, other: str) -> str:
    """The more serious of two risks."""
    return max(one, other, key=RISKS.index)


@dataclass(frozen=True)
class Context:
    """Comes with every message; under plain Rasa (`rasa shell`) the defaults hold."""

    language: Language
    now: datetime
    risk: str = "none"
    risk_types: tuple[str, ...] = ()
    on_duty: bool = False
    opens_at: datetime | None = None

    @classmethod
    def of(cls, metadata: Mapping[str, Any] | None, language: Language) -> Context:
        """Reads the metadata of the latest message."""
        given = (metadata or {}).get("context")
        if given is None:
            return cls(language=language, now=datetime.now(timezone.utc))
        opens_at = given.get("opens_at")
        return cls(
            language=language,
            now=datetime.fromisoformat(given["now"]),
            risk=given["risk"],
            risk_types=tuple(given["risk_types"]),
            on_duty=given["on_duty"],
            opens_at=datetime.fromisoformat(opens_at) if opens_at else None,
        )
