"""The engine does not start on content that must not be served."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.broken import change, checkout


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("routes.yml", "offender: [staff]", "offendr: [staff]"),
        ("ladder.yml", "[confidant]", "[confident]"),
    ],
)
def test_serve_on_broken_content_ends_with_one_line_that_names_it(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    change(checkout(tmp_path), file, old, new)

    command = [sys.executable, "-m", "engine", "serve", "--quiet", "--model", "models", "--socket"]
    ended = subprocess.run(
        [*command, str(tmp_path / "socket")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ended.returncode == 1
    (line,) = ended.stderr.strip().splitlines()
    assert line.startswith(f"engine: the content cannot be used: expertise/content/{file}: ")
    assert "(line " in line
