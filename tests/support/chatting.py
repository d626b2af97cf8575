"""The core with a messenger in memory: somebody chats there, and a courier brings the answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Barrier
from uuid import UUID

from bot import handover, vault
from bot.access import Access
from bot.bus import Bus
from bot.clock import Clock
from bot.dialogue import Dialogue
from bot.limits import Allowance
from bot.member import Counsellor
from bot.messengers import chats
from bot.messengers.chats import Known
from bot.messengers.keys import Keys
from bot.reception import Reception
from bot.services import Services
from bot.store import Store
from connectors.messenger.courier import Courier
from tests.support.engine import FakeEngine
from tests.support.messenger import InMemory
from tests.support.people import NOW, incoming, team

SECRET = vault.new_key()


def services_of(
    store: Store,
    engine: FakeEngine | None = None,
    clock: Clock = lambda: NOW,
    bus: Bus | None = None,
) -> Services:
    """The core on a database, without pages."""
    engine, bus = engine or FakeEngine(), bus or Bus()
    dialogue = Dialogue(store, engine, bus, clock)
    reception = Reception(store, dialogue, bus, clock)
    allowance = Allowance(300.0, 1.0, 300.0, clock())
    return Services(
        store, engine, bus, clock, dialogue, reception, allowance, "https://www.buienradar.nl/"
    )


@dataclass
class Chatting:
    """Somebody in a chat, everything behind it, and a counsellor."""

    store: Store
    engine: FakeEngine = field(default_factory=FakeEngine)
    messenger: InMemory = field(default_factory=InMemory)
    keys: Keys = field(default_factory=lambda: Keys.of(SECRET))
    bus: Bus = field(default_factory=Bus)
    now: datetime = NOW
    services: Services = field(init=False)
    courier: Courier = field(init=False)

    def __post_init__(self) -> None:
        self.services = services_of(self.store, self.engine, lambda: self.now, self.bus)
        self.courier = Courier(self.services, self.keys, self.messenger)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Chatting]:
        """The courier runs until the block ends, and then ends in order."""
        task = asyncio.create_task(self.courier.run())
        try:
            yield self
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self.courier.close()
            await self.services.reception.close()
            await asyncio.to_thread(_finish, self.store)

    def restarted(self) -> Chatting:
        """The same database and messenger, in a new process."""
        return Chatting(self.store, self.engine, self.messenger, self.keys, self.bus, self.now)

    def chat(self, address: str = "anna") -> Known:
        """The chat of an address, made if there is none."""
        with self.store.session(writing=True) as session:
            return chats.open_or_make(
                session, self.keys, self.messenger.channel, address, "nl", self.now
            )

    async def say(self, text: str, address: str = "anna") -> Access:
        """Somebody types in a chat."""
        # In the line of all who write: beside it, a file that is never left alone stays locked.
        write, channel = self.store.write, self.messenger.channel
        chat = await write(chats.open_or_make, self.keys, channel, address, "nl", self.now)
        message = incoming(text, channel=channel)
        got = await self.services.reception.take(chat.token, message, may_begin=True)
        await write(chats.begin_talk, chat, got.access.id)
        self.courier.follow(got.access.id, chat.id)
        return got.access

    def ask_for_human(self, access: Access) -> Counsellor:
        """They ask for a human, of a team with one counsellor."""
        with self.store.session(writing=True) as session:
            (who,) = team(session)
            handover.ask(session, access, self.now, team_id=who.team_id)
        self.bus.publish(str(access.id))
        return who

    def answer(self, who: Counsellor, conversation_id: UUID, text: str) -> None:
        """A counsellor writes."""
        with self.store.session(writing=True) as session:
            handover.say(session, who, conversation_id, f"m-{text}", text, self.now)
        self.bus.publish(str(conversation_id))

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so in the chats."""
        while not is_so():
            await self.messenger.changed()


def _finish(store: Store) -> None:
    """Let everything end that runs in a store's threads although nobody waits for it any more."""
    for threads in (store._readers, store._writers):
        together = Barrier(threads._max_workers)
        for ended in [threads.submit(together.wait) for _ in range(together.parties)]:
            ended.result()
