"""Databases for these tests."""

from __future__ import annotations

from tests.support.stores import (
    light_keys,
    migrated_file,
    migrated_postgres,
    postgres_store,
    sqlite_store,
    store,
)

__all__ = [
    "light_keys", "migrated_file", "migrated_postgres", "postgres_store", "sqlite_store", "store",
]  # fmt: skip
