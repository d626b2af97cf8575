"""Where connectors bring what a reporter said: keep it, tell who must know, let the bot answer.

Answering runs on in the background with the conversation's key in memory, so that a message sent
while the engine restarts is answered as soon as the engine is back.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bot import conversations
from bot.access import Access
from bot.bus import QUEUE, Bus, held_by
from bot.clock import Clock
from bot.conversations import Incoming, Received
from bot.dialogue import Dialogue
from bot.pictures import keeping
from bot.pictures.keeping import Made
from bot.store import Store

# Waits between tries, in seconds: together five minutes, longer than any restart takes.
_RETRIES: Final = (0.5, 1.0, 1.0, 2.0, 2.0, 3.0, 5.0, 5.0, 10.0, *(15.0,) * 18)
# The engine answers within a second; who comes back is not kept waiting for it any longer.
_PATIENCE_S: Final = 2.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Attendant:
    """The task that sees to one conversation, and how it hears that there is something new."""

    task: asyncio.Task[None]
    news: asyncio.Event


class Reception:
    """Takes in messages and sees to it that the bot answers them."""

    def __init__(self, store: Store, dialogue: Dialogue, bus: Bus, clock: Clock) -> None:
        self._store = store
        self._dialogue = dialogue
        self._bus = bus
        self._clock = clock
        self._attending: dict[UUID, _Attendant] = {}
        self._welcoming: set[asyncio.Task[None]] = set()

    async def take(self, token: bytes, incoming: Incoming, *, may_begin: bool) -> Received:
        """Keep a message and begin to answer it.

        Raises:
            UnknownConversation: the token opens nothing and may not begin anything.
            TooFast: more than a person can type.
            StoreUnavailable: nothing was kept.
        """
        # Who leaves the page at this moment has said it all the same, and is answered.
        service = conversations.receive
        return await asyncio.shield(self._keep(service, token, incoming, may_begin=may_begin))

    async def take_picture(self, token: bytes, made: Made) -> Received:
        """Keep a picture, as what was said next.

        Raises:
            UnknownConversation, TooManyPictures, TooFast: as `keeping.add`.
            StoreUnavailable: nothing was kept.
        """
        return await asyncio.shield(self._keep(keeping.add, token, made))

    def follow(self, received: Received) -> None:
        """Something is stored: tell whoever has to know of it, and let the bot answer."""
        self.announce(received.access.id, queue=received.stirs_queue)
        if received.owner is not None:
            self._bus.publish(held_by(received.owner))
        self.attend(received.access)

    def attend(self, access: Access) -> asyncio.Task[None]:
        """Let the bot answer what it owes here, now or as soon as the engine can."""
        busy = self._attending.get(access.id)
        if busy is None or busy.task.done():
            busy = self._attending[access.id] = self._begin(access)
        busy.news.set()
        return busy.task

    async def welcome_back(self, access: Access) -> None:
        """Let the bot ask how it is now. Words that come too late for this page are its next news.

        It changes nothing when the bot cannot ask, and then it is not tried again.
        """
        task = asyncio.create_task(self._dialogue.welcome_back(access))
        self._welcoming.add(task)
        task.add_done_callback(self._welcomed)
        await asyncio.wait({task}, timeout=_PATIENCE_S)

    def announce(self, conversation_id: UUID, *, queue: bool = False) -> None:
        """Tell open pages that a conversation has news."""
        self._bus.publish(str(conversation_id))
        if queue:
            self._bus.publish(QUEUE)

    async def close(self) -> None:
        """Stop answering; what is owed stays owed in the database."""
        tasks = [*self._welcoming, *(busy.task for busy in self._attending.values())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep(
        self, service: Callable[..., Received], token: bytes, brought: object, **how: bool
    ) -> Received:
        received = await self._store.write(service, token, brought, self._clock(), **how)
        self.follow(received)
        return received

    def _begin(self, access: Access) -> _Attendant:
        news = asyncio.Event()
        task = asyncio.create_task(self._persist(access, news))
        task.add_done_callback(lambda done: self._forget(access.id, done))
        return _Attendant(task, news)

    async def _persist(self, access: Access, news: asyncio.Event) -> None:
        """Answer for as long as there is something new; it may have come just after a look."""
        while news.is_set():
            news.clear()
            await self._retry(access, news)

    async def _retry(self, access: Access, news: asyncio.Event) -> None:
        """Try until the bot has answered, the waits are over, or there is something new."""
        for wait_s in _RETRIES:
            if await self._dialogue.answer(access):
                return
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await news.wait()
                return

    def _forget(self, conversation_id: UUID, done: asyncio.Task[None]) -> None:
        if self._attending[conversation_id].task is done:
            del self._attending[conversation_id]
        _note_failure(done)

    def _welcomed(self, done: asyncio.Task[None]) -> None:
        self._welcoming.discard(done)
        _note_failure(done)


def _note_failure(done: asyncio.Task[None]) -> None:
    if not done.cancelled() and (error := done.exception()) is not None:
        _log.error("answering failed: %s", type(error).__name__)
