"""Password and second factor once more, before what is dangerous, and then back to it.

What was filled in when the question came travels along, passwords excepted, and is shown again to
be sent: nothing is typed twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot import login
from bot.errors import BotError, LoginFailed, TooManyTries
from console import pages, session

_CARRIED: Final = "carried."
_NEVER_CARRIED: Final = ("csrf", "passkey")


def add_routes(inside: Blueprint) -> None:
    """The question and the answer."""
    inside.add_route(show_confirm, "/confirm")
    inside.add_route(confirm, "/confirm", methods=["POST"])


async def show_confirm(request: Request) -> HTTPResponse:
    """Ask, on the way to a page."""
    return _asked(request, session.own_page(request.args.get("next", "")), {})


def page_of(request: Request) -> HTTPResponse:
    """Ask in place of an answer to a form, which is carried along."""
    form: Mapping[str, list[str]] = request.form or {}
    fields = {
        f"{_CARRIED}{name}": [str(value) for value in values]
        for name, values in form.items()
        if name not in _NEVER_CARRIED and "password" not in name
    }
    return _asked(request, session.own_page(request.path), fields)


async def confirm(request: Request) -> HTTPResponse:
    """Note it for five minutes, and go on."""
    services = request.app.ctx.services
    there = session.own_page(session.field(request, "next"))
    form: Mapping[str, list[str]] = request.form or {}
    fields = {name: values for name, values in form.items() if name.startswith(_CARRIED)}
    try:
        await login.confirm(
            services.store, services.clock, session.secret_of(request),
            session.field(request, "password"), session.proof_of(request),
        )  # fmt: skip
    except (LoginFailed, TooManyTries) as error:
        return _asked(request, there, fields, error)
    if not session.field(request, "is_form"):
        return redirect(there, status=303)
    carried = {name.removeprefix(_CARRIED): values for name, values in fields.items()}
    return pages.page(request, "people/confirmed.html", there=there, fields=carried)


def _asked(
    request: Request, there: str, fields: dict[str, list[str]], error: BotError | None = None
) -> HTTPResponse:
    is_form = bool(session.field(request, "is_form")) or (
        request.method == "POST" and request.path == there
    )
    return pages.with_error(
        request,
        "people/confirm.html",
        error,
        there=there,
        fields=fields,
        is_form=is_form,
    )
