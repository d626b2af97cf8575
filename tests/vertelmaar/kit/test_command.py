"""`vertelmaar kit` as it is typed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from vertelmaar.settings import ROOT


def typed(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vertelmaar", "kit", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        check=False,
    )


def test_a_school_gets_its_kit_in_a_folder(tmp_path: Path) -> None:
    out = tmp_path / "kit"

    done = typed(
        *("--address", "https://vertelmaar.nl", "--school", "De Ster", "--contact", "meneer Ali"),
        *("--language", "en", "--counsellors", "--out", str(out)),
    )

    assert done.returncode == 0, done.stderr
    assert f"{len(list(out.iterdir()))} files in" in done.stderr
    assert "You can also ask for a person" in (out / "letter-to-parents.md").read_text()


def test_an_address_that_is_refused_leaves_no_folder_and_one_line(tmp_path: Path) -> None:
    out = tmp_path / "kit"

    refused = typed("--address", "http://school.nl", "--school", "De Ster", "--out", str(out))

    assert refused.returncode == 1
    assert refused.stderr.strip() == (
        "address: begins with https://, so that nobody on the way reads along"
    )
    assert not out.exists()
