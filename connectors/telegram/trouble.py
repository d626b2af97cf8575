"""What stands on the log when Telegram cannot be used: once, in one line, with what helps."""

from __future__ import annotations

import logging
from typing import Final

from telegram.error import (
    BadRequest,
    Conflict,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from connectors.telegram.account import Account
from connectors.telegram.line import Connection, asked_wait

FIRST_WAIT_S: Final = 1.0
_LONGEST_WAIT_S: Final = 60.0
_ADVICE: Final[tuple[tuple[type[TelegramError], str], ...]] = (
    (InvalidToken, "it does not know the token; see VERTELMAAR_TELEGRAM_TOKEN"),
    (
        Conflict,
        "another program takes this bot's messages; stop it, or give each a bot of its own",
    ),
    (RetryAfter, "it asked to wait"),
    (BadRequest, "it refused what was asked; for a webhook, see VERTELMAAR_PUBLIC_URL"),
    (
        NetworkError,
        "it cannot be reached; see whether this machine may go to VERTELMAAR_TELEGRAM_API",
    ),
)
_log = logging.getLogger("vertelmaar")


class Trouble:
    """Waits longer from try to try, and says what is wrong when that changes."""

    def __init__(self) -> None:
        self._wait_s = FIRST_WAIT_S
        self._told: str | None = None

    def met(self, error: TelegramError) -> float:
        """It went wrong; returns how many seconds to wait before the next try."""
        line = advice(error)
        if line != self._told:
            _log.warning("telegram: %s; trying again", line)
            self._told = line
        asked_s = asked_wait(error) if isinstance(error, RetryAfter) else 0.0
        wait_s = max(asked_s, self._wait_s)
        self._wait_s = min(self._wait_s * 2, _LONGEST_WAIT_S)
        return wait_s

    def over(self) -> None:
        """It went well."""
        if self._told is not None:
            _log.warning("telegram: it works again")
        self._wait_s, self._told = FIRST_WAIT_S, None


def advice(error: TelegramError) -> str:
    """What is wrong and what helps, without a word of what was sent or answered."""
    known = (words for kind, words in _ADVICE if isinstance(error, kind))
    return next(known, f"it gave no answer that can be read ({type(error).__name__})")


async def tried(account: Account) -> str | None:
    """What is wrong with the line to Telegram, and what helps; None when it works."""
    connection = Connection(account)
    try:
        await connection.bot.get_me()
    except TelegramError as error:
        return advice(error)
    finally:
        await connection.close()
    return None
