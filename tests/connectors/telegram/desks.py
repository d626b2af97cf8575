"""Desks that note what they are brought, and fail as a test wants."""

from __future__ import annotations

import asyncio
from collections import deque

from connectors.messenger.protocol import Event


class Notebook:
    """Takes everything. `troubles` are raised first, one by one; `door` can be shut for a chat."""

    def __init__(self) -> None:
        self.begun: list[Event] = []
        self.taken: list[Event] = []
        self.troubles: deque[Exception] = deque()
        self.doors: dict[str, asyncio.Event] = {}
        self._changed = asyncio.Condition()

    async def take(self, event: Event) -> None:
        await self._note(self.begun, event)
        if event.address in self.doors:
            await self.doors[event.address].wait()
        if self.troubles:
            raise self.troubles.popleft()
        await self._note(self.taken, event)

    async def until(self, count: int, *, begun: bool = False) -> list[Event]:
        """Wait until it has so many, done or at least begun."""
        events = self.begun if begun else self.taken
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(lambda: len(events) >= count)
        return events

    async def _note(self, where: list[Event], event: Event) -> None:
        async with self._changed:
            where.append(event)
            self._changed.notify_all()


def words(events: list[Event]) -> list[str]:
    """What was typed."""
    return [getattr(event, "text", type(event).__name__) for event in events]
