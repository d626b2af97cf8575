"""The confusion of themes and the truth of confidences, as pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from expertise.themes import THEMES

_INK, _PAPER = "#1f2933", "#ffffff"
# The same picture from the same figures, so that a repository sees no change where there is none.
_METADATA = {"Software": None}


def draw_confusion(found: Mapping[tuple[str, str], int], path: Path) -> None:
    """Rows are what messages are about, columns what they were taken for."""
    counts = np.array([[found.get((right, said), 0) for said in THEMES] for right in THEMES])
    shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
    figure, axes = _figure(8.6, 7.4)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    names = [theme.replace("_", " ") for theme in THEMES]
    axes.set_xticks(range(len(names)), names, rotation=45, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("taken for")
    axes.set_ylabel("about")
    for row, column in zip(*np.nonzero(counts), strict=True):
        colour = _PAPER if shares[row, column] > 0.5 else _INK
        text = str(counts[row, column])
        axes.text(column, row, text, ha="center", va="center", color=colour)
    _write(figure, path)


def draw_calibration(found: Sequence[tuple[float, float, int]], path: Path) -> None:
    """How often a theme is right, against how sure of it the model is; on the line is honest."""
    figure, axes = _figure(5.4, 5.0)
    axes.plot([0, 1], [0, 1], color="#9aa5b1", linestyle="--", linewidth=1)
    sure, right, _ = np.array(found).reshape(-1, 3).T
    axes.plot(sure, right, color="#0b69a3", linewidth=1.5)
    axes.scatter(sure, right, s=40, color="#0b69a3", zorder=3)
    for x, y, count in found:
        axes.annotate(str(count), (x, y), textcoords="offset points", xytext=(8, -10), color=_INK)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("confidence in the theme")
    axes.set_ylabel("share that is right")
    _write(figure, path)


def _figure(width: float, height: float) -> tuple[Figure, Any]:
    figure = Figure(figsize=(width, height), facecolor=_PAPER, layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots()


def _write(figure: Figure, path: Path) -> None:
    figure.savefig(path, dpi=110, metadata=_METADATA)
