from __future__ import annotations

import warnings
from pathlib import Path
from types import ModuleType

import pytest

PNG = b"\x89PNG\r\n\x1a\n"
TAKEN = {("bullying", "bullying"): 7, ("bullying", "lgbti"): 2, ("wellbeing", "violence"): 1}
SURE = [(0.25, 0.5, 4), (0.62, 0.7, 10), (1.0, 0.95, 40)]


@pytest.fixture(scope="module")
def pictures() -> ModuleType:
    """Imported unheard: what Matplotlib is built on warns of its own parts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from engine.evaluate import pictures
    return pictures


def test_draw_confusion_when_drawn_twice_then_the_files_are_the_same(
    pictures: ModuleType, tmp_path: Path
) -> None:
    one, other = tmp_path / "one.png", tmp_path / "other.png"
    pictures.draw_confusion(TAKEN, one)
    pictures.draw_confusion(dict(reversed(TAKEN.items())), other)
    assert one.read_bytes().startswith(PNG)
    assert one.read_bytes() == other.read_bytes()


def test_draw_calibration_when_drawn_twice_then_the_files_are_the_same(
    pictures: ModuleType, tmp_path: Path
) -> None:
    one, other = tmp_path / "one.png", tmp_path / "other.png"
    pictures.draw_calibration(SURE, one)
    pictures.draw_calibration(SURE, other)
    assert one.read_bytes().startswith(PNG)
    assert one.read_bytes() == other.read_bytes()


def test_draw_when_written_then_nothing_tells_when_or_with_what(
    pictures: ModuleType, tmp_path: Path
) -> None:
    pictures.draw_confusion(TAKEN, tmp_path / "confusion.png")
    pictures.draw_calibration(SURE, tmp_path / "calibration.png")
    for path in tmp_path.iterdir():
        assert not {kind for kind in (b"tEXt", b"iTXt", b"tIME") if kind in path.read_bytes()}


def test_draw_when_figures_are_others_then_the_pictures_are_others(
    pictures: ModuleType, tmp_path: Path
) -> None:
    one, other = tmp_path / "one.png", tmp_path / "other.png"
    pictures.draw_confusion(TAKEN, one)
    pictures.draw_confusion({**TAKEN, ("bullying", "lgbti"): 3}, other)
    assert one.read_bytes() != other.read_bytes()
    pictures.draw_calibration(SURE, one)
    pictures.draw_calibration(SURE[:2], other)
    assert one.read_bytes() != other.read_bytes()


def test_draw_when_there_is_nothing_to_show_then_there_still_is_a_picture(
    pictures: ModuleType, tmp_path: Path
) -> None:
    """Of messages that are all talk, and taken for it, no theme was said."""
    pictures.draw_confusion({}, tmp_path / "confusion.png")
    pictures.draw_calibration([], tmp_path / "calibration.png")
    for path in tmp_path.iterdir():
        assert path.read_bytes().startswith(PNG)
