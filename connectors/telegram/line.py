"""The line to Telegram: the library's bot, kept from talking, with answers and errors of our own.

The address of every request holds the token, and updates hold people's words. Neither the library
nor what it is built on logs anything, whatever level somebody sets.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

from telegram import Bot, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from connectors.messenger.protocol import Away, ChatClosed, Refused
from connectors.telegram.account import Account

_TALKATIVE: Final = ("telegram", "httpx", "httpcore")
_PATIENCE_S: Final = 10.0
_CONNECTIONS: Final = 64
# What the library raises at an update whose form is new to it.
_UNREADABLE: Final = (
    ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError,
)  # fmt: skip
_GONE: Final = ("chat not found", "user is deactivated", "peer_id_invalid")
# The library will give waits as `timedelta`, and says so with every one until that is asked for.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class Line(HTTPXRequest):
    """Takes only what can be an answer of Telegram's: a page of somebody between us is none."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """An answer's fields."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not {"result", "description"} & answer.keys():
            raise TelegramError("no answer of Telegram's")
        return answer


class UpdatesLine(Line):
    """Takes updates one by one: the library would drop all that come with one it cannot read."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """An answer's fields, in which every update can be read."""
        answer = Line.parse_json_payload(payload)
        found = answer.get("result")
        if isinstance(found, list):
            try:
                answer["result"] = [_readable(update) for update in found]
            except (KeyError, TypeError):
                raise TelegramError("no updates of Telegram's") from None
        return answer


def read(update: dict[str, Any]) -> Update:
    """An update; of one that the library cannot read, only its number is left.

    Raises:
        KeyError, TypeError: it has none.
    """
    return Update.de_json(_readable(update), None)


def _readable(update: dict[str, Any]) -> dict[str, Any]:
    try:
        Update.de_json(update, None)
    except _UNREADABLE:
        return {"update_id": update["update_id"]}
    return update


def hush() -> None:
    """From here on the libraries' words go nowhere."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False
        logger.setLevel(logging.CRITICAL)


class Connection:
    """A bot and the two lines it uses; waiting for updates keeps nothing else waiting."""

    def __init__(self, account: Account) -> None:
        hush()
        patience: dict[str, Any] = {
            "read_timeout": _PATIENCE_S,
            "write_timeout": _PATIENCE_S,
            "connect_timeout": _PATIENCE_S,
            "pool_timeout": _PATIENCE_S,
        }
        self._lines = (
            Line(connection_pool_size=_CONNECTIONS, **patience),
            UpdatesLine(connection_pool_size=1, **patience),
        )
        self.bot = Bot(
            account.token,
            base_url=f"{account.api}/bot",
            base_file_url=f"{account.api}/file/bot",
            request=self._lines[0],
            get_updates_request=self._lines[1],
        )

    async def close(self) -> None:
        """Let the connections go."""
        for line in self._lines:
            await line.shutdown()


@contextmanager
def translated() -> Iterator[None]:
    """Whatever Telegram answers becomes one of the messengers' own errors, without its words."""
    try:
        yield
    except TelegramError as error:
        raise _named(error) from None


def asked_wait(error: RetryAfter) -> float:
    """How many seconds Telegram wants to be left alone."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _named(error: TelegramError) -> Exception:
    said = error.message.lower()
    if isinstance(error, RetryAfter):
        return Away(asked_wait(error))
    if isinstance(error, Forbidden) or any(words in said for words in _GONE):
        return ChatClosed()
    if isinstance(error, BadRequest | ChatMigrated) or "too large" in said:
        return Refused()
    return Away()
