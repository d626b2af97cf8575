"""Who is at the other end: the cookie, the token in every form, and the guard before every page."""

from __future__ import annotations

import base64
import re
import secrets
from typing import Final
from urllib.parse import urlsplit

from sanic import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from bot import login, vault
from bot.access import parse_token
from bot.errors import MalformedToken, SessionEnded

COOKIE: Final = "__Host-vertelmaar"
# What the page's own script sends along when it asks by itself; the value is the last turn it has.
LIVE: Final = "live-after"
HOME: Final = "/console"
_PAGES: Final = re.compile(r"/console(/c/[0-9a-f-]{36})?")


class Forged(Exception):
    """A request that no page of ours made."""


class Stale(Exception):
    """A form of an earlier session: ours, but it has to be sent again."""


async def guard(request: Request) -> None:
    """Let counsellors in and nobody else; what changes something must come out of our own page.

    Raises:
        Forged: another site, or no browser, sent it.
        SessionEnded: there is no session (any more).
        Stale: the form's token is that of another session.
    """
    if request.method == "POST":
        require_own_page(request)
    services = request.app.ctx.services
    secret = secret_of(request)
    active = request.method == "POST" or not is_by_script(request)
    request.ctx.who = await services.store.write(
        login.resume, secret, services.clock(), active=active
    )
    request.ctx.csrf = token_of(secret)
    if request.method == "POST":
        require_token(request, secret)


def own_page(wanted: str) -> str:
    """A page of ours to go on to, whatever a form or an address says."""
    return wanted if _PAGES.fullmatch(wanted) else HOME


def page_of(path: str) -> str:
    """The page that an action's address belongs to."""
    found = _PAGES.match(path)
    return found[0] if found else HOME


def is_by_script(request: Request) -> bool:
    """Whether a page asks by itself, so that nobody need be sitting before it."""
    return LIVE in request.headers or request.headers.get("accept") == "text/event-stream"


def last_seen(request: Request) -> int:
    """The number of the last turn that the asking page has; 0 when it has none."""
    sent = request.headers.get(LIVE, "0")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0


def require_own_page(request: Request) -> None:
    """Refuse what another site's page sent.

    Raises:
        Forged: by the browser's own word, or because it says nothing.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site != "same-origin":
            raise Forged
        return
    # Browsers from before 2023 do not say the site, but the origin.
    origin = request.headers.get("origin", "")
    if not origin or urlsplit(origin).netloc != request.headers.get("host"):
        raise Forged


def require_token(request: Request, secret: bytes) -> None:
    """Refuse a form that does not belong to this session.

    Raises:
        Stale: it was made for an earlier one.
    """
    if not secrets.compare_digest(field(request, "csrf").encode(), token_of(secret).encode()):
        raise Stale


def field(request: Request, name: str) -> str:
    """A field of the form that was sent; empty when it was not."""
    sent = request.form.get(name) if request.form else None
    return sent if isinstance(sent, str) else ""


def token_of(secret: bytes) -> str:
    """The token that the forms of a session carry."""
    return _encode(vault.derive(secret, "csrf"))


def begin(response: HTTPResponse, secret: bytes) -> HTTPResponse:
    """Give the browser a session's secret, until it is closed."""
    response.add_cookie(COOKIE, _encode(secret), secure=True, httponly=True, samesite="Strict")
    return response


def secret_or_none(request: Request) -> bytes | None:
    """The secret in the cookie, of a session that may have ended."""
    try:
        return secret_of(request)
    except SessionEnded:
        return None


def forget(response: HTTPResponse) -> HTTPResponse:
    """Leave nothing of a session in the browser: cookie, drafts, pages."""
    response.add_cookie(COOKIE, "", secure=True, httponly=True, samesite="Strict", max_age=0)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


async def mark_private(_request: Request, response: BaseHTTPResponse) -> None:
    """No page of the console is kept. The referrer stays within it: forms need an origin."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"


def secret_of(request: Request) -> bytes:
    try:
        return parse_token(request.cookies.get(COOKIE, "") or "")
    except MalformedToken as error:
        raise SessionEnded from error


def _encode(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")
