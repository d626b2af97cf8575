"""HTTP as a browser speaks it to one service, so lightly that many hundred fit beside it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

_LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: str


class Wire:
    """One connection that is kept, and opened again when the service closed it."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self._port = port
        self._headers = headers
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        # An answer is waited for before the next question, as a page does.
        self._lock = asyncio.Lock()

    async def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        """Ask, and read the whole answer. Headers are named with lines below for dashes."""
        async with self._lock:
            try:
                return await self._ask(method, path, body, headers)
            except (ConnectionError, asyncio.IncompleteReadError):
                self._open = None
                return await self._ask(method, path, body, headers)

    @asynccontextmanager
    async def stream(self, path: str) -> AsyncIterator[AsyncIterator[tuple[str, str]]]:
        """The events of a stream, each with its data, until the block ends."""
        reader, writer = await self._connect()
        try:
            writer.write(self._head("GET", path, None, {"accept": "text/event-stream"}))
            status, _ = await _read_head(reader)
            assert status == 200, (path, status)
            yield _events(reader)
        finally:
            writer.close()

    async def _ask(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> Answer:
        reader, writer = self._open = self._open or await self._connect()
        writer.write(self._head(method, path, body, headers))
        status, found = await _read_head(reader)
        raw = await reader.readexactly(int(found.get("content-length", "0")))
        return Answer(status, found, raw.decode())

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._port, limit=_LARGEST)

    def _head(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> bytes:
        sent = (body or "").encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        lines = {"host": f"localhost:{self._port}", **self._headers, **named}
        if body is not None:
            lines["content-length"] = str(len(sent))
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + sent


async def _read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    pairs = (line.split(": ", 1) for line in head[1:] if line)
    return int(head[0].split()[1]), {name.lower(): value for name, value in pairs}


async def _events(reader: asyncio.StreamReader) -> AsyncIterator[tuple[str, str]]:
    """Of a chunked answer the events, one after the other; what only keeps it open is left out."""
    text = ""
    while size := int(await reader.readline(), 16):
        text += (await reader.readexactly(size + 2))[:-2].decode()
        *whole, text = text.split("\n\n")
        for event in whole:
            lines = dict(line.split(": ", 1) for line in event.split("\n") if ": " in line)
            if "event" in lines:
                yield lines["event"], lines["data"]
