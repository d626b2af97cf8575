"""Conversations as they are written down, from the reporter's side (tests/conversations)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from expertise.languages import Language

FOLDER = Path(__file__).parents[1] / "conversations"
_USUAL = "2026-11-18T13:00"
_HERE = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Conversation:
    """What a reporter says, step by step."""

    name: str
    language: Language
    at: datetime
    rows: tuple[int, ...]
    """The rows of the study's route table (section 6c) that it leads to."""
    steps: tuple[Mapping[str, Any], ...]


def conversations() -> list[Conversation]:
    """All of them, file by file."""
    return [
        Conversation(
            name=f"{path.stem}: {raw['name']}",
            language=raw.get("language", "nl"),
            at=datetime.fromisoformat(str(raw.get("at", _USUAL))).replace(tzinfo=_HERE),
            rows=tuple(raw["rows"]),
            steps=tuple(raw["steps"]),
        )
        for path in sorted(FOLDER.glob("*.yml"))
        for raw in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def is_meant(intent: str, values: Mapping[str, str], wanted: str) -> bool:
    """Whether a button is the one that a step names: `intent`, or `intent:value`."""
    name, _, value = wanted.partition(":")
    return intent == name and (not value or value in values.values())
