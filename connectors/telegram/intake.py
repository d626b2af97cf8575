"""Deals with updates: those of different chats side by side, those of one chat in their order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, Protocol
from weakref import WeakValueDictionary

from telegram import Update

from bot.errors import StoreUnavailable
from connectors.messenger.protocol import Event
from connectors.telegram import updates
from connectors.telegram.client import TelegramMessenger
from connectors.telegram.updates import Elsewhere
from expertise import texts
from expertise.languages import Language

_FIRST_WAIT_S: Final = 0.5
_LONGEST_WAIT_S: Final = 15.0
# What fails as often as this will fail for ever, and its chat waits behind it.
_WAITS_S: Final = (0.0, 0.5, 2.0, 5.0)
_log = logging.getLogger("vertelmaar")


class Taker(Protocol):
    """Who deals with events: the desk."""

    async def take(self, event: Event) -> None:
        """Deal with one completely."""
        ...


class Intake:
    """Between Telegram's updates and the desk."""

    def __init__(self, desk: Taker, messenger: TelegramMessenger) -> None:
        self._desk = desk
        self._messenger = messenger
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def take(self, update: Update) -> None:
        """Deal with an update. One that cannot be dealt with is let go, and said on the log.

        Raises:
            StoreUnavailable: nothing can be stored now.
        """
        await self._in_turn(update, self._try)

    async def insist(self, update: Update) -> None:
        """As `take`, and again and again for as long as nothing can be stored."""
        await self._in_turn(update, self._persist)

    async def _in_turn(self, update: Update, deal: Callable[[Update], Awaitable[None]]) -> None:
        if update.callback_query is not None:
            self._messenger.answer_press(update.callback_query.id)
        lane = self._lanes.setdefault(updates.lane(update), asyncio.Lock())
        async with lane:
            await deal(update)

    async def _persist(self, update: Update) -> None:
        wait_s = _FIRST_WAIT_S
        while True:
            try:
                return await self._try(update)
            except StoreUnavailable:
                await asyncio.sleep(wait_s)
                wait_s = min(wait_s * 2, _LONGEST_WAIT_S)

    async def _try(self, update: Update) -> None:
        failed = ""
        for wait_s in _WAITS_S:
            await asyncio.sleep(wait_s)
            try:
                return await self._deal(update)
            except StoreUnavailable:
                raise
            # Whatever it is, it must not keep everybody else from being heard.
            except Exception as error:  # noqa: BLE001
                failed = type(error).__name__
        _log.error("telegram: an update could not be dealt with and was let go (%s)", failed)
        return None

    async def _deal(self, update: Update) -> None:
        place = updates.elsewhere(update)
        if place is not None:
            return await self._leave(place)
        for event in updates.events(update):
            await self._desk.take(event)
        return None

    async def _leave(self, place: Elsewhere) -> None:
        language: Language = "en" if place.tongue.startswith("en") else "nl"
        await self._messenger.leave(place.address, texts.text("messenger.refused.group", language))
