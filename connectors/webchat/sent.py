"""Reading what a page sends when that may be a picture: no more of it than one may be.

Every other route has its body in the memory before it runs, and so a small limit for all of it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any, Final

from sanic import Request

from bot.errors import BotError
from bot.pictures.errors import PicturesBusy
from bot.pictures.taking import MAX_BYTES, too_large

# The fields of a form, and what stands between them.
_FIELDS: Final = 64 * 1024
# Most pictures that a phone makes are smaller: they are heard out, so that the page can say why.
_HEARD_OUT: Final = 64 * 1024 * 1024
_PATIENCE_S: Final = 120.0


async def picture(request: Request) -> bytes:
    """A body that is a picture and nothing else.

    Raises:
        PictureTooLarge: it has more than `MAX_BYTES`.
        PicturesBusy: it did not come to an end.
    """
    begun = b"" if _announced(request) > MAX_BYTES else await _first(request, MAX_BYTES)
    if max(len(begun), _announced(request)) > MAX_BYTES:
        raise too_large()
    return begun


async def form(request: Request) -> bool:
    """Take in a form with a picture in it; says whether all of it is there.

    Of one that is too large the fields before the picture are there.

    Raises:
        PicturesBusy: it did not come to an end.
    """
    limit = MAX_BYTES + _FIELDS
    is_too_large = _announced(request) > limit
    request.body = await _first(request, _FIELDS if is_too_large else limit)
    return not is_too_large and len(request.body) <= limit


async def fields(request: Request) -> None:
    """Take in what stands before the picture in a form, and no picture.

    Raises:
        PicturesBusy: it did not come.
    """
    request.body = await _first(request, _FIELDS)


@contextlib.asynccontextmanager
async def heard_out(request: Request) -> AsyncIterator[None]:
    """Whoever is refused has sent everything by then: browsers read no answer before that.

    What is far too large is not heard out, and the connection ends.
    """
    try:
        yield
    except BotError:
        await hear_out(request)
        raise


async def hear_out(request: Request) -> None:
    """Let the rest come, and keep nothing of it."""
    if _announced(request) > _HEARD_OUT:
        return
    heard = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_S):
            while heard <= _HEARD_OUT and (chunk := await _chunk(request)):
                heard += len(chunk)


async def _first(request: Request, limit: int) -> bytes:
    """The body up to a limit, and one byte more of a larger one."""
    begun = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE_S):
            while len(begun) <= limit and (chunk := await _chunk(request)):
                begun += chunk
    except TimeoutError as error:
        raise PicturesBusy from error
    return bytes(begun[: limit + 1])


async def _chunk(request: Request) -> bytes:
    """The next part of a body; nothing at its end."""
    stream: Any = request.stream
    return await stream.read() or b""


def _announced(request: Request) -> int:
    digits = request.headers.get("content-length", "0")
    return int(digits) if digits.isdecimal() else 0
