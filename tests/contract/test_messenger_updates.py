"""Two thousand updates, repeated, late and changed, and a restart after every hundred.

Nothing is lost, nothing is answered twice, and whatever is said stands in the chat once.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import turns
from bot.access import by_token
from bot.messengers import chats
from bot.models import Author, Chat, Conversation, Post
from bot.store import Store
from connectors.messenger.desk import Desk
from connectors.messenger.protocol import Edited, Wrote
from expertise import texts
from tests.support.chatting import Chatting

UPDATES, BETWEEN_RESTARTS, PEOPLE = 2000, 100, 25
CHANGED = " en nog wat"


def updates(chance: random.Random) -> list[Wrote | Edited]:
    """What people do, in the order in which it arrives."""
    numbers, found = count(1), list[Wrote | Edited]()
    for post in range(UPDATES * 6 // 10):
        address = f"p{post % PEOPLE}"
        wrote = Wrote(next(numbers), address, f"zin {post}.", post=str(post))
        found.append(wrote)
        if chance.random() < 0.2:
            text = wrote.text + CHANGED
            found.append(Edited(next(numbers), address, text, post=str(post)))
    found += [chance.choice(found) for _ in range(UPDATES - len(found))]
    # Everything comes up to fifty updates earlier or later than it happened.
    places = sorted((place + chance.uniform(0, 50), place) for place in range(len(found)))
    return [found[place] for _, place in places]


def posts_of(events: list[Wrote | Edited]) -> dict[str, set[str]]:
    """What everybody wrote: the numbers of their messages, by who they are."""
    found: dict[str, set[str]] = {}
    for event in events:
        if isinstance(event, Wrote):
            found.setdefault(event.address, set()).add(event.post)
    return found


@asynccontextmanager
async def process(chatting: Chatting, minute: int) -> AsyncIterator[Desk]:
    """A process from its start to its orderly end, in which nothing is waited for."""
    again = chatting.restarted()
    again.now = chatting.now + timedelta(minutes=minute)
    async with again.running():
        yield Desk(again.services, again.keys, again.messenger, again.courier, None)


def said(session: Session, chatting: Chatting, address: str) -> list[str]:
    """The reporter's turns."""
    chat = chats.find(session, chatting.keys, chatting.messenger.channel, address)
    assert chat is not None
    access = by_token(session, chat.token, chatting.now)
    found = turns.said(session, access)
    return [turn.body.text for turn in found if turn.author is Author.REPORTER]


def number_of(text: str) -> str:
    """Which message a text belongs to, as it was or changed."""
    return text.removeprefix("bot:").removeprefix("zin ").partition(".")[0]


async def test_updates_when_they_come_anyhow_then_each_is_answered_once(
    store: Store,
) -> None:
    chatting = Chatting(store)
    events = updates(random.Random(store.is_sqlite))
    for minute in range(len(events) // BETWEEN_RESTARTS):
        start = minute * BETWEEN_RESTARTS
        async with process(chatting, minute) as desk:
            by_person: dict[str, list[Wrote | Edited]] = {}
            for event in events[start : start + BETWEEN_RESTARTS]:
                by_person.setdefault(event.address, []).append(event)
            await asyncio.gather(*(_bring(desk, each) for each in by_person.values()))
    async with process(chatting, len(events)):
        async with asyncio.timeout(60):
            while await store.read(is_any_left):
                pass
    wrote = posts_of(events)
    with store.session() as session:
        assert session.execute(select(func.count(Conversation.id))).scalar_one() == PEOPLE
        for address, numbers in wrote.items():
            kept = Counter(map(number_of, said(session, chatting, address)))
            assert kept == Counter(numbers)
            words = chatting.messenger.says(address)
            answered = Counter(number_of(text) for text in words if text.startswith("bot:"))
            assert answered == Counter(numbers)
            assert sum(texts.text("messenger.greeting.sees", "nl") in text for text in words) == 1


async def _bring(desk: Desk, events: list[Wrote | Edited]) -> None:
    for event in events:
        await desk.take(event)


def is_any_left(session: Session) -> bool:
    """Whether the bot owes anybody an answer, or something is still to arrive."""
    last = select(Conversation.last_seq).where(Conversation.id == Chat.conversation_id)
    found = (
        select(Conversation.id).where(Conversation.heard > Conversation.answered),
        select(Chat.id).where(Chat.delivered < last.scalar_subquery()),
        select(Post.id).where(Post.is_due),
    )
    return any(session.execute(each.limit(1)).first() for each in found)
