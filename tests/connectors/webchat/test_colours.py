"""The page's colours: all that is to be read stands out from what it stands on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from connectors import webchat

_SOURCE = (Path(webchat.__file__).parent / "client" / "colours.css").read_text()
_DAY, _NIGHT = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part))
    for part in _SOURCE.split("@media (prefers-color-scheme: dark)")
)
_READ_ON = [
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "foam"),
    ("ink", "person"),
    ("ink", "warm"),
    ("ink", "sand"),
    ("soft", "paper"),
    ("soft", "sheet"),
    ("soft", "foam"),
    ("sea", "paper"),
    ("sea", "sheet"),
    ("sea", "foam"),
    ("on-sea", "sea"),
    ("on-sea", "sea-deep"),
    ("person-ink", "paper"),
    ("warm-ink", "sheet"),
    ("warm-ink", "warm"),
    ("on-warm", "warm-ink"),
    ("on-night", "night"),
]
_SEEN_ON = [("edge", "paper"), ("edge", "sheet"), ("sea", "paper"), ("warm-line", "warm")]


@pytest.mark.parametrize("colours", [_DAY, _NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(("text", "ground"), _READ_ON)
def test_text_has_the_contrast_that_it_needs(
    colours: dict[str, str], text: str, ground: str
) -> None:
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("colours", [_DAY, _NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(("line", "ground"), _SEEN_ON)
def test_edges_of_what_can_be_touched_are_seen(
    colours: dict[str, str], line: str, ground: str
) -> None:
    assert contrast(colours[line], colours[ground]) >= 3


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= 0.04045:
        return channel / 12.92
    linear: float = ((channel + 0.055) / 1.055) ** 2.4
    return linear
