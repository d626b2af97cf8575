"""Brings a talk's news into its chat: listens for them, puts them into the outbox, delivers.

One process runs a messenger, and that one delivers; the others only put. A talk in which nothing
happens costs nothing: there is one subscription for all chats, and no chat is looked at by itself.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from bot.bus import Subscription
from bot.errors import StoreUnavailable
from bot.messengers import chats, outbox
from bot.messengers.keys import Keys
from bot.services import Services
from connectors.messenger import collecting
from connectors.messenger.collecting import Collected
from connectors.messenger.company import Company
from connectors.messenger.delivering import Delivery
from connectors.messenger.errands import Errands, patiently
from connectors.messenger.protocol import Messenger

# Looking takes the database, which others need too.
_AT_ONCE: Final = 4
# Who is on duty, and how long it takes: that changes by the clock.
_LOOKS_AGAIN_S: Final = 60.0
# Talks whose end nobody told, and whatever an error left lying, in one look at all chats.
_CATCHES_UP_EVERY: Final = 10


class Courier:
    """The one way out to a messenger. `run` listens; the rest may be called before it does."""

    def __init__(self, services: Services, keys: Keys, messenger: Messenger) -> None:
        self._services = services
        self._keys = keys
        self._messenger = messenger
        self._news = Subscription()
        self._talks: dict[UUID, UUID] = {}
        self._chats: defaultdict[str, set[UUID]] = defaultdict(set)
        self._waiting: set[UUID] = set()
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._looking = Errands(self._look)
        self._delivery = Delivery(services.store, keys, messenger)
        self._company = Company(services, keys, messenger, self._say_late)

    async def run(self) -> None:
        """Deliver what is due, and then whatever comes, until it is cancelled."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._listen())
            both.create_task(self._keep_up())

    def stir(self, chat_id: UUID) -> None:
        """Something was put into a chat's outbox, or its person can be reached again."""
        self._delivery.stir(chat_id)

    def follow(self, conversation_id: UUID, chat_id: UUID) -> None:
        """A talk began in a chat, or came back into it: bring its news there from now on."""
        if self._talks.get(chat_id) != conversation_id:
            self._leave(chat_id)
            self._talks[chat_id] = conversation_id
            for topic in _topics(conversation_id):
                self._chats[topic].add(chat_id)
                self._services.bus.follow(self._news, topic)
        self._looking.stir(chat_id)

    async def close(self) -> None:
        """Stop; what is just being delivered is let end, and everything else stays due."""
        self._services.bus.leave(self._news, *self._chats)
        await self._looking.close()
        await self._company.close()
        await self._delivery.close()

    async def _listen(self) -> None:
        while True:
            for topic in await self._news.wait():
                tell = self._company.types if topic.startswith("typing:") else self._looking.stir
                for chat_id in self._chats.get(topic, ()):
                    tell(chat_id)

    async def _keep_up(self) -> None:
        while True:
            await self._catch_up()
            for _ in range(_CATCHES_UP_EVERY):
                await asyncio.sleep(_LOOKS_AGAIN_S)
                for chat_id in self._waiting:
                    self._looking.stir(chat_id)

    async def _catch_up(self) -> None:
        """What was due before this process was there, and talks that it does not follow yet."""
        read, channel = self._services.store.read, self._messenger.channel
        for chat_id in await patiently(lambda: read(outbox.waiting, channel)):
            self._delivery.stir(chat_id)
        before = dict(self._talks)
        self._follow_all(before, await patiently(lambda: read(chats.with_talks, channel)))

    def _follow_all(self, before: Mapping[UUID, UUID], talks: Mapping[UUID, UUID]) -> None:
        for chat_id in before.keys() | talks.keys():
            if self._talks.get(chat_id) != before.get(chat_id):
                # It changed since, and whoever changed it knew better.
                continue
            if chat_id not in talks:
                self._leave(chat_id)
            elif talks[chat_id] != before.get(chat_id):
                self.follow(talks[chat_id], chat_id)

    async def _look(self, chat_id: UUID, news: asyncio.Event) -> None:
        """Put what is new into the outbox."""
        talk = self._talks.get(chat_id)
        found = await patiently(lambda: self._collect(chat_id), news)
        if found is not None:
            self._note(chat_id, found)
        elif self._talks.get(chat_id) == talk:
            self._leave(chat_id)

    async def _collect(self, chat_id: UUID) -> Collected | None:
        most, now = self._messenger.most_characters, self._services.clock()
        async with self._slots:
            store = self._services.store
            return await store.write(collecting.collect, self._keys, chat_id, most, now)

    def _note(self, chat_id: UUID, found: Collected) -> None:
        if found.has_put:
            self._delivery.stir(chat_id)
        if found.bot_owes:
            self._company.begin(chat_id, found.access)
        else:
            self._company.end(chat_id)
        if found.waits:
            self._waiting.add(chat_id)
        else:
            self._waiting.discard(chat_id)

    async def _say_late(self, chat_id: UUID) -> bool:
        now = self._services.clock()
        try:
            is_new = await self._services.store.write(collecting.say_late, self._keys, chat_id, now)
        except StoreUnavailable:
            return False
        if is_new:
            self._delivery.stir(chat_id)
        return True

    def _leave(self, chat_id: UUID) -> None:
        conversation_id = self._talks.pop(chat_id, None)
        self._waiting.discard(chat_id)
        self._company.end(chat_id)
        if conversation_id is None:
            return
        for topic in _topics(conversation_id):
            self._chats[topic].discard(chat_id)
            if not self._chats[topic]:
                del self._chats[topic]
                self._services.bus.leave(self._news, topic)


def _topics(conversation_id: UUID) -> tuple[str, str]:
    return str(conversation_id), f"typing:{conversation_id}:counsellor"
