"""Whatever the order: nothing lost, doubled or swapped, and no bot word after a human's."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import select

from bot import conversations, handover, turns
from bot import store as store_module
from bot.bus import Bus
from bot.dialogue import Dialogue
from bot.engine import Answer, Context, Message
from bot.errors import BotError, EngineUnavailable
from bot.models import Author, Conversation, Event, State
from bot.store import Store
from tests.support.engine import FakeEngine, echo
from tests.support.handover.cast import gather
from tests.support.handover.machine import HandoverMachine
from tests.support.people import NOW, fresh_token, incoming, talk, team

# Every machine takes this many steps, each followed by a look at all that was promised.
STEPS = 24
NO_RUSH = settings(
    deadline=None, stateful_step_count=STEPS, suppress_health_check=list(HealthCheck), database=None
)
# `VERTELMAAR_INTERLEAVINGS=5000` lets it take a night's work; so many are run by default.
INTERLEAVINGS = int(os.environ.get("VERTELMAAR_INTERLEAVINGS", "150"))


def run_machine(store: Store, interleavings: int) -> None:
    with store.session(writing=True) as session:
        everybody = gather(session)

    class Machine(HandoverMachine):
        pass

    Machine.store, Machine.cast = store, everybody
    run_state_machine_as_test(Machine, settings=settings(NO_RUSH, max_examples=interleavings))


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that need not survive a power cut."""
    pragmas = (p.replace("synchronous=FULL", "synchronous=OFF") for p in store_module._PRAGMAS)
    monkeypatch.setattr(store_module, "_PRAGMAS", tuple(pragmas))


@pytest.mark.usefixtures("hasty")
def test_handover_when_everybody_acts_in_any_order_then_all_promises_hold(
    sqlite_store: Store,
) -> None:
    run_machine(sqlite_store, INTERLEAVINGS)


def test_handover_when_on_postgresql_then_all_promises_hold_too(postgres_store: Store) -> None:
    run_machine(postgres_store, max(20, INTERLEAVINGS // 20))


class Crowd:
    """A reporter, two counsellors and a moody engine, all at one conversation."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.dice = random.Random(20261120)
        self.token = fresh_token()
        with store.session(writing=True) as session:
            self.everybody = team(session, "Samira", "Bas")
            self.access = talk(session, "begin", token=self.token)
        self.kept = {1: "begin"}
        self.bot = Dialogue(store, FakeEngine(self._moody), Bus(), lambda: NOW)

    async def report(self, n: int) -> None:
        """Say something, and say it again."""
        said = incoming(f"reporter {n}", f"r{n}")
        for _ in range(2):
            got = await self.store.write(
                conversations.receive, self.token, said, NOW, may_begin=False
            )
            self.kept[got.seq] = said.text

    async def say(self, n: int) -> None:
        """The same from a counsellor, for as long as nobody else is there."""
        who, text = self.dice.choice(self.everybody), f"counsellor {n}"
        for _ in range(2):
            seq = await self.store.write(handover.say, who, self.access.id, f"c{n}", text, NOW)
            self.kept[seq] = text

    async def pull(self) -> None:
        """One step of the machine."""
        who, talk_id, write = self.dice.choice(self.everybody), self.access.id, self.store.write
        steps: list[Callable[[], Awaitable[object]]] = [
            lambda: write(handover.ask, self.access, NOW),
            lambda: write(handover.claim, who, talk_id, NOW),
            lambda: write(handover.release, who, talk_id, NOW),
            lambda: write(handover.close, who, talk_id, "helped", NOW),
            lambda: self.bot.answer(self.access),
        ]
        await self.dice.choice(steps)()

    def _moody(self, message: Message, context: Context) -> Answer:
        if self.dice.random() < 0.3:
            raise EngineUnavailable
        return echo(message, context)


async def test_handover_when_everybody_acts_at_the_same_time_then_all_promises_hold(
    store: Store,
) -> None:
    crowd = Crowd(store)
    work = [crowd.report(n) for n in range(25)] + [crowd.say(n) for n in range(25)]
    work += [crowd.pull() for _ in range(60)]
    crowd.dice.shuffle(work)
    results = await asyncio.gather(*work, return_exceptions=True)
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, BotError)]

    with store.session() as session:
        found = turns.said(session, crowd.access)
        row = session.get_one(Conversation, crowd.access.id)
        assert row.version == len(session.execute(select(Event)).all())
        assert (row.claimed_by is None) == (row.state != State.HUMAN)
    by_people = {turn.seq: turn.body.text for turn in found if turn.author is not Author.BOT}
    assert [turn.seq for turn in found] == list(range(1, len(found) + 1))
    assert by_people == crowd.kept
    assert len(set(by_people.values())) == len(by_people)
    authors = [turn.author for turn in found]
    assert Author.BOT not in authors[authors.index(Author.COUNSELLOR) :]
