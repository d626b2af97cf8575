"""Where a model lies."""

from __future__ import annotations

from pathlib import Path

from engine.errors import BrokenModel

SUFFIX = ".tar.gz"


def newest(path: Path) -> Path:
    """The model file itself, or the newest one of a folder."""
    if path.is_dir():
        found = max(path.glob(f"*{SUFFIX}"), key=_age, default=None)
        if found is None:
            raise BrokenModel("no model in the folder")
        return found
    if not path.is_file():
        raise BrokenModel("no model file")
    return path


def _age(path: Path) -> tuple[float, str]:
    return path.stat().st_mtime, path.name
