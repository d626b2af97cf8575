"""Style, script and icon: read once, addressed by their content, kept by the browser for a year."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from sanic import Request, Sanic
from sanic.exceptions import NotFound
from sanic.response import HTTPResponse, raw

_HERE: Final = Path(__file__).with_name("static")
# The build makes script and style out of `console/client`.
_FILES: Final = {
    "console.js": (_HERE / "build" / "console.js", "text/javascript; charset=utf-8"),
    "console.css": (_HERE / "build" / "console.css", "text/css; charset=utf-8"),
    "icon.svg": (_HERE / "icon.svg", "image/svg+xml"),
}
_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file, as it is sent."""

    plain: bytes
    zipped: bytes
    version: str
    content_type: str


def address(name: str) -> str:
    """Where a page finds a file."""
    return f"/console/static/{name}?{_asset(name).version}"


def serve(app: Sanic[Any, Any]) -> None:
    """Serve the files."""
    app.add_route(_send, "/console/static/<name:str>", name="console_static")


async def _send(request: Request, name: str) -> HTTPResponse:
    if name not in _FILES:
        raise NotFound
    asset = _asset(name)
    headers = {"Vary": "Accept-Encoding"}
    if request.query_string == asset.version:
        headers["Cache-Control"] = _FOR_A_YEAR
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return raw(asset.zipped, headers=headers, content_type=asset.content_type)
    return raw(asset.plain, headers=headers, content_type=asset.content_type)


@cache
def _asset(name: str) -> Asset:
    path, content_type = _FILES[name]
    # Without the built files the pages still work, only plainer.
    plain = path.read_bytes() if path.exists() else b""
    version = hashlib.blake2b(plain, digest_size=8).hexdigest()
    return Asset(plain, gzip.compress(plain, mtime=0), version, content_type)
