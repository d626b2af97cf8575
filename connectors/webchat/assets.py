"""The pages' script, style and icon, at addresses that change with their content."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from sanic import Blueprint, Request
from sanic.exceptions import NotFound
from sanic.response import HTTPResponse

from connectors.webchat.packed import Packed

_STATIC: Final = Path(__file__).with_name("static")
_TYPES: Final = {
    "webchat.js": "text/javascript; charset=utf-8",
    "webchat.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_FOREVER: Final = "public, max-age=31536000, immutable"
_SHORT: Final = "public, max-age=60"

routes = Blueprint("webchat_assets", url_prefix="/webchat")


def url(name: str) -> str:
    """The address of an asset as it is now."""
    return f"/webchat/{_asset(name).digest}/{name}"


@routes.get("/<digest:str>/<name:str>")
async def serve(request: Request, digest: str, name: str) -> HTTPResponse:
    """An asset. A page from before an update gets the new one, and does not keep it."""
    if name not in _TYPES:
        raise NotFound
    asset = _asset(name)
    return asset.answer(request, _FOREVER if digest == asset.digest else _SHORT)


@cache
def _asset(name: str) -> Packed:
    built = _STATIC / "build" / name
    path = built if built.exists() else _STATIC / name
    return Packed.of(path.read_bytes(), _TYPES[name])
