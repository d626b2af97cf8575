"""`vertelmaar audit`, as it is typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from sqlalchemy import update

from bot import audit, schema
from bot.audit import Deed
from bot.clock import utc_now
from bot.models import AuditEntry
from bot.store import Store
from vertelmaar.settings import ROOT


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    """A folder with a database in which three deeds were noted."""
    store = Store(f"sqlite:///{tmp_path / 'vertelmaar.db'}")
    schema.migrate(store)
    with store.session(writing=True) as session:
        for action in ("asked", "claimed", "closed"):
            audit.note(session, Deed(action, subject="talk-1"), utc_now())
    store.close()
    return tmp_path


def typed(folder: Path, *arguments: str) -> CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vertelmaar", "audit", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"VERTELMAAR_DATA_DIR": str(folder), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        check=False,
    )


def _change(folder: Path) -> None:
    store = Store(f"sqlite:///{folder / 'vertelmaar.db'}")
    with store.session(writing=True) as session:
        session.execute(update(AuditEntry).where(AuditEntry.id == 2).values(action="read"))
    store.close()


def test_verify_says_the_head_that_it_accepts_later(noted: Path) -> None:
    told = typed(noted, "verify")
    assert told.returncode == 0
    head = told.stdout.split()[-1]
    assert head.startswith("3:")
    assert typed(noted, "verify", head).returncode == 0


def test_verify_when_an_entry_was_changed_names_it_and_fails(noted: Path) -> None:
    _change(noted)
    told = typed(noted, "verify")
    assert told.returncode == 1
    assert "entry 2" in told.stderr


def test_verify_when_a_head_is_of_another_chain_fails(noted: Path) -> None:
    assert typed(noted, "verify", "3:" + "0" * 64).returncode == 1


def test_verify_when_a_head_is_mistyped_says_what_one_looks_like(noted: Path) -> None:
    told = typed(noted, "verify", "3:abc")
    assert told.returncode == 1
    assert "3:abc is no head" in told.stderr


def test_search_shows_what_was_asked_for(noted: Path) -> None:
    lines = typed(noted, "search", "--action", "claimed", "--json").stdout.splitlines()
    (found,) = map(json.loads, lines)
    assert (found["number"], found["subject"]) == (2, "talk-1")
    assert "closed" in typed(noted, "search").stdout
