"""Turns templates into answers. What people wrote stands in them as text, never as HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sanic import Request
from sanic.response import HTTPResponse, html

from bot import login
from bot.errors import BotError
from console import assets
from console.words import Words, clock_time, language_of

LANGUAGE_COOKIE: Final = "__Host-vertelmaar-language"
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals.update(
    asset=assets.address, clock_time=clock_time, idle_s=int(login.IDLE.total_seconds())
)


def words(request: Request) -> Words:
    """The words in the language that this counsellor chose."""
    return Words(language_of(request.cookies.get(LANGUAGE_COOKIE)))


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTTPResponse:
    """A page, with what every page needs."""
    shared = {
        "t": words(request),
        "who": getattr(request.ctx, "who", None),
        "csrf": getattr(request.ctx, "csrf", ""),
        "now": request.app.ctx.services.clock(),
        "alert": None,
        "path": request.path,
    }
    return html(_TEMPLATES.get_template(template).render(shared | values), status)


def told(request: Request, error: BotError) -> str:
    """What the counsellor is told about an error that reporters may be told about otherwise."""
    t = words(request)
    own = t.optional(f"error.{error.key.rpartition('.')[2]}", **error.values)
    return own or t.said(error.key, **error.values)


def status_of(request: Request, error: BotError) -> int:
    """The status of an error, which the application's error handler alone knows."""
    return request.app.error_handler.default(request, error).status
