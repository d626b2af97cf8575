"""Telegram beside the rest of the service: what is started with it, and stopped in order."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final

from sanic import Sanic

from bot.messengers.keys import Keys
from bot.services import Services
from connectors.messenger.courier import Courier
from connectors.messenger.desk import Desk
from connectors.telegram import menus
from connectors.telegram.account import Account
from connectors.telegram.client import TelegramMessenger
from connectors.telegram.intake import Intake
from connectors.telegram.line import Connection
from connectors.telegram.polling import Polling
from connectors.telegram.webhook import Webhook

_log: Final = logging.getLogger("vertelmaar")


class Telegram:
    """One bot: what people do there is brought to a desk, what is due there by a courier."""

    def __init__(
        self, services: Services, keys: Keys, account: Account, web_url: str | None
    ) -> None:
        self._connection = Connection(account)
        bot = self._connection.bot
        self._messenger = TelegramMessenger(bot, account.per_second)
        self._courier = Courier(services, keys, self._messenger)
        desk = Desk(services, keys, self._messenger, self._courier, web_url)
        intake = Intake(desk, self._messenger)
        self._hook = Webhook(bot, account, intake) if account.public_url else None
        self._incoming = self._hook or Polling(bot, intake)
        self._tasks: list[asyncio.Task[None]] = []

    def install(self, app: Sanic[Any, Any]) -> None:
        """Let an application take what Telegram brings, if that is how updates come."""
        if self._hook is not None:
            self._hook.install(app)

    def start(self) -> None:
        """Begin; nothing of the service waits for Telegram."""
        work = (self._incoming.run(), menus.run(self._connection.bot), self._courier.run())
        self._tasks = [asyncio.create_task(each) for each in work]
        for task in self._tasks:
            task.add_done_callback(_note_failure)

    async def stop(self) -> None:
        """Take nothing more in, end what is in hand, then let the courier end its round."""
        for task in self._tasks:
            task.cancel()
            await asyncio.wait({task})
        await self._courier.close()
        await self._messenger.close()
        await self._connection.close()


def _note_failure(done: asyncio.Task[None]) -> None:
    if not done.cancelled() and (error := done.exception()) is not None:
        _log.error("telegram: ended (%s); start the service again", type(error).__name__)
