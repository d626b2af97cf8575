"""How fast Telegram lets a bot write: so much a second over all, and one a second in each chat.

A chat may get a few messages at once, as an answer often is. The library's own means hold back
groups alone and need its whole framework.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_AT_ONCE_IN_A_CHAT: Final = 8
_REMEMBERED: Final = 1000


@dataclass
class _Meter:
    """When all that was let through would be over, had it come at an even pace."""

    every_s: float
    at_once: float
    even: float = 0.0

    def reserve(self, now: float) -> float:
        """Take the next place; returns how long to wait for it."""
        wait_s = max(0.0, self.even - (self.at_once - 1) * self.every_s - now)
        self.even = max(self.even, now) + self.every_s
        return wait_s


class Pace:
    """Gives everybody who wants to write their turn."""

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._all = _Meter(1 / per_second, max(1.0, per_second))
        self._chats: dict[str, _Meter] = {}

    async def turn(self, address: str) -> None:
        """Wait until something may be written in a chat."""
        wait_s = self.reserve(address)
        if wait_s > 0:
            await asyncio.sleep(wait_s)

    def reserve(self, address: str) -> float:
        """Take the next place in a chat; returns how long to wait for it."""
        now = self._clock()
        if len(self._chats) >= _REMEMBERED and address not in self._chats:
            self._chats = {name: each for name, each in self._chats.items() if each.even > now}
        chat = self._chats.setdefault(address, _Meter(1.0, _AT_ONCE_IN_A_CHAT))
        return max(chat.reserve(now), self._all.reserve(now))
