"""Readings made by hand, so that every measure of them can be counted on the fingers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from engine.evaluate.readings import Judged, Reading
from engine.nlu.labels import Labels
from expertise.themes import THEMES

_numbers = count(1)


def reading(
    *themes: str,
    named: Sequence[tuple[str, float]] = (),
    best: Sequence[str] = (),
    text: str = "woorden",
    right: Mapping[str, Any] | None = None,
    said: Mapping[str, Any] | None = None,
    risk_chance: float = 0.0,
    age: str = "teen",
    direct: bool = True,
) -> Reading:
    """A message about `themes`, for which the themes in `named` were said.

    `best` begins the ranking; else what was named does. All other labels are those of a pupil in no
    danger, and are said, unless `right` and `said` tell otherwise.
    """
    labels: dict[str, Any] = {
        "intent": themes[0] if themes else "out_of_scope",
        "themes": themes,
        "role": "pupil",
        "perspective": "victim",
        "risk": "none",
        "risk_types": (),
        "wants_human": False,
        "lang": "nl",
        **(right or {}),
    }
    first = list(best) or [code for code, _ in named]
    heard = {
        "themes": [{"code": code, "confidence": confidence} for code, confidence in named],
        "ranking": [*first, *(theme for theme in THEMES if theme not in first)],
        "risk": "none",
        "role": "pupil",
        "wants_human": False,
        "lang": "nl",
        "intent": named[0][0] if named else "out_of_scope",
        **(said or {}),
    }
    message = Judged(f"m-{next(_numbers)}", text, Labels(**labels), age, direct)
    return Reading(message, heard, risk_chance)
