"""One conversation: reading it, and every step a counsellor takes in it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from bot import handover
from bot.desk import canned, colleagues, notices
from bot.errors import NoSuchColleague, UnusableMessage
from bot.messages import clean
from console import desk, session
from console.talk_page import message_id, show, step

AT = "/c/<conversation_id:uuid>"


def add_routes(inside: Blueprint) -> None:
    """A conversation's page and its forms."""
    inside.add_route(read, AT, name="talk")
    steps = (*(claim, say, fill, transfer, release, give_back, close, take_up, attend, note_duty),)
    for taken in steps:
        inside.add_route(taken, f"{AT}/{taken.__name__.replace('_', '-')}", methods=["POST"])


async def read(request: Request, conversation_id: UUID) -> HTTPResponse:
    """The conversation as it is now, or what changed beside it."""
    if session.wants_queue_alone(request):
        return await desk.show_alone(request, conversation_id)
    return await show(request, conversation_id)


async def claim(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Take it over: the bot is silent from here on, and colleagues see whose it is."""
    beyond_limit = session.field(request, "beyond_limit") == "yes"
    return await step(request, conversation_id, partial(handover.claim, beyond_limit=beyond_limit))


async def say(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Answer the reporter; in a waiting conversation that takes it over too."""
    try:
        text = clean(session.field(request, "text"))
    except UnusableMessage as error:
        return await show(request, conversation_id, error)
    return await step(request, conversation_id, handover.say, message_id(request), text)


async def fill(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Put a canned reply below what stands in the box, for pages without script; send nothing."""
    services = request.app.ctx.services
    chosen = session.uuid_field(request, "reply")
    written = session.field(request, "text").rstrip()
    text = await services.store.read(
        canned.filled_for, request.ctx.who, conversation_id, chosen, services.clock()
    )
    draft = "\n".join(part for part in (written, text) if part)
    return await show(request, conversation_id, draft=draft)


async def transfer(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Give it to a colleague, who sees it at once; that somebody is not there is said."""
    services = request.app.ctx.services
    colleague_id = session.uuid_field(request, "colleague")
    if colleague_id is None:
        return await show(request, conversation_id, NoSuchColleague())
    known = await services.store.read(
        colleagues.who_could_have, request.ctx.who, conversation_id, services.clock()
    )
    is_there = any(colleague.is_there for colleague in known if colleague.id == colleague_id)
    done = "transferred" if is_there else "transferred_away"
    return await step(
        request, conversation_id, handover.transfer, colleague_id, then=f"/console?done={done}"
    )


async def release(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Back into the queue, for a colleague."""
    return await step(request, conversation_id, handover.release, then="/console?done=released")


async def give_back(request: Request, conversation_id: UUID) -> HTTPResponse:
    """The bot goes on, and the team reads nothing any more."""
    return await step(
        request, conversation_id, handover.return_to_bot, then="/console?done=returned"
    )


async def close(request: Request, conversation_id: UUID) -> HTTPResponse:
    """The end, with how it ended."""
    outcome = session.field(request, "outcome")
    return await step(
        request, conversation_id, handover.close, outcome, then="/console?done=closed"
    )


async def take_up(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Go on with a conversation that was closed."""
    return await step(request, conversation_id, handover.take_up)


async def attend(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Still busy with it: it does not go back to the queue."""
    return await step(request, conversation_id, handover.attend)


async def note_duty(request: Request, conversation_id: UUID) -> HTTPResponse:
    """The notice about the duty to report was read."""
    return await step(request, conversation_id, notices.note_read)
