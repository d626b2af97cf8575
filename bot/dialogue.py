"""The bot's part of a conversation: what it still owes an answer to, and giving it.

The engine is asked outside every transaction. The answer is stored in one that looks again: when a
human came in between, or another process answered first, the bot's words are dropped.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import digest, handover, turns, vault
from bot.access import Access, conversation_of
from bot.bus import QUEUE, Bus
from bot.clock import Clock
from bot.engine import Answer, Context, Effects, Engine, Message, Reply
from bot.errors import (
    EngineUnavailable,
    NobodyToAsk,
    StoreUnavailable,
    TurnFailed,
    UnknownConversation,
)
from bot.locks import KeyedLocks
from bot.models import Author, Conversation, State, Turn
from bot.store import Store
from bot.turns import Body
from expertise import texts
from expertise.languages import Language


@dataclass(frozen=True)
class Owed:
    """A reporter's turn that the bot has not answered yet, with all that the engine needs."""

    seq: int
    body: Body
    state: Mapping[str, Any] | None = field(repr=False)
    language: Language
    risk: str
    risk_types: tuple[str, ...]


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
    known = digest.load(access, conversation)
    state = _load_state(access, conversation)
    return Owed(seq, said.body, state, conversation.language, known.risk, known.risk_types)


def commit(session: Session, access: Access, debt: Owed, answer: Answer, now: datetime) -> bool:
    """Store an answer, unless the bot no longer has the word. Says whether it was stored."""
    conversation = conversation_of(session, access, lock=True)
    if conversation.state != State.BOT or conversation.answered >= debt.seq:
        return False
    replies = _with_code_offer(answer)
    if answer.effects.handover and not _hand_over(session, access, now):
        replies = (_nobody(conversation.language),)
    for reply in replies:
        body = Body(reply.text, buttons=reply.buttons, payload=reply.payload)
        turns.append(session, access, conversation, Author.BOT, body, now)
    conversation.answered = debt.seq
    _save_state(access, conversation, answer)
    _learn(access, conversation, answer)
    return True


class Dialogue:
    """Lets the bot answer, one conversation at a time."""

    def __init__(
        self, store: Store, engine: Engine, bus: Bus, clock: Clock, on_duty: Callable[..., bool]
    ) -> None:
        self._store = store
        self._engine = engine
        self._bus = bus
        self._clock = clock
        self._on_duty = on_duty
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

    async def _answer_one(self, access: Access, debt: Owed) -> None:
        now = self._clock()
        context = Context(
            language=debt.language,
            now=now.isoformat(),
            risk=debt.risk,
            risk_types=debt.risk_types,
            on_duty=await self._store.read(self._on_duty, now),
        )
        message = Message(debt.body.text, debt.body.pressed)
        try:
            answer = await self._engine.turn(debt.state, message, context)
        except TurnFailed:
            answer = _apology(debt)
        if await self._store.write(commit, access, debt, answer, self._clock()):
            self._bus.publish(str(access.id))
            if answer.effects.handover:
                self._bus.publish(QUEUE)


def _apology(debt: Owed) -> Answer:
    """What is said instead of an answer that cannot be made; trying again would fail again."""
    said = texts.say("turn_failed", debt.language)
    reply = Reply(said.text, said.key, said.buttons)
    return Answer((reply,), Effects(), debt.state or {}, "")


def _with_code_offer(answer: Answer) -> tuple[Reply, ...]:
    """A turn that offers the return code says so to the page on its last reply."""
    if not (answer.effects.show_code and answer.replies):
        return answer.replies
    last = replace(answer.replies[-1], payload={"kind": "code"})
    return (*answer.replies[:-1], last)


def _learn(access: Access, conversation: Conversation, answer: Answer) -> None:
    known = digest.load(access, conversation)
    heard = answer.effects.understanding
    if heard is not None:
        best = max((t.confidence for t in heard.themes), default=known.confidence)
        known = replace(known, confidence=best).with_risk(heard.risk, heard.risk_types)
        known = replace(
            known, themes=tuple(dict.fromkeys((*known.themes, *(t.code for t in heard.themes))))
        )
    role = answer.effects.role or known.role
    known = replace(known, theme=answer.effects.theme or known.theme, role=role)
    told = (reply.key for reply in answer.replies if reply.key)
    digest.save(access, conversation, known.with_advice(_advised(answer), told))


def _advised(answer: Answer) -> list[str]:
    """The parties in the advice cards of an answer."""
    found: list[str] = []
    for payload in (reply.payload for reply in answer.replies):
        if payload and payload.get("kind") == "advice":
            found += [party["id"] for party in (payload["main"], *payload["others"])]
    return found


def _hand_over(session: Session, access: Access, now: datetime) -> bool:
    """Says whether there is a team that can read the talk now."""
    try:
        handover.ask(session, access, now)
    except NobodyToAsk:
        return False
    return True


def _nobody(language: Language) -> Reply:
    """Instead of the engine's words that the team can read along: there is no team."""
    return Reply(texts.text(NobodyToAsk.key, language), NobodyToAsk.key)


def _load_state(access: Access, conversation: Conversation) -> Mapping[str, Any] | None:
    sealed = conversation.sealed_engine_state
    if sealed is None:
        return None
    state: Mapping[str, Any] = json.loads(vault.unseal(access.key, sealed, _place(access)))
    return state


def _save_state(access: Access, conversation: Conversation, answer: Answer) -> None:
    plain = json.dumps(answer.state).encode()
    conversation.sealed_engine_state = vault.seal(access.key, plain, _place(access))


def _place(access: Access) -> str:
    return f"engine:{access.id}"
