"""A PostgreSQL for the tests: started in a temporary folder, on a Unix socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

SUPERUSER: Final = "vertelmaar"

# Nothing in it outlives the tests, so nothing needs to reach the disk.
OPTIONS: Final = (
    "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
)


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl: the newest that Debian installed, else the PATH's."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3])
    )
    on_path = shutil.which("initdb")
    found = debian[-1] if debian else on_path and Path(on_path).resolve()
    return found.parent if found else None


@dataclass(frozen=True)
class Cluster:
    """A server that is running, and gives databases nobody has used."""

    socket_folder: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        """The address as the setting wants it."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self.socket_folder}"

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """Make an empty database, and drop it afterwards whoever is still connected."""
        name = f"test_{next(self._numbers)}"
        self._execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield self.url(name)
        finally:
            self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=str(self.socket_folder), user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


@contextmanager
def running_cluster(programs: Path) -> Iterator[Cluster]:
    """Start a server, and stop it and remove what it wrote at the end."""
    # A socket's path may have about a hundred characters, and pytest's own folders are longer.
    folder = Path(tempfile.mkdtemp(prefix="vertelmaar-pg-"))
    data = folder / "data"
    owner = _owner()
    if owner:
        shutil.chown(folder, *owner)
    try:
        _as(
            owner,
            programs / "initdb",
            "-D",
            data,
            "-U",
            SUPERUSER,
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
        )
        _as(
            owner,
            programs / "pg_ctl",
            "-D",
            data,
            "-l",
            folder / "log",
            "-w",
            "-o",
            f"{OPTIONS} -k {folder}",
            "start",
        )
        try:
            yield Cluster(folder)
        finally:
            _as(owner, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def _owner() -> tuple[int, int] | None:
    """Who runs the server: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return entry.pw_uid, entry.pw_gid


def _as(owner: tuple[int, int] | None, *command: str | Path) -> None:
    user, group = owner or (None, None)
    subprocess.run(
        command,
        check=True,
        user=user,
        group=group,
        extra_groups=[] if owner else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
