"""Takes a picture in: looks at its first bytes, then lets another process make it anew."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import Process
from collections.abc import Iterator, Sequence
from typing import Final

from bot.pictures import jpeg
from bot.pictures.errors import PicturesBusy, PictureTooLarge, UnusablePicture

MAX_MEGABYTES: Final = 8
MAX_BYTES: Final = MAX_MEGABYTES * 1024 * 1024

_BEGINNINGS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"RIFF")
_PATIENCE_S: Final = 30.0
# Each may use a gigabyte for a moment; the machine has other things to do.
_AT_ONCE: Final = 2
# Each of these lies in the memory while it arrives and while it waits.
_IN_HAND: Final = 12
_COMMAND: Final = (sys.executable, "-I", "-m", "bot.pictures.reencode")


def too_large() -> PictureTooLarge:
    """The error, with what it needs to be told."""
    return PictureTooLarge(limit=str(MAX_MEGABYTES))


class Taker:
    """Takes pictures in, a few at a time. `confined` is a command that keeps another one in."""

    def __init__(self, confined: Sequence[str] = ()) -> None:
        self._command = (*confined, *_COMMAND)
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._in_hand = 0

    @contextlib.contextmanager
    def place(self) -> Iterator[None]:
        """Room for one picture, from its first byte until it is stored.

        Raises:
            PicturesBusy: there is none.
        """
        if self._in_hand >= _IN_HAND:
            raise PicturesBusy
        self._in_hand += 1
        try:
            yield
        finally:
            self._in_hand -= 1

    async def take(self, raw: bytes) -> bytes:
        """The picture as it may be kept: a JPEG with nothing in it but what is seen.

        Raises:
            PictureTooLarge: more than `MAX_BYTES`.
            UnusablePicture: it is no picture, or of a kind that is not taken.
            PicturesBusy: it took too long; try again.
        """
        if len(raw) > MAX_BYTES:
            raise too_large()
        if not raw.startswith(_BEGINNINGS):
            raise UnusablePicture
        try:
            async with asyncio.timeout(_PATIENCE_S), self._turns:
                made = await self._elsewhere(raw)
        except TimeoutError as error:
            raise PicturesBusy from error
        # Who took the decoder over could answer with anything.
        if not jpeg.is_plain(made):
            raise UnusablePicture
        return made

    async def _elsewhere(self, raw: bytes) -> bytes:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
        )
        try:
            _, made = await asyncio.gather(_hand(process, raw), _made_by(process))
            return made if await process.wait() == 0 else b""
        finally:
            await _end(process)


async def _hand(process: Process, raw: bytes) -> None:
    assert process.stdin is not None
    # One that ended early has said why by its exit status.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(raw)
        await process.stdin.drain()
        process.stdin.close()
        await process.stdin.wait_closed()


async def _end(process: Process) -> None:
    """It is over, whatever it was doing; its pipes close once they were read to the end."""
    assert process.stdout is not None
    if process.returncode is None:
        process.kill()
    while await process.stdout.read(65_536):
        pass
    await process.wait()


async def _made_by(process: Process) -> bytes:
    """What it answers, and no more of it than a picture is."""
    assert process.stdout is not None
    made = bytearray()
    while chunk := await process.stdout.read(65_536):
        made += chunk
        if len(made) > MAX_BYTES:
            raise UnusablePicture
    return bytes(made)
