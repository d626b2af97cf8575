"""Copies of the content with something wrong in them, and a program that reads such a copy."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from expertise import source

ROOT = Path(__file__).resolve().parents[2]


def copy_of_content(folder: Path) -> Path:
    """All content files, to be changed."""
    return Path(shutil.copytree(source.CONTENT, folder / "content"))


def change(content: Path, file: str, old: str, new: str) -> int:
    """Changes one place of a file, and returns the line on which it stands."""
    path = content / file
    before = path.read_text(encoding="utf-8")
    assert before.count(old) >= 1, f"{file} does not say {old!r}"
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    return before[: before.index(old)].count("\n") + 1


def forget_content() -> None:
    """Makes the next reader read the files again."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith("expertise."):
            for value in tuple(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def checkout(folder: Path) -> Path:
    """A folder like this repository, whose content may be changed: `expertise/content` in it."""
    for path in ROOT.iterdir():
        if path.name not in ("expertise", "var", ".git", ".env"):
            (folder / path.name).symlink_to(path)
    shutil.copytree(ROOT / "expertise", folder / "expertise")
    return folder / "expertise" / "content"
