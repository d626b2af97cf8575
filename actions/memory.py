"""What the dialogue must remember between turns, kept in one slot and bounded in size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any


@dataclass
class Memory:
    """All of it is codes and numbers, never words of the reporter."""

    risk: str = "none"
    risk_types: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """Fixed words already given, each kind once for each level."""
    crisis: str | None = None
    """The answer to the direct question: asked, yes, sometimes, no or skip."""
    open: str | None = None
    """The key of the question that waits for an answer."""
    choices: list[str] = field(default_factory=list)
    """The themes on the buttons of that question."""
    offered: list[str] = field(default_factory=list)
    """Themes that were offered and not chosen."""
    asked: list[str] = field(default_factory=list)
    """Questions asked about the present theme."""
    evidence: list[float] = field(default_factory=list)
    """What the messages so far say of each theme, in the order of the themes: numbers, no words."""
    facts: dict[str, str] = field(default_factory=dict)
    """What was told besides theme, role and offender: codes by name (actions/facts.py)."""
    failed: list[str] = field(default_factory=list)
    """Parties that could not help this reporter."""
    counted: list[str] = field(default_factory=list)
    """What was counted of this talk, each thing once."""
    shown: list[str] = field(default_factory=list)
    """The parties of the latest advice."""
    questions: int = 0
    """Questions asked in this talk; six at most."""
    speaks: str = ""
    """The language of the latest message that was long enough to tell."""
    unsure: int = 0
    refining: bool = False
    """The reporter answers a few more questions, so that the advice fits better."""
    chosen: bool = False
    """The reporter named the theme with a button: words do not overrule that."""
    acknowledged: bool = False
    advised: bool = False

    @classmethod
    def of(cls, slot: Mapping[str, Any] | None) -> Memory:
        """Reads the slot; names that an older or newer version wrote are left out."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in (slot or {}).items() if name in known})

    def as_slot(self) -> dict[str, Any]:
        """The slot's value: only what differs from a fresh memory, so that a state stays small."""
        return {
            each.name: value
            for each in fields(self)
            if (value := getattr(self, each.name)) != _fresh(each)
        }


def _fresh(each: Any) -> Any:
    return each.default if each.default_factory is MISSING else each.default_factory()
