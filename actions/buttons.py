"""Buttons in the shape that Rasa's channels and the turn server both understand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def button(label: str, intent: str, slots: Mapping[str, str] | None = None) -> dict[str, Any]:
    """`payload` is for Rasa's own channels; the turn server passes intent and slots on apart."""
    filled = dict(slots or {})
    return {
        "title": label,
        "payload": f"/{intent}{json.dumps(filled) if filled else ''}",
        "intent": intent,
        "slots": filled,
    }
