"""The bot's part of a conversation: what it still owes an answer to, and giving it.

The engine is asked outside every transaction. The answer is stored in one that looks again: when a
human came in between, or another process answered first, the bot's words are dropped.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import answers, return_visits, turns
from bot.access import Access, conversation_of
from bot.answers import Owed
from bot.bus import QUEUE, Bus
from bot.clock import Clock
from bot.duty import presence
from bot.engine import Answer, Context, Effects, Engine, Message, Reply
from bot.errors import EngineUnavailable, StoreUnavailable, TurnFailed, UnknownConversation
from bot.locks import KeyedLocks
from bot.models import Author, State, Turn
from bot.pictures import keeping
from bot.store import Store
from expertise import texts

Commit = Callable[[Session, Access, Owed, Answer, datetime], bool]

_HINDRANCES: Final = (EngineUnavailable, StoreUnavailable, TurnFailed, UnknownConversation)


def owed(session: Session, access: Access) -> Owed | None:
    """The oldest turn that waits for the bot; None when it has nothing to say."""
    conversation = conversation_of(session, access, lock=True)
    if conversation.state != State.BOT or conversation.heard <= conversation.answered:
        return None
    seq = session.execute(
        select(Turn.seq)
        .where(
            Turn.conversation_id == access.id,
            Turn.author == Author.REPORTER,
            Turn.seq > conversation.answered,
        )
        .order_by(Turn.seq)
        .limit(1)
    ).scalar_one()
    said = turns.one(session, access, seq)
    assert said is not None
    return answers.owed_for(access, conversation, seq, said.body)


def commit(session: Session, access: Access, debt: Owed, answer: Answer, now: datetime) -> bool:
    """Store an answer, unless the bot no longer has the word, or the words were changed meanwhile.

    Says whether it was stored.
    """
    conversation = conversation_of(session, access, lock=True)
    if conversation.state != State.BOT or conversation.answered >= debt.seq:
        return False
    said = turns.one(session, access, debt.seq)
    if said is None or said.body != debt.body:
        return False
    answers.keep(session, access, conversation, answer, now)
    conversation.answered = debt.seq
    return True


class Dialogue:
    """Lets the bot answer, one conversation at a time."""

    def __init__(self, store: Store, engine: Engine, bus: Bus, clock: Clock) -> None:
        self._store = store
        self._engine = engine
        self._bus = bus
        self._clock = clock
        self._locks = KeyedLocks()

    async def answer(self, access: Access) -> bool:
        """Answer everything that is owed. False when the engine cannot, and it stays owed."""
        async with self._locks.of(access.id):
            try:
                while (debt := await self._store.read(owed, access)) is not None:
                    await self._answer_one(access, debt)
            except (EngineUnavailable, StoreUnavailable):
                return False
            except UnknownConversation:
                return True
        return True

    async def welcome_back(self, access: Access) -> None:
        """Ask somebody who came back how it is now, if that is due.

        Nothing waits for it: when it cannot be asked, the talk is simply there as it was.
        """
        async with self._locks.of(access.id):
            with contextlib.suppress(*_HINDRANCES):
                visit = await self._store.read(return_visits.due, access, self._clock())
                if visit is not None:
                    answer = await self._ask(access, visit)
                    await self._keep(return_visits.commit, access, visit, answer)

    async def _answer_one(self, access: Access, debt: Owed) -> None:
        try:
            answer = await self._made(access, debt)
        except TurnFailed:
            answer = _apology(debt)
        await self._keep(commit, access, debt, answer)

    async def _made(self, access: Access, debt: Owed) -> Answer:
        if debt.body.picture is not None:
            return await self._store.read(keeping.answer, access, debt)
        return await self._ask(access, debt)

    async def _ask(self, access: Access, debt: Owed) -> Answer:
        now = self._clock()
        duty = await self._store.read(presence.for_talk, access, now)
        context = Context(
            language=debt.language,
            now=now.isoformat(),
            risk=debt.risk,
            risk_types=debt.risk_types,
            on_duty=duty.is_there,
            opens_at=duty.opens_at.isoformat() if duty.opens_at else None,
        )
        message = Message(debt.body.text, debt.body.pressed)
        return await self._engine.turn(debt.state, message, context)

    async def _keep(self, commit: Commit, access: Access, debt: Owed, answer: Answer) -> None:
        if not await self._store.write(commit, access, debt, answer, self._clock()):
            return
        if answer.effects.counts:
            # Until the file is written anew, it may tell which answer a count came with.
            self._store.has_traces = True
        self._bus.publish(str(access.id))
        if answer.effects.handover:
            self._bus.publish(QUEUE)


def _apology(debt: Owed) -> Answer:
    """What is said instead of an answer that cannot be made; trying again would fail again."""
    said = texts.say("turn_failed", debt.language)
    reply = Reply(said.text, said.key, said.buttons)
    return Answer((reply,), Effects(), debt.state or {}, "")
