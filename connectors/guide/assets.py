"""The style of these pages, at an address that changes with it; all else is the chat's."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from connectors.webchat.packed import Packed

# The build makes it out of `connectors/guide/client`.
_BUILT: Final = Path(__file__).with_name("static") / "build" / "guide.css"
_FOREVER: Final = "public, max-age=31536000, immutable"
_SHORT: Final = "public, max-age=60"

routes = Blueprint("guide_assets")


def style_url() -> str:
    """The address of the style as it is now."""
    return f"/guide/{_style().digest}/guide.css"


@routes.get("/guide/<digest:str>/guide.css")
async def serve(request: Request, digest: str) -> HTTPResponse:
    """The style. A page from before an update gets the new one, and does not keep it."""
    style = _style()
    return style.answer(request, _FOREVER if digest == style.digest else _SHORT)


@cache
def _style() -> Packed:
    # Without the built file the pages still work, only plainer.
    plain = _BUILT.read_bytes() if _BUILT.exists() else b""
    return Packed.of(plain, "text/css; charset=utf-8")
