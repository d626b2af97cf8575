"""Notices between web processes, over PostgreSQL's LISTEN and NOTIFY."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Final

import psycopg
from sqlalchemy import URL

from bot.bus import Bus, Subscription

_CHANNEL: Final = "vertelmaar"
_NOTIFY: Final = "SELECT pg_notify(%s, topic) FROM unnest(%s::text[]) AS topic"
_RETRY_S: Final = 2.0
_log = logging.getLogger(__name__)


class PostgresBus(Bus):
    """A bus whose notices reach every process on the same database, this one included.

    A notice that a broken connection swallowed delays an answer and never hides it: what could
    not be sent is sent again, and who could not listen is told to look at everything.
    """

    def __init__(self, url: URL) -> None:
        super().__init__()
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        # What waits to be sent; the same topic twice is one notice, however long it waits.
        self._outgoing = Subscription()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to listen and to send; call within the running loop."""
        self._tasks = [
            asyncio.create_task(self._forever(self._listen)),
            asyncio.create_task(self._forever(self._send)),
        ]

    async def stop(self) -> None:
        """End both tasks and wait for them."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def publish(self, topic: str) -> None:
        """Tell every process; this one hears its own notices by the same way."""
        self._outgoing.notify(topic)

    async def _listen(self) -> None:
        async with await self._connect() as connection:
            await connection.execute(f"LISTEN {_CHANNEL}")
            for topic in tuple(self._subscriptions):
                self.deliver(topic)
            async for notice in connection.notifies():
                self.deliver(notice.payload)

    async def _send(self) -> None:
        async with await self._connect() as connection:
            while True:
                topics = await self._outgoing.wait()
                try:
                    await connection.execute(_NOTIFY, (_CHANNEL, list(topics)))
                except psycopg.Error:
                    for topic in topics:
                        self._outgoing.notify(topic)
                    raise

    async def _connect(self) -> psycopg.AsyncConnection[tuple[object, ...]]:
        return await psycopg.AsyncConnection.connect(self._address, autocommit=True)

    async def _forever(self, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except psycopg.Error as error:
                _log.warning("notices interrupted: %s", type(error).__name__)
                await asyncio.sleep(_RETRY_S)
