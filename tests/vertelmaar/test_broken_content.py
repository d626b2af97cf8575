"""What an operator sees who starts on content that must not be served: one line, and no start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.broken import change, checkout

Run = Callable[[str], subprocess.CompletedProcess[str]]
MISTAKES = [
    ("cards.yml", "a2: Praat nu met een mens, ", ""),
    ("routes.yml", "offender: [staff]", "offendr: [staff]"),
    ("texts/advice.yml", "hours.always:\n", "foo: 3\nhours.always:\n"),
    ("safety.yml", "  hem: hem/haar", "  hem: hem/(haar"),
    ("topics.yml", "tried: committee", "tried: comittee"),
    ("ladder.yml", "[confidant]", "[confident]"),
]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return checkout(tmp_path)


@pytest.fixture
def run(content: Path, tmp_path: Path) -> Run:
    def started(command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "vertelmaar", command],
            cwd=content.parent.parent,
            env={"VERTELMAAR_DATA_DIR": str(tmp_path / "data"), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return started


@pytest.mark.parametrize(("file", "old", "new"), MISTAKES)
def test_run_on_broken_content_ends_with_one_line_that_names_file_and_line(
    content: Path, run: Run, file: str, old: str, new: str
) -> None:
    change(content, file, old, new)

    ended = run("run")

    assert ended.returncode == 1
    (line,) = ended.stderr.strip().splitlines()
    assert line.startswith(f"the content cannot be used: expertise/content/{file}: ")
    assert "(line " in line


def test_check_says_what_is_wrong_with_the_content_beside_all_else(content: Path, run: Run) -> None:
    change(content, "routes.yml", "{row: 40,", "{row: 43,")

    looked = run("check")

    assert looked.returncode == 1
    assert "✗ content: expertise/content/routes.yml: anywhere.staff" in looked.stderr
    assert "✗ database" in looked.stderr
    assert "Traceback" not in looked.stderr
