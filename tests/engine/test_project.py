"""The root stays an ordinary Rasa project."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.engine.running import ROOT


def rasa(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_CACHE_DIRECTORY": str(folder),
    }
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "rasa", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_rasa_finds_nothing_to_warn_of(tmp_path: Path) -> None:
    ended = rasa("data", "validate", "--fail-on-warnings", folder=tmp_path)
    warned = [line for line in ended.stderr.splitlines() if "UserWarning" in line]
    assert (ended.returncode, warned) == (0, [])


def test_project_files_hold_no_sentence_of_the_bot() -> None:
    assert "responses:" not in (ROOT / "domain.yml").read_text()
