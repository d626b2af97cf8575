"""The two faces of every sheet: how wide words are in them, and what a sheet takes along of them.

Measuring needs no page, and an SVG that carries its own letters looks the same everywhere.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from fontTools import subset
from fontTools.ttLib import TTFont

from vertelmaar.settings import ROOT

Face = Literal["regular", "bold"]
FACES: Final[tuple[Face, ...]] = get_args(Face)
MM_PER_POINT: Final = 25.4 / 72
_FILES: Final = {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}


def path(face: Face) -> Path:
    """The file of a face."""
    return ROOT / "bot" / "fonts" / _FILES[face]


def width(words: str, face: Face, size: float) -> float:
    """How many millimetres words take at a size in points."""
    advances, unit = _advances(face)
    return sum(advances[ord(sign)] for sign in words) / unit * size * MM_PER_POINT


def unprintable(words: str) -> str:
    """The signs that the faces do not have, or that nobody sees."""
    known = [_advances(face)[0] for face in FACES]
    return "".join(
        sign
        for sign in dict.fromkeys(words)
        if not sign.isprintable() or not all(ord(sign) in advances for advances in known)
    )


def excerpt(face: Face, signs: str) -> bytes:
    """A face with these signs only, to take along."""
    options = subset.Options(
        layout_features=[], hinting=False, name_IDs=[], notdef_outline=True, recalc_timestamp=False
    )
    # FontForge's own timestamps, of which no reader knows.
    options.drop_tables += ["FFTM", "MATH", "GDEF", "GPOS", "GSUB"]
    packed = io.BytesIO()
    with _font(face) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=signs)
        subsetter.subset(font)
        font.save(packed)
    return packed.getvalue()


def _font(face: Face) -> Any:
    return TTFont(path(face), recalcTimestamp=False)


@cache
def _advances(face: Face) -> tuple[dict[int, int], int]:
    with _font(face) as font:
        metrics = font["hmtx"]
        advances = {sign: metrics[glyph][0] for sign, glyph in font.getBestCmap().items()}
        return advances, font["head"].unitsPerEm
