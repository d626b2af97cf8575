"""What an open page is told at once: that there is something to fetch, and that somebody types.

The stream carries names of events alone. Its beat says that the console is open, which is what
reporters are told when they ask for a human, but not that anybody sits before it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final
from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, empty
from sqlalchemy.orm import Session

from bot import handover, login
from bot.access import conversation_of
from bot.bus import QUEUE, Subscription
from bot.errors import NotYourConversation, SessionEnded, StoreUnavailable, UnknownConversation
from bot.handover import Counsellor
from console import session

BEAT_S: Final = 15.0
_RETRY_MS: Final = 1000


def add_routes(inside: Blueprint) -> None:
    """The streams, and the sign that somebody types."""
    inside.add_route(follow_queue, "/live", name="live")
    inside.add_route(follow_talk, "/c/<conversation_id:uuid>/live", name="live_talk")
    inside.add_route(type_along, "/c/<conversation_id:uuid>/typing", methods=["POST"])


async def follow_queue(request: Request) -> None:
    """What the queue's page listens to."""
    await _stream(request, {QUEUE: "queue"})


async def follow_talk(request: Request, conversation_id: UUID) -> None:
    """What a conversation's page listens to."""
    topics = {
        QUEUE: "queue",
        str(conversation_id): "talk",
        f"typing:{conversation_id}:reporter": "typing",
    }
    await _stream(request, topics, conversation_id)


async def type_along(request: Request, conversation_id: UUID) -> HTTPResponse:
    """The counsellor types: the reporter sees it."""
    services = request.app.ctx.services
    await services.store.write(require_mine, request.ctx.who, conversation_id)
    services.bus.publish(f"typing:{conversation_id}:counsellor")
    return empty()


def require_mine(db: Session, who: Counsellor, conversation_id: UUID) -> None:
    """Whoever types has the conversation.

    Raises:
        UnknownConversation: it is not this team's.
        NotYourConversation: a colleague has it, or nobody.
    """
    access = handover.read(db, who, conversation_id)
    if conversation_of(db, access).claimed_by != who.id:
        raise NotYourConversation


def beat(db: Session, secret: bytes, conversation_id: UUID | None, now: datetime) -> None:
    """The page is open, and may still see what it shows.

    Raises:
        SessionEnded, UnknownConversation: it may not.
    """
    who = login.resume(db, secret, now, active=False)
    if conversation_id is not None:
        handover.read(db, who, conversation_id)


async def _stream(
    request: Request, names: dict[str, str], conversation_id: UUID | None = None
) -> None:
    services = request.app.ctx.services
    secret = session.secret_of(request)
    await services.store.write(beat, secret, conversation_id, services.clock())
    with services.bus.subscribe(*names) as news:
        response = await request.respond(
            content_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
        )
        assert response is not None
        await response.send(f"retry: {_RETRY_MS}\n\n")
        async for topics in _until_each_beat(news):
            for topic in topics:
                await response.send(_event(names[topic]))
            if topics:
                continue
            try:
                await services.store.write(beat, secret, conversation_id, services.clock())
            except (SessionEnded, UnknownConversation):
                await response.send(_event("ended"))
                return
            except StoreUnavailable:
                # The page comes back by itself, and asks anew whether it may.
                return
            await response.send(":\n\n")


async def _until_each_beat(news: Subscription) -> AsyncIterator[frozenset[str]]:
    """What happened, as it happens, and nothing once per beat, however much happens."""
    time = asyncio.get_running_loop().time
    while True:
        until = time() + BEAT_S
        while (left := until - time()) > 0:
            if topics := await news.wait(left):
                yield topics
        yield frozenset()


def _event(name: str) -> str:
    return f"event: {name}\ndata: 1\n\n"
