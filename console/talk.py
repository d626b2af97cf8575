"""One conversation: reading it, and every step a counsellor takes in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot import handover, notices, transcript
from bot.bus import QUEUE
from bot.errors import BotError, HandoverConflict, UnusableMessage
from bot.handover import Counsellor
from bot.messages import clean
from bot.transcript import CounsellorView
from console import cards, desk, glance, pages, session
from console.desk import Desk

_MESSAGE_ID: Final = re.compile(r"[A-Za-z0-9-]{16,64}")


@dataclass(frozen=True)
class Opened:
    """A conversation with the desk around it; `must_read` is a notice that has to be read first."""

    desk: Desk
    view: CounsellorView = field(repr=False)
    must_read: bool


def add_routes(inside: Blueprint) -> None:
    """A conversation's page and its forms."""
    at = "/c/<conversation_id:uuid>"
    inside.add_route(read, at, name="talk")
    for step in (claim, say, release, give_back, close, note_duty):
        inside.add_route(step, f"{at}/{step.__name__.replace('_', '-')}", methods=["POST"])


def open_talk(db: Session, who: Counsellor, conversation_id: UUID, after: int) -> Opened:
    """Everything that the page shows, as of one moment."""
    view = transcript.for_counsellor(db, who, conversation_id, after)
    must_read = (
        after == 0
        and glance.has_duty(view.digest)
        and not notices.was_read(db, who, conversation_id)
    )
    return Opened(desk.look(db, who), view, must_read)


async def read(request: Request, conversation_id: UUID) -> HTTPResponse:
    """The conversation as it is now."""
    return await _show(request, conversation_id)


async def claim(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Take it over: the bot is silent from here on, and colleagues see whose it is."""
    return await _step(request, conversation_id, handover.claim)


async def say(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Answer the reporter; in a waiting conversation that takes it over too."""
    sent = session.field(request, "message_id")
    message_id = sent if _MESSAGE_ID.fullmatch(sent) else uuid4().hex
    try:
        text = clean(session.field(request, "text"))
    except UnusableMessage as error:
        return await _show(request, conversation_id, error)
    return await _step(request, conversation_id, handover.say, message_id, text)


async def release(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Back into the queue, for a colleague."""
    return await _step(request, conversation_id, handover.release, then="/console?done=released")


async def give_back(request: Request, conversation_id: UUID) -> HTTPResponse:
    """The bot goes on, and the team reads nothing any more."""
    return await _step(
        request, conversation_id, handover.return_to_bot, then="/console?done=returned"
    )


async def close(request: Request, conversation_id: UUID) -> HTTPResponse:
    """The end, with how it ended."""
    outcome = session.field(request, "outcome")
    return await _step(
        request, conversation_id, handover.close, outcome, then="/console?done=closed"
    )


async def note_duty(request: Request, conversation_id: UUID) -> HTTPResponse:
    """The notice about the duty to report was read."""
    return await _step(request, conversation_id, notices.note_read)


async def _step(
    request: Request,
    conversation_id: UUID,
    service: Callable[..., Any],
    *values: str,
    then: str | None = None,
) -> HTTPResponse:
    """Do one thing, tell every page that is open, and go on to the page that shows it."""
    services = request.app.ctx.services
    try:
        await services.store.write(
            service, request.ctx.who, conversation_id, *values, services.clock()
        )
    except HandoverConflict as error:
        return await _show(request, conversation_id, error)
    services.bus.publish(str(conversation_id))
    services.bus.publish(QUEUE)
    return redirect(then or f"/console/c/{conversation_id}", status=303)


async def _show(
    request: Request, conversation_id: UUID, error: BotError | None = None
) -> HTTPResponse:
    services = request.app.ctx.services
    after = session.last_seen(request)
    opened = await services.store.write(open_talk, request.ctx.who, conversation_id, after)
    if opened.must_read:
        return pages.page(request, "duty.html", desk=opened.desk, view=opened.view)
    t = pages.words(request)
    now = services.clock()
    sent = session.field(request, "message_id")
    return pages.page(
        request,
        "talk.html",
        200 if error is None else pages.status_of(request, error),
        alert=None if error is None else pages.told(request, error),
        desk=opened.desk,
        view=opened.view,
        glance=glance.glance(opened.view.digest, t),
        briefs=lambda body: cards.briefs(body, t, now),
        draft=session.field(request, "text") if error else "",
        message_id=sent if error and _MESSAGE_ID.fullmatch(sent) else uuid4().hex,
        outcomes=handover.OUTCOMES,
    )
