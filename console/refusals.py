"""What a counsellor sees when something cannot be done: kind words, and never a lost text."""

from __future__ import annotations

from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot.errors import BotError, SessionEnded, UnknownConversation
from console import entrance, pages, session

_FORBIDDEN: Final = 403


def add_handlers(blueprint: Blueprint) -> None:
    """Answer the errors of a blueprint's pages."""
    blueprint.exception(SessionEnded)(ended)
    blueprint.exception(session.Forged)(forged)
    blueprint.exception(session.Stale)(stale)
    blueprint.exception(UnknownConversation)(unknown)
    blueprint.exception(BotError)(failed)


async def ended(request: Request, error: SessionEnded) -> HTTPResponse:
    """Log in first; what was typed is carried through the login."""
    kept = entrance.kept_of(request)
    there = session.page_of(request.path)
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
