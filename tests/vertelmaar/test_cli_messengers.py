"""`vertelmaar messengers`: a new secret for the server, on the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.messengers import chats, keys, rotation
from bot.messengers.chats import Known
from bot.messengers.keys import Keys
from bot.store import Store
from tests.support.snoop import found_in
from tests.support.stores import migrated_file, opened, sqlite_store
from vertelmaar.settings import ROOT

__all__ = ["migrated_file", "sqlite_store"]

ADDRESS = "4815162342"
Cli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "vertelmaar", "messengers", *arguments],
            capture_output=True, text=True, cwd=ROOT, check=False,
            env={"VERTELMAAR_DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]},
        )  # fmt: skip

    return run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / keys.FILE


def known(store: Store, found: Keys) -> Known | None:
    with store.session() as session:
        return chats.find(session, found, "telegram", ADDRESS)


@pytest.fixture
def old(sqlite_store: Store, path: Path) -> Keys:
    """The secret, with a chat under it."""
    found = rotation.settle(sqlite_store, path)
    with sqlite_store.session(writing=True) as session:
        chats.open_or_make(session, found, "telegram", ADDRESS, "nl", utc_now())
    return found


def test_rekey_when_it_is_asked_for_then_only_the_new_secret_finds_the_chat(
    cli: Cli, sqlite_store: Store, path: Path, old: Keys
) -> None:
    with sqlite_store.session() as session:
        lookup = old.lookup("telegram", ADDRESS)
        assert chats.find(session, old, "telegram", ADDRESS) is not None
    sqlite_store.close()
    done = cli("rekey")
    assert (done.returncode, done.stderr.strip()) == (0, "chats under a new secret: 1")
    assert path.stat().st_mode & 0o077 == 0
    with opened(sqlite_store.url.render_as_string()) as store:
        assert known(store, keys.read(path)) is not None
        assert known(store, old) is None
    raw = b"".join(file.read_bytes() for file in path.parent.glob("vertelmaar.db*"))
    assert lookup not in raw
    assert found_in(raw, (ADDRESS,)) == []


def test_rekey_when_the_server_runs_then_nothing_changes(
    cli: Cli, sqlite_store: Store, path: Path, old: Keys
) -> None:
    with rotation.in_use(path):
        for command in ("rekey", "forget"):
            done = cli(command)
            assert (done.returncode, done.stderr.strip()) == (
                1, "the server uses the secret: stop it first",
            )  # fmt: skip
    assert known(sqlite_store, keys.read(path)) is not None


def test_rekey_when_the_secret_is_lost_then_it_says_what_can_be_done_and_forgetting_does(
    cli: Cli, sqlite_store: Store, path: Path, old: Keys
) -> None:
    path.write_bytes(bytes(32))
    done = cli("rekey")
    assert done.returncode == 1
    assert "vertelmaar messengers forget" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert path.read_bytes() == bytes(32)
    assert cli("forget").returncode == 0
    assert known(sqlite_store, old) is None
    assert cli("rekey").returncode == 0
