"""What config.yml can set of the understanding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Recipe:
    """The mistakes that are accepted, as shares of the messages in which they can be made."""

    themes_missed: float = 0.06
    risk_false_alarms: float = 0.08
    human_false_alarms: float = 0.0065
    # The direct question about suicide, put to somebody who tells of no risk.
    needless_questions: float = 0.03

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Recipe:
        """Rasa's configuration of a component holds more than ours."""
        return cls(**{field.name: float(config[field.name]) for field in fields(cls)})

    def as_config(self) -> dict[str, Any]:
        return asdict(self)
