"""The eleven themes, and how a reporter reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from expertise.languages import Language, Localized
from expertise.source import ContentError, load, localized

_FILE = "themes.yml"

THEMES: tuple[str, ...] = (
    "bullying",
    "cyberbullying",
    "lgbti",
    "sexual_misconduct",
    "abuse_home",
    "violence",
    "discrimination",
    "radicalisation",
    "staff_conduct",
    "wellbeing",
    "complaint_stuck",
)


@dataclass(frozen=True)
class _Theme:
    label: Localized
    story: Localized


def theme_label(code: str, language: Language) -> str:
    """What stands on the button of a theme."""
    return _themes()[code].label.in_(language)


def theme_as_story(code: str, language: Language) -> str:
    """The theme as the rest of a sentence that begins with "because you said"."""
    return _themes()[code].story.in_(language)


def themes_from(raw: Mapping[str, Any], file: str = _FILE) -> dict[str, _Theme]:
    """Checks that exactly the known themes are described."""
    for code in sorted(set(THEMES) ^ raw.keys()):
        raise ContentError(file, code, "is not described" if code in THEMES else "is no theme")
    return {
        code: _Theme(
            label=localized(raw[code].get("label"), file, f"{code}.label"),
            story=localized(raw[code].get("story"), file, f"{code}.story"),
        )
        for code in THEMES
    }


@cache
def _themes() -> dict[str, _Theme]:
    return themes_from(load(_FILE))
