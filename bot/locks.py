"""One lock per conversation within this process.

Correctness does not hang on it (the transactions see to that, also between processes); it saves
asking the engine twice for one turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID
from weakref import WeakValueDictionary


class KeyedLocks:
    """Locks by id, forgotten when nobody holds or awaits them."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, key: UUID) -> AsyncIterator[None]:
        """Hold the lock of one key."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            yield
