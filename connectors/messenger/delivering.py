"""Delivers what is due to chats: in order within a chat, and many chats side by side.

What was put into a chat and could not be noted before an end is put there again at the next start.
An orderly end therefore waits for what is under way.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from bot.errors import StoreUnavailable
from bot.messengers import chats, outbox
from bot.messengers.keys import Keys
from bot.messengers.outbox import Due
from bot.store import Store
from connectors.messenger.errands import Errands, growing_waits, patiently, until_news
from connectors.messenger.protocol import Away, ChatClosed, Messenger, Refused

# What a messenger allows in a second is of this size, and none is slower than a second.
_AT_ONCE: Final = 16
_AT_THE_END_S: Final = 5.0
_log = logging.getLogger(__name__)


class Delivery:
    """Hands a messenger what is due, again and again until it took it."""

    def __init__(self, store: Store, keys: Keys, messenger: Messenger) -> None:
        self._store = store
        self._keys = keys
        self._messenger = messenger
        self._errands = Errands(self._deliver)
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._under_way: set[asyncio.Task[Due | None]] = set()

    def stir(self, chat_id: UUID) -> None:
        """Something is due to a chat, or can be delivered now."""
        self._errands.stir(chat_id)

    async def close(self) -> None:
        """Begin nothing any more, and let what is under way end, for a while."""
        await self._errands.close()
        if not self._under_way:
            return
        _, unfinished = await asyncio.wait(self._under_way, timeout=_AT_THE_END_S)
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    async def _deliver(self, chat_id: UUID, news: asyncio.Event) -> None:
        """Everything that is due to one chat; whatever hinders it, for as long as it takes."""
        waits = growing_waits()
        due: Due | None = None
        while True:
            try:
                due = due or await self._store.read(outbox.next_due, self._keys, chat_id)
                due = due and await self._hand_over(due)
                if due is None:
                    return
                waits = growing_waits()
            except ChatClosed:
                await self._close_chat(chat_id)
                return
            except (Away, StoreUnavailable) as trouble:
                # Until the next try it may be dropped, so it is looked up again.
                due = None
                await _rest(trouble, next(waits), news)

    async def _hand_over(self, due: Due) -> Due | None:
        """Deliver one thing and note it; returns the next. Who is told to stop lets it end."""
        async with self._slots:
            task = asyncio.create_task(self._put_and_note(due))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            return await asyncio.shield(task)

    async def _put_and_note(self, due: Due) -> Due | None:
        try:
            number = await self._put(due)
        except Refused:
            _log.warning("messenger: a message was refused, and is given up")
            number = None
        # Were it not noted, it would be put there once more.
        write = self._store.write
        return await patiently(lambda: write(_note, self._keys, due, number))

    async def _put(self, due: Due) -> str | None:
        match due.message.kind:
            case "strip":
                for number in due.message.numbers:
                    with contextlib.suppress(Refused):
                        await self._messenger.strip(due.address, number)
            case "delete":
                await self._messenger.delete(due.address, due.message.numbers)
            case _:
                return await self._messenger.put(due.address, due.message)
        return None

    async def _close_chat(self, chat_id: UUID) -> None:
        """What is due stays so until the person writes again."""
        with contextlib.suppress(StoreUnavailable):
            await self._store.write(_close, chat_id)


async def _rest(trouble: Exception, wait_s: float, news: asyncio.Event) -> None:
    """Whoever is asked to wait does; after trouble on the line, news are worth a try."""
    if isinstance(trouble, Away) and trouble.wait_s is not None:
        await asyncio.sleep(trouble.wait_s)
    else:
        await until_news(news, wait_s)


def _close(session: Session, chat_id: UUID) -> None:
    chats.change(session, chat_id, is_closed=True)


def _note(session: Session, keys: Keys, due: Due, number: str | None) -> Due | None:
    """It stands there; returns what comes next."""
    outbox.carried_out(session, due)
    outbox.delivered(session, due.id, number)
    return outbox.next_due(session, keys, due.chat_id)
