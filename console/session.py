"""Who is at the other end: the cookie, and the token in every form."""

from __future__ import annotations

import base64
import re
import secrets
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from sanic import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from bot import vault
from bot.access import parse_token
from bot.errors import MalformedToken, SessionEnded
from bot.people.factors import Proof
from bot.people.passkeys import Site

COOKIE: Final = "__Host-vertelmaar"
# What the page's own script sends along when it asks by itself; the value is the last turn it has.
LIVE: Final = "live-after"
# What it sends when it has everything but the queue as it is now.
_PART: Final = "live-part"
HOME: Final = "/console"
_OWN: Final = re.compile(r"/console(/[A-Za-z0-9-]+){0,6}(\?[a-z0-9_=&.]{0,200})?")
_PAGES: Final = re.compile(r"/console(/c/[0-9a-f-]{36})?")
_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Forged(Exception):
    """A request that no page of ours made."""


class Stale(Exception):
    """A form of an earlier session: ours, but it has to be sent again."""


def origin(request: Request) -> str:
    """Where this console is found, as browsers say it: by https, unless on this very machine."""
    host = request.headers.get("host", "")
    is_here = (urlsplit(f"//{host}").hostname or "") in _THIS_MACHINE
    return f"{'http' if is_here else 'https'}://{host}"


def proof_of(request: Request) -> Proof:
    """The second factor that a form brings."""
    return Proof(field(request, "code"), field(request, "passkey"), site(request))


def site(request: Request) -> Site:
    """The site that a passkey answers to."""
    found = origin(request)
    return Site(urlsplit(found).hostname or "", (found,))


def own_page(wanted: str) -> str:
    """A page of ours to go on to, whatever a form or an address says."""
    return wanted if _OWN.fullmatch(wanted) else HOME


def page_of(path: str) -> str:
    """The page that an action's address belongs to."""
    found = _PAGES.match(path)
    return found[0] if found else HOME


def is_by_script(request: Request) -> bool:
    """Whether a page asks by itself, so that nobody need be sitting before it."""
    return LIVE in request.headers or request.headers.get("accept") == "text/event-stream"


def wants_queue_alone(request: Request) -> bool:
    """Whether a page asks for the queue beside what it shows, and for nothing else."""
    return request.headers.get(_PART) == "queue"


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


def uuid_field(request: Request, name: str) -> UUID | None:
    """An id in the form that was sent; None when it is none."""
    return _uuid(field(request, name))


def uuid_fields(request: Request, name: str) -> frozenset[UUID]:
    """All ids that were chosen under a name."""
    sent = request.form.getlist(name, []) if request.form else []
    return frozenset(found for value in sent if (found := _uuid(value)))


def token_of(secret: bytes) -> str:
    """The token that the forms of a session carry."""
    return encode(vault.derive(secret, "csrf"))


def begin(response: HTTPResponse, secret: bytes) -> HTTPResponse:
    """Give the browser a session's secret, until it is closed."""
    response.add_cookie(COOKIE, encode(secret), secure=True, httponly=True, samesite="Strict")
    return response


def secret_or_none(request: Request) -> bytes | None:
    """The secret in the cookie, of a session that may have ended."""
    try:
        return secret_of(request)
    except SessionEnded:
        return None


def forget(response: HTTPResponse) -> HTTPResponse:
    """Leave nothing of a session in the browser: cookie and pages; drafts the page itself forgets.

    The browser's own settings stay, such as the sound that calls: who logs in tomorrow needs it.
    """
    response.add_cookie(COOKIE, "", secure=True, httponly=True, samesite="Strict", max_age=0)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


async def mark_private(_request: Request, response: BaseHTTPResponse) -> None:
    """No page of the console is kept. The referrer stays within it: forms need an origin."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"


def secret_of(request: Request) -> bytes:
    """The secret in the cookie.

    Raises:
        SessionEnded: there is none.
    """
    try:
        return parse_token(request.cookies.get(COOKIE, "") or "")
    except MalformedToken as error:
        raise SessionEnded from error


def encode(secret: bytes) -> str:
    """A secret as a cookie or a link carries it."""
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None
