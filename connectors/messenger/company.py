"""Shows that somebody types: the bot for as long as it owes an answer, or a counsellor.

It also sees to it that the bot's answer comes, as an open tab does on the web: whoever waits long
is given the numbers, and the bot is asked again.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from bot.access import Access
from bot.errors import StoreUnavailable
from bot.messengers import chats
from bot.messengers.keys import Keys
from bot.services import Services
from connectors.messenger.errands import Errands
from connectors.messenger.protocol import Away, ChatClosed, Messenger, Refused

# An answer that is there at once needs no sign of its coming.
_MOMENT_S: Final = 0.5
# Messengers show it for five seconds.
_EVERY_S: Final = 4.0
# Somebody who seems to type for longer than a minute is believed no more.
_SHOWN: Final = 15
# As many turns of `_EVERY_S` as it is until the bot is asked again.
_ASKED_EVERY: Final = 15


class Company:
    """Keeps those company who wait for an answer.

    `say_late` is called once it takes long, until it says that it did what it could.
    """

    def __init__(
        self,
        services: Services,
        keys: Keys,
        messenger: Messenger,
        say_late: Callable[[UUID], Awaitable[bool]],
    ) -> None:
        self._services = services
        self._keys = keys
        self._messenger = messenger
        self._say_late = say_late
        self._waiting: dict[UUID, tuple[Access, asyncio.Event]] = {}
        self._with_bot = Errands(self._wait_along)
        self._with_humans = Errands(self._show)

    def begin(self, chat_id: UUID, access: Access) -> None:
        """The bot owes an answer."""
        known = self._waiting.get(chat_id)
        if known is None or known[0] != access:
            self.end(chat_id)
            self._waiting[chat_id] = (access, asyncio.Event())
        self._with_bot.stir(chat_id)

    def end(self, chat_id: UUID) -> None:
        """The bot owes nothing (any more)."""
        known = self._waiting.pop(chat_id, None)
        if known is not None:
            known[1].set()

    def types(self, chat_id: UUID) -> None:
        """A counsellor types just now."""
        self._with_humans.stir(chat_id)

    async def close(self) -> None:
        """Show nothing any more."""
        await self._with_bot.close()
        await self._with_humans.close()

    async def _wait_along(self, chat_id: UUID, news: asyncio.Event) -> None:
        known = self._waiting.get(chat_id)
        if known is None:
            return
        access, is_over = known
        if await _within(is_over, _MOMENT_S):
            return
        is_said = False
        for turn in itertools.count():
            if turn < _SHOWN:
                await self._show(chat_id, news)
            if turn % _ASKED_EVERY == 0:
                self._services.reception.attend(access)
            if await _within(is_over, _EVERY_S):
                return
            is_said = is_said or await self._say_late(chat_id)

    async def _show(self, chat_id: UUID, _news: asyncio.Event) -> None:
        """Show it once. Nobody misses a sign of typing that does not arrive."""
        with contextlib.suppress(StoreUnavailable, Away, ChatClosed, Refused):
            chat = await self._services.store.read(chats.one, self._keys, chat_id)
            if chat is not None:
                await self._messenger.type_along(chat.address)


async def _within(event: asyncio.Event, wait_s: float) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(wait_s):
            return await event.wait()
    return False
