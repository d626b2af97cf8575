"""Databases for these tests, and a desk on one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.store import Store
from tests.support.at_the_desk import AtTheDesk
from tests.support.stores import (
    impatient,
    light_keys,
    migrated_file,
    migrated_postgres,
    postgres_store,
    sqlite_store,
    store,
)

__all__ = [
    "impatient",
    "light_keys",
    "migrated_file",
    "migrated_postgres",
    "postgres_store",
    "sqlite_store",
    "store",
]


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[AtTheDesk]:
    """Where events are brought; nothing is delivered but when a test says so."""
    at = AtTheDesk(store)
    yield at
    await at.close()
