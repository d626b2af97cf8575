"""Updates that Telegram brings. It brings them again until it hears that they were dealt with."""

from __future__ import annotations

import asyncio
import hmac
import json
from typing import Any, Final

from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty
from telegram import Bot
from telegram.error import TelegramError

from bot.errors import StoreUnavailable
from connectors.telegram import line
from connectors.telegram.account import Account
from connectors.telegram.intake import Intake
from connectors.telegram.trouble import Trouble
from connectors.telegram.updates import ALLOWED

_HEADER: Final = "x-telegram-bot-api-secret-token"
_AT_ONCE: Final = 40


class Webhook:
    """The address that updates are brought to."""

    def __init__(self, bot: Bot, account: Account, intake: Intake) -> None:
        self._bot = bot
        self._account = account
        self._intake = intake

    def install(self, app: Sanic[Any, Any]) -> None:
        """Listen at the account's path."""
        app.add_route(self._receive, self._account.hook_path, ["POST"], name="telegram")

    async def run(self) -> None:
        """Tell Telegram where to bring updates, until it knows."""
        trouble = Trouble()
        while True:
            try:
                await self._bot.set_webhook(
                    f"{self._account.public_url}{self._account.hook_path}",
                    secret_token=self._account.hook_secret,
                    allowed_updates=ALLOWED,
                    max_connections=_AT_ONCE,
                )
            except TelegramError as error:
                await asyncio.sleep(trouble.met(error))
            else:
                return trouble.over()

    async def _receive(self, request: Request) -> HTTPResponse:
        told = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(
            told.encode(errors="replace"), self._account.hook_secret.encode()
        ):
            return empty(403)
        try:
            update = line.read(json.loads(request.body))
        except (KeyError, TypeError, ValueError):
            return empty(400)
        try:
            await self._intake.take(update)
        except StoreUnavailable:
            return empty(503)
        return empty(200)
