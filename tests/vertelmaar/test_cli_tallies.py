"""`vertelmaar tallies`, as it is typed."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import schema, tallies
from bot.clock import utc_now
from bot.engine import Count
from bot.store import Store
from expertise.parties import parties
from expertise.texts import text
from vertelmaar.settings import ROOT

NOTE = text("tallies.note", "en")


@pytest.fixture
def counted(tmp_path: Path) -> Path:
    """A folder with a database in which something was counted, some months ago."""
    store = Store(f"sqlite:///{tmp_path / 'vertelmaar.db'}")
    schema.migrate(store)
    then = utc_now() - timedelta(days=100)
    stuck = {"party": "confidant", "theme": "lgbti", "role": "pupil", "stage": "tried"}
    with store.session(writing=True) as session:
        tallies.add(session, [Count("safety", {"value": "4"})] * 33, then)
        tallies.add(session, [Count("safety", {"value": "2"})] * 12, then)
        tallies.add(session, [Count("safety", {"value": "1"})] * 3, then)
        tallies.add(session, [Count("white_spot", stuck)] * 31, then)
        tallies.add(session, [Count("incident", {"value": "none"})] * 4, then)
    store.close()
    return tmp_path


def typed(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "vertelmaar", "tallies", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"VERTELMAAR_DATA_DIR": str(folder), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_tallies_say_that_they_are_a_signal_and_no_monitor(counted: Path) -> None:
    assert NOTE in typed(counted)
    assert json.loads(typed(counted, "--json"))["note"] == NOTE


def test_tallies_hide_small_numbers_and_the_one_beside_them(counted: Path) -> None:
    rows = [line.split("│") for line in typed(counted).splitlines() if "│" in line]
    told = {row[1].strip(): row[2].strip() for row in rows}

    assert {"1": "–", "2": "–", "4": "33"}.items() <= told.items()
    assert told[parties()["confidant"].name.in_("en")] == "31"


def test_tallies_for_programs_keep_the_three_signals_apart(counted: Path) -> None:
    tables = json.loads(typed(counted, "--json"))["tables"]
    by_kind: dict[tuple[str, str], list[Any]] = {
        (table["kind"], table["by"]): table["periods"] for table in tables
    }

    (safety,) = by_kind["safety", "value"]
    assert (safety["total"], safety["cells"]) == (48, {"1": None, "2": None, "4": 33})
    assert by_kind["incident", "value"] == by_kind["wellbeing", "value"] == []
    assert by_kind["white_spot", "theme"][0]["cells"] == {"lgbti": 31}


def test_tallies_before_anything_was_counted_say_so(tmp_path: Path) -> None:
    assert "how safe school feels, 1 to 5: not enough answers yet" in typed(tmp_path)
