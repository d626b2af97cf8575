"""Where a team keeps what it says often: per language, with a preview, as plain text alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot.desk import canned
from bot.errors import BotError, NoSuchReply, ReplyTaken, UnusableMessage, UnusableReply
from bot.member import Member
from bot.models import CannedReply
from console import pages, session
from expertise.canned import PLACEHOLDERS, starting_set
from expertise.languages import LANGUAGES, Language

_TOLD = (NoSuchReply, ReplyTaken, UnusableMessage, UnusableReply)


@dataclass(frozen=True)
class Typed:
    """What stands in a form that is shown again, and how it would read now."""

    reply_id: UUID | None
    short: str
    text: str
    preview: str | None = None


def add_routes(inside: Blueprint) -> None:
    """The page and its forms."""
    at = "/replies"
    inside.add_route(replies, at)
    inside.add_route(add_reply, at, methods=["POST"])
    inside.add_route(adopt_replies, f"{at}/adopt", methods=["POST"])
    inside.add_route(change_reply, f"{at}/<reply_id:uuid>", methods=["POST"])
    inside.add_route(remove_reply, f"{at}/<reply_id:uuid>/remove", methods=["POST"])


async def replies(request: Request) -> HTTPResponse:
    """All replies in one language."""
    return await _show(request, _language(request.args.get("language", "")))


async def add_reply(request: Request) -> HTTPResponse:
    """Another reply, or first how it would read."""
    language = _language(session.field(request, "language"))
    typed = _typed(request, None)
    if session.field(request, "preview"):
        return await _previewed(request, language, typed)
    return await _do(request, language, typed, canned.add, typed.short, typed.text, language)


async def change_reply(request: Request, reply_id: UUID) -> HTTPResponse:
    """Other words, or first how they would read."""
    language = _language(session.field(request, "language"))
    typed = _typed(request, reply_id)
    if session.field(request, "preview"):
        return await _previewed(request, language, typed)
    return await _do(request, language, typed, canned.change, reply_id, typed.short, typed.text)


async def remove_reply(request: Request, reply_id: UUID) -> HTTPResponse:
    """Away with it."""
    language = _language(session.field(request, "language"))
    return await _do(request, language, None, canned.remove, reply_id)


async def adopt_replies(request: Request) -> HTTPResponse:
    """Begin with the reviewed set; what the team has already stays."""
    language = _language(session.field(request, "language"))
    return await _do(request, language, None, canned.adopt)


async def _do(
    request: Request,
    language: Language,
    typed: Typed | None,
    service: Callable[..., None],
    *values: Any,
) -> HTTPResponse:
    services = request.app.ctx.services
    try:
        await services.store.write(service, request.ctx.who, *values, services.clock())
    except _TOLD as error:
        return await _show(request, language, typed, error)
    return redirect(f"/console/replies?language={language}&done=1", status=303)


async def _previewed(request: Request, language: Language, typed: Typed) -> HTTPResponse:
    services = request.app.ctx.services
    values = (typed.short, typed.text, language, typed.reply_id, services.clock())
    try:
        read = await services.store.read(_read_as, request.ctx.who, *values)
    except _TOLD as error:
        return await _show(request, language, typed, error)
    return await _show(request, language, Typed(typed.reply_id, typed.short, typed.text, read))


def _read_as(
    db: Session, who: Member, short: str, text: str, language: Language, but: UUID | None,
    now: datetime,
) -> str:  # fmt: skip
    _, cleaned = canned.check(db, who, short, text, language, but)
    return canned.preview(db, who, cleaned, language, now)


async def _show(
    request: Request,
    language: Language,
    typed: Typed | None = None,
    error: BotError | None = None,
) -> HTTPResponse:
    found: list[CannedReply] = await request.app.ctx.services.store.read(
        canned.of_team, request.ctx.who, language
    )
    t = pages.words(request)
    return pages.page(
        request,
        "replies.html",
        200 if error is None else pages.status_of(request, error),
        alert=None if error is None else pages.told(request, error),
        news=t("replies.done") if request.args.get("done") else None,
        replies=found,
        typed=typed,
        shown_language=language,
        languages=LANGUAGES,
        placeholders=PLACEHOLDERS,
        starting_count=len(starting_set()),
        max_short=canned.MAX_SHORT,
    )


def _typed(request: Request, reply_id: UUID | None) -> Typed:
    return Typed(reply_id, session.field(request, "short"), session.field(request, "text"))


def _language(asked: str) -> Language:
    return next((language for language in LANGUAGES if language == asked), "nl")
