"""A messenger in memory: what stands in its chats, and whatever can go wrong with one."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, replace
from itertools import count

from bot.messengers.outbox import Message
from connectors.messenger.protocol import ChatClosed


@dataclass(frozen=True)
class Posted:
    """A message as it stands in a chat."""

    number: str
    message: Message

    @property
    def text(self) -> str:
        """What it says."""
        return self.message.text

    @property
    def labels(self) -> list[str]:
        """What its buttons say."""
        return [button.label for row in self.message.buttons for button in row]

    @property
    def data(self) -> list[str]:
        """What its buttons bring when they are pressed."""
        return [button.data for row in self.message.buttons for button in row if button.data]


class InMemory:
    """Keeps what it is handed. `troubles` are raised by the next calls to `put`, one by one.

    `holds` makes `put` wait after it took a message, until it is set: as when the line is slow.
    """

    channel = "test"

    def __init__(self, most_characters: int = 4096) -> None:
        self.most_characters = most_characters
        self.chats: defaultdict[str, list[Posted]] = defaultdict(list)
        self.typed: list[str] = []
        self.files: dict[str, bytes] = {}
        self.troubles: deque[Exception] = deque()
        self.blocked: set[str] = set()
        self.taken = 0
        self.holds: asyncio.Event | None = None
        self._numbers = count(1)
        self._changed = asyncio.Event()

    async def put(self, address: str, message: Message) -> str:
        self._require(address)
        if self.troubles:
            self._changed.set()
            raise self.troubles.popleft()
        number = str(next(self._numbers))
        self.taken += 1
        self.chats[address].append(Posted(number, message))
        self._changed.set()
        if self.holds is not None:
            await self.holds.wait()
        return number

    async def strip(self, address: str, number: str) -> None:
        self._require(address)
        self.chats[address] = [
            replace(posted, message=replace(posted.message, buttons=()))
            if posted.number == number
            else posted
            for posted in self.chats[address]
        ]
        self._changed.set()

    async def delete(self, address: str, numbers: tuple[str, ...]) -> None:
        self._require(address)
        self.chats[address] = [
            posted for posted in self.chats[address] if posted.number not in numbers
        ]
        self._changed.set()

    async def type_along(self, address: str) -> None:
        self._require(address)
        self.typed.append(address)
        self._changed.set()

    async def fetch(self, file: str, most_bytes: int) -> bytes | None:
        content = self.files[file]
        return content if len(content) <= most_bytes else None

    def says(self, address: str) -> list[str]:
        """What stands in a chat, in order."""
        return [posted.text for posted in self.chats[address]]

    def shows(self, address: str) -> list[str]:
        """The buttons that can still be pressed in a chat."""
        return [label for posted in self.chats[address] for label in posted.labels]

    async def changed(self) -> None:
        """Wait until something else stands in a chat, or somebody is seen typing."""
        self._changed.clear()
        async with asyncio.timeout(20):
            await self._changed.wait()

    def _require(self, address: str) -> None:
        if address in self.blocked:
            raise ChatClosed
