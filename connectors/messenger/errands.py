"""Work for one chat at a time: many chats side by side, and each one's work in order."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeVar
from uuid import UUID

from bot.errors import StoreUnavailable

T = TypeVar("T")

# In seconds; the last one is repeated.
_WAITS_S: Final = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
_log = logging.getLogger(__name__)


@dataclass
class _Errand:
    """A task that sees to one chat, and how it hears that there is something new."""

    news: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class Errands:
    """One kind of work, done once more whenever a chat is stirred while it is being done.

    `work` is given the chat and what is set when there is something new for it; it clears that
    before it looks.
    """

    def __init__(self, work: Callable[[UUID, asyncio.Event], Awaitable[None]]) -> None:
        self._work = work
        self._errands: dict[UUID, _Errand] = {}
        self._is_closed = False

    def stir(self, chat_id: UUID) -> None:
        """There is something to do for a chat."""
        if self._is_closed:
            return
        errand = self._errands.setdefault(chat_id, _Errand())
        errand.news.set()
        if errand.task is None:
            errand.task = asyncio.create_task(self._do(chat_id, errand))

    async def close(self) -> None:
        """Stop; what is still to be done is not done here any more."""
        self._is_closed = True
        tasks = [errand.task for errand in self._errands.values() if errand.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _do(self, chat_id: UUID, errand: _Errand) -> None:
        try:
            while errand.news.is_set():
                errand.news.clear()
                await self._work(chat_id, errand.news)
        except Exception as error:  # noqa: BLE001 - one chat's trouble must not be another's
            _log.error("a chat could not be seen to: %s", type(error).__name__)
        finally:
            del self._errands[chat_id]


def growing_waits() -> Iterator[float]:
    """How long to wait before each next try."""
    return itertools.chain(_WAITS_S, itertools.repeat(_WAITS_S[-1]))


async def until_news(news: asyncio.Event, wait_s: float) -> None:
    """Wait, or until there is something new: that is a reason to try at once."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(wait_s):
            await news.wait()
    news.clear()


async def patiently(ask: Callable[[], Awaitable[T]], news: asyncio.Event | None = None) -> T:
    """Ask the database until it is there; news are worth a try."""
    waits, news = growing_waits(), news or asyncio.Event()
    while True:
        try:
            return await ask()
        except StoreUnavailable:
            await until_news(news, next(waits))
