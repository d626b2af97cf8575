"""Turns templates into answers. What people wrote stands in them as text, never as HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sanic import Request
from sanic.response import HTTPResponse, html

from bot import terms
from bot.desk import queue
from bot.errors import BotError
from bot.people import cookies
from console import assets, menu, veil
from console.words import Words, clock_time, language_of
from expertise import moments

LANGUAGE_COOKIE: Final = "__Host-vertelmaar-language"
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    # They do not change while the service runs: no looking at thirty files for every page.
    auto_reload=False,
)
_TEMPLATES.globals.update(
    asset=assets.address,
    clock_time=clock_time,
    counted=queue.counted,
    is_ending=terms.is_ending,
    idle_s=int(cookies.IDLE.total_seconds()),
    moments=moments,
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
        "desk": None,
        "veiled": veil.is_on(request),
        "around": getattr(request.ctx, "around", None),
        "menu": menu.of(getattr(request.ctx, "who", None)),
    }
    return html(_TEMPLATES.get_template(template).render(shared | values), status)


def with_error(
    request: Request, template: str, error: BotError | None, **values: Any
) -> HTTPResponse:
    """A page, and what went wrong if something did."""
    if error is None:
        return page(request, template, **values)
    return page(request, template, status_of(request, error), alert=told(request, error), **values)


def told(request: Request, error: BotError) -> str:
    """What the counsellor is told about an error that reporters may be told about otherwise."""
    t = words(request)
    own = t.optional(f"error.{error.key.rpartition('.')[2]}", **error.values)
    return own or t.said(error.key, **error.values)


def status_of(request: Request, error: BotError) -> int:
    """The status of an error, which the application's error handler alone knows."""
    return request.app.error_handler.default(request, error).status
