"""What an open page is told at once: that there is something to fetch, and that somebody types.

The stream carries names of events, and of colleagues who look or type. Its beat says that the
console is open, which is what reporters are told when they ask for a human, but not that anybody
sits before it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, empty
from sqlalchemy.orm import Session

from bot import handover
from bot.bus import QUEUE, Bus, Subscription, held_by
from bot.desk import colleagues
from bot.errors import SessionEnded, StoreUnavailable, UnknownConversation
from bot.people import cookies
from bot.services import Services
from console import onlookers, session
from console.onlookers import Onlookers

BEAT_S: Final = 15.0
_RETRY_MS: Final = 1000
_ALIVE: Final = ":\n\n"
# One page's own topic: the queue changed, and it is its turn to look.
_IN_TURN: Final = "queue:in-turn"
_EACH_MS: Final = 10
_LONGEST_MS: Final = 500


def add_routes(inside: Blueprint) -> None:
    """The streams, and the sign that somebody types."""
    inside.add_route(follow_queue, "/live", name="live")
    inside.add_route(follow_talk, "/c/<conversation_id:uuid>/live", name="live_talk")
    inside.add_route(type_along, "/c/<conversation_id:uuid>/typing", methods=["POST"])


async def follow_queue(request: Request) -> None:
    """What the queue's page listens to."""
    await _stream(request, {_IN_TURN: "queue", held_by(request.ctx.who.id): "queue"})


async def follow_talk(request: Request, conversation_id: UUID) -> None:
    """What a conversation's page listens to, and through what its colleagues know of it."""
    services, who = request.app.ctx.services, request.ctx.who
    names = await services.store.read(colleagues.names, who)
    others = Onlookers(services.bus, conversation_id, who.id, names)
    topics = {
        _IN_TURN: "queue",
        held_by(who.id): "queue",
        str(conversation_id): "talk",
        f"typing:{conversation_id}:reporter": "typing",
    }
    await _stream(request, topics, conversation_id, others)


async def type_along(request: Request, conversation_id: UUID) -> HTTPResponse:
    """The counsellor types: the reporter sees it, unless it is a note; colleagues see both."""
    services, who = request.app.ctx.services, request.ctx.who
    if session.field(request, "note"):
        await services.store.write(handover.read, who, conversation_id)
    else:
        await services.store.write(handover.attend, who, conversation_id, services.clock())
        services.bus.publish(f"typing:{conversation_id}:counsellor")
    onlookers.tell_typing(services.bus, conversation_id, who.id)
    return empty()


def beat(db: Session, secret: bytes, conversation_id: UUID | None, now: datetime) -> None:
    """The page is open, and may still see what it shows.

    Raises:
        SessionEnded, UnknownConversation: it may not.
    """
    who = cookies.reading(db, secret, now, active=False)
    if conversation_id is not None:
        handover.read(db, who, conversation_id)


async def _stream(
    request: Request,
    names: dict[str, str],
    conversation_id: UUID | None = None,
    others: Onlookers | None = None,
) -> None:
    services = request.app.ctx.services
    secret = session.secret_of(request)
    await services.store.write(beat, secret, conversation_id, services.clock())
    topics = (QUEUE, *names, *(others.topics if others else ()))
    with services.bus.subscribe(*topics) as news:
        response = await request.respond(
            content_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
        )
        assert response is not None
        await response.send(f"retry: {_RETRY_MS}\n\n")
        turns = _Turns(services.bus, news)
        with _looking(others):
            async for heard in _until_each_beat(news):
                for topic in turns.taken(heard):
                    await response.send(_event_of(topic, names, others))
                if heard:
                    continue
                told = await _at_beat(services, secret, conversation_id)
                await response.send(told)
                if told != _ALIVE:
                    return
                if others:
                    others.look()


class _Turns:
    """When one page looks at a queue that changed before everybody's eyes: not all at once.

    Whoever writes at that moment would wait until the last of them has looked. A few consoles
    look as good as at once, fifty within half a second.
    """

    def __init__(self, bus: Bus, news: Subscription) -> None:
        self._bus = bus
        self._news = news
        self._waits = False

    def taken(self, topics: frozenset[str]) -> frozenset[str]:
        """What is told now; that the queue changed is told when it is this page's turn."""
        if _IN_TURN in topics:
            self._waits = False
        if QUEUE in topics and not self._waits:
            self._waits = True
            most_ms = min(self._bus.listeners(QUEUE) * _EACH_MS, _LONGEST_MS)
            wait_s = secrets.randbelow(most_ms + 1) / 1000
            asyncio.get_running_loop().call_later(wait_s, self._news.notify, _IN_TURN)
        return topics - {QUEUE}


async def _at_beat(services: Services, secret: bytes, conversation_id: UUID | None) -> str:
    """That all is well, or what the page has to hear before its stream ends."""
    try:
        await services.store.write(beat, secret, conversation_id, services.clock())
    except (SessionEnded, UnknownConversation):
        return _event("ended")
    except StoreUnavailable:
        # The page comes back by itself, and asks anew whether it may.
        return ""
    return _ALIVE


@contextmanager
def _looking(others: Onlookers | None) -> Iterator[None]:
    """Let colleagues know of this page for as long as it is open."""
    if others is None:
        yield
        return
    others.look()
    try:
        yield
    finally:
        others.go()


def _event_of(topic: str, names: dict[str, str], others: Onlookers | None) -> str:
    told = others.hear(topic) if others else None
    return told or _event(names[topic])


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
