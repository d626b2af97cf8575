"""Databases with today's tables and nobody's words: SQLite or PostgreSQL, for each test."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot import schema, vault
from bot import store as store_module
from bot.models import Base, Installation
from bot.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Cluster

__all__ = [
    "impatient",
    "light_keys",
    "migrated_file",
    "migrated_postgres",
    "opened",
    "postgres_store",
    "sqlite_store",
    "store",
]

# Everything but what belongs to the installation as a whole.
_EMPTIED = [t.name for t in Base.metadata.sorted_tables if t.name != Installation.__tablename__]


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """A store that is closed at the end."""
    store = Store(url)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to copy: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "template.db"
    with opened(f"sqlite:///{path}") as store:
        schema.migrate(store)
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Cluster) -> Iterator[str]:
    """A PostgreSQL database that tests empty after use."""
    with postgres.fresh_database() as url:
        with opened(url) as store:
            schema.migrate(store)
        yield url


@pytest.fixture
def sqlite_store(migrated_file: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty SQLite database."""
    path = tmp_path / "vertelmaar.db"
    shutil.copy(migrated_file, path)
    with opened(f"sqlite:///{path}") as store:
        yield store


@pytest.fixture
def postgres_store(migrated_postgres: str) -> Iterator[Store]:
    """An empty PostgreSQL database."""
    with opened(migrated_postgres) as store:
        try:
            yield store
        finally:
            with store.session(writing=True) as session:
                session.execute(text(f"TRUNCATE {', '.join(_EMPTIED)}"))


@pytest.fixture(autouse=True)
def light_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords and codes that are stretched quickly: nobody guesses at those of tests."""
    monkeypatch.setattr(vault, "_OPS", 1)
    monkeypatch.setattr(vault, "_MEMORY", 1024 * 1024)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite that says at once that a file is locked; ask for it before the first session."""
    kept = (pragma for pragma in store_module._PRAGMAS if not pragma.startswith("busy_timeout"))
    monkeypatch.setattr(store_module, "_PRAGMAS", (*kept, "busy_timeout=0"))


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty database; a test that asks for it runs once on each kind."""
    kind = {"sqlite": "sqlite_store", "postgresql": "postgres_store"}[request.param]
    found: Store = request.getfixturevalue(kind)
    return found
