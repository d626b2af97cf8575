"""What a counsellor sees when something cannot be done: kind words, and never a lost text."""

from __future__ import annotations

from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot.errors import BotError, SessionEnded, UnknownConversation
from bot.people.errors import ConfirmationNeeded
from console import entrance, pages, session
from console.guard import ClosedDoor
from console.people import confirming

_FORBIDDEN: Final = 403
_NOT_FOUND: Final = 404


def add_handlers(blueprint: Blueprint) -> None:
    """Answer the errors of a blueprint's pages."""
    blueprint.exception(SessionEnded)(ended)
    blueprint.exception(session.Forged)(forged)
    blueprint.exception(session.Stale)(stale)
    blueprint.exception(ClosedDoor)(closed)
    blueprint.exception(ConfirmationNeeded)(unconfirmed)
    blueprint.exception(UnknownConversation)(unknown)
    blueprint.exception(BotError)(failed)


async def ended(request: Request, error: SessionEnded) -> HTTPResponse:
    """Log in first; what was typed is carried through the login."""
    kept = entrance.kept_of(request)
    is_page = request.method == "GET"
    there = session.own_page(request.path) if is_page else session.page_of(request.path)
    if kept is not None or session.is_by_script(request):
        return entrance.login_page(request, there, error, kept=kept)
    query = "" if there == session.HOME else f"?next={there}"
    return redirect(f"/console/login{query}", status=303)


async def forged(request: Request, _error: session.Forged) -> HTTPResponse:
    """Nothing of it is shown: another site may have written it."""
    return pages.page(
        request, "kept.html", _FORBIDDEN, kept=None, heading="error.refused.title",
        text=pages.words(request)("error.refused"),
    )  # fmt: skip


async def stale(request: Request, _error: session.Stale) -> HTTPResponse:
    """The form of an earlier session: it can be sent again."""
    return pages.page(
        request, "kept.html", _FORBIDDEN, kept=entrance.kept_of(request),
        heading="error.stale.title", text=pages.words(request)("error.stale"),
    )  # fmt: skip


async def closed(request: Request, _error: ClosedDoor) -> HTTPResponse:
    """Not there, or not there for this member."""
    return pages.page(
        request, "kept.html", _NOT_FOUND, kept=entrance.kept_of(request),
        heading="error.closed_door.title", text=pages.words(request)("error.closed_door"),
    )  # fmt: skip


async def unconfirmed(request: Request, _error: ConfirmationNeeded) -> HTTPResponse:
    """Password and second factor first; what was filled in waits for it."""
    if request.method == "GET":
        return redirect(f"/console/confirm?next={session.own_page(request.path)}", status=303)
    return confirming.page_of(request)


async def unknown(request: Request, error: UnknownConversation) -> HTTPResponse:
    """Erased, withdrawn, given back to the bot, another team's, or never there."""
    return pages.page(
        request, "kept.html", pages.status_of(request, error), kept=entrance.kept_of(request),
        heading="error.not_found.title", text=pages.words(request)("error.not_found"),
    )  # fmt: skip


async def failed(request: Request, error: BotError) -> HTTPResponse:
    """Anything else that has a name."""
    return pages.page(
        request, "kept.html", pages.status_of(request, error), kept=entrance.kept_of(request),
        heading="error.failed.title", text=pages.told(request, error),
    )  # fmt: skip
