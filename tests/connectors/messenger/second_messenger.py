"""A second messenger, whole: everybody has a line to it, and says who they are on the first one.

After that each line is JSON, with the person's own count in "n": {"n": 1, "text": "hoi"} or
{"n": 2, "press": "p:2:0", "post": "7"}; what comes back is told by its one key.
"""

from __future__ import annotations

import asyncio
import json
import zlib
from itertools import count
from typing import Final

from bot.messengers.outbox import Message
from connectors.messenger.desk import Desk
from connectors.messenger.protocol import Away, Event, Pressed, Wrote


class Lines:
    """The messenger's side of it: `serve` brings events, the rest says things."""

    channel: Final = "lines"
    most_characters: Final = 1000

    def __init__(self) -> None:
        self._people: dict[str, asyncio.StreamWriter] = {}
        self._numbers = count(1)

    async def serve(self, desk: Desk, path: str) -> asyncio.Server:
        async def attend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            address = (await reader.readline()).decode().strip()
            self._people[address] = writer
            async for line in reader:
                await desk.take(_event(address, json.loads(line)))
            writer.close()

        return await asyncio.start_unix_server(attend, path)

    async def put(self, address: str, message: Message) -> str:
        number = str(next(self._numbers))
        buttons = {each.data: each.label for row in message.buttons for each in row}
        await self._say(address, said=[number, message.text, buttons])
        return number

    async def strip(self, address: str, number: str) -> None:
        await self._say(address, stripped=number)

    async def delete(self, address: str, numbers: tuple[str, ...]) -> None:
        await self._say(address, gone=numbers)

    async def type_along(self, address: str) -> None:
        await self._say(address, typing=True)

    async def fetch(self, file: str, most_bytes: int) -> bytes | None:
        return None

    async def _say(self, address: str, **what: object) -> None:
        if address not in self._people or self._people[address].is_closing():
            raise Away
        self._people[address].write(json.dumps(what).encode() + b"\n")


def _event(address: str, line: dict[str, str]) -> Event:
    number = zlib.crc32(f"{address} {line['n']}".encode())
    if "press" in line:
        return Pressed(number, address, line["press"], post=line["post"])
    return Wrote(number, address, line["text"], post=str(number))
