"""Logging in and out, and the choice of language: the only pages without a session."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot import login
from bot.bus import QUEUE
from bot.errors import BotError, LoginFailed, TooManyTries
from bot.people import cookies, passkeys
from console import pages, session
from console.people.device import described

_LONGEST_NAME: Final = 80
# In which field of a form the text stands that must not get lost, by the last part of its address.
_KEPT_FIELDS: Final = {"say": "text", "note": "note"}
_A_YEAR_S: Final = 365 * 24 * 3600


@dataclass(frozen=True)
class Kept:
    """What a counsellor typed when something came between, and where it was to go."""

    text: str = field(repr=False)
    message_id: str
    to: str
    name: str = "text"


def blueprint() -> Blueprint:
    """The pages before the login."""
    outside = Blueprint("console_entrance", url_prefix="/console")
    outside.add_route(show_login, "/login", name="login")
    outside.add_route(log_in, "/login", methods=["POST"])
    outside.add_route(passkey_options, "/login/passkey")
    outside.add_route(log_out, "/logout", methods=["POST"])
    outside.add_route(set_language, "/language", methods=["POST"])
    return outside


async def show_login(request: Request) -> HTTPResponse:
    """Name, password and code in one form."""
    return login_page(request, session.own_page(request.args.get("next", "")))


async def log_in(request: Request) -> HTTPResponse:
    """Begin a session and go on where it was interrupted."""
    session.require_own_page(request)
    services = request.app.ctx.services
    # PostgreSQL takes no NUL in a text, and no name has one.
    name = session.field(request, "name").replace("\0", "").strip()[:_LONGEST_NAME]
    there = session.own_page(session.field(request, "next"))
    try:
        made = await login.log_in(
            services.store,
            services.clock,
            name,
            session.field(request, "password"),
            session.proof_of(request),
            described(request.headers.get("user-agent", "")),
        )
    except (LoginFailed, TooManyTries) as error:
        return login_page(request, there, error, name=name, kept=_carried(request, there))
    services.bus.publish(QUEUE)
    return session.begin(_onward(request, there, made.token), made.token)


async def passkey_options(request: Request) -> HTTPResponse:
    """What the page's script asks the browser for; it names nobody."""
    services = request.app.ctx.services
    options = await services.store.read(
        passkeys.options_to_answer, session.site(request), services.clock()
    )
    return HTTPResponse(options, content_type="application/json")


async def log_out(request: Request) -> HTTPResponse:
    """End the session here, and leave nothing of it in the browser."""
    session.require_own_page(request)
    secret = session.secret_or_none(request)
    if secret is not None:
        session.require_token(request, secret)
        services = request.app.ctx.services
        await services.store.write(cookies.leave, secret, services.clock())
        services.bus.publish(QUEUE)
    return session.forget(redirect("/console/login", status=303))


async def set_language(request: Request) -> HTTPResponse:
    """Dutch or English, remembered by this browser."""
    session.require_own_page(request)
    response = redirect(session.own_page(session.field(request, "next")), status=303)
    response.add_cookie(
        pages.LANGUAGE_COOKIE,
        "en" if session.field(request, "language") == "en" else "nl",
        secure=True, httponly=True, samesite="Strict", max_age=_A_YEAR_S,
    )  # fmt: skip
    return response


def login_page(
    request: Request,
    there: str,
    error: BotError | None = None,
    name: str = "",
    kept: Kept | None = None,
) -> HTTPResponse:
    """The login form; `kept` is a text that still has to be sent."""
    status = 200 if error is None else pages.status_of(request, error)
    alert = None if error is None else pages.told(request, error)
    return pages.page(request, "login.html", status, alert=alert, there=there, name=name, kept=kept)


def kept_of(request: Request) -> Kept | None:
    """The text in a form that could not be dealt with."""
    name = _KEPT_FIELDS.get(request.path.rpartition("/")[2])
    text = session.field(request, name) if name else ""
    if not name or not text:
        return None
    return Kept(text, session.field(request, "message_id"), request.path, name)


def _carried(request: Request, there: str) -> Kept | None:
    """The text that came along through the login form."""
    text = session.field(request, "kept")
    if not text or there == session.HOME:
        return None
    # A note for colleagues must never go the way of an answer to the reporter.
    step = "note" if session.field(request, "kept_name") == "note" else "say"
    to = f"{there}/{step}"
    return Kept(text, session.field(request, "message_id"), to, _KEPT_FIELDS[step])


def _onward(request: Request, there: str, secret: bytes) -> HTTPResponse:
    kept = _carried(request, there)
    if kept is None:
        return redirect(there, status=303)
    request.ctx.csrf = session.token_of(secret)
    return pages.page(request, "kept.html", kept=kept, heading="kept.again", text=None)
