"""getUpdates: answers at once when something waits, else when something comes or time is up."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tests.support.telegram.calls import Call
from tests.support.telegram.refusals import Json, conflict
from tests.support.telegram.updates import Update, Updates

_OTHER: Final = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


@dataclass(frozen=True)
class Batch:
    """The updates of one answer."""

    updates: tuple[Update, ...] = ()

    def as_json(self) -> list[Json]:
        """An `Array of Update`."""
        return [update.as_json() for update in self.updates]


class Polling:
    """At most one call waits here; the next one that wants to wait sends it away."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self._waiting: asyncio.Future[None] | None = None

    async def poll(self, call: Call) -> Batch:
        """What waits, at most `limit`; none if nothing comes in `timeout` seconds.

        Raises:
            Refusal: Somebody else began to wait, or a webhook was set.
        """
        if "allowed_updates" in call.fields:
            self._updates.allowed = frozenset(call["allowed_updates"])
        self._updates.confirm(call.get("offset", 0))
        limit, timeout = call.get("limit", 100), call.get("timeout", 0)
        batch: Sequence[Update] = self._updates.batch(limit)
        if not batch and timeout:
            self.send_away(_OTHER)
            batch = await self._wait(limit, timeout)
        return Batch(tuple(batch))

    async def _wait(self, limit: int, timeout: float) -> Sequence[Update]:  # noqa: ASYNC109
        try:
            async with asyncio.timeout(timeout):
                while True:
                    self._waiting = asyncio.get_running_loop().create_future()
                    # Something may have come between the last look and now.
                    if batch := self._updates.batch(limit):
                        self._waiting.cancel()
                        return batch
                    await self._waiting
        except TimeoutError:
            return ()

    def wake(self) -> None:
        """Something came. To be called in the server's loop."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def send_away(self, reason: str) -> None:
        """Answers the call that waits with a conflict."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(conflict(reason))
