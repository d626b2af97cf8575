"""Coming back: the bot asks how it is now, once, and only where a talk had come to rest."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot import conversations, return_visits
from bot.access import Access
from bot.bus import Bus
from bot.dialogue import Dialogue
from bot.engine import Answer, Context, Effects, Message, Reply
from bot.errors import StoreUnavailable, TurnFailed
from bot.models import Author, State
from bot.store import Store
from expertise.texts import Button
from tests.support.engine import FakeEngine, answer
from tests.support.people import NOW, fresh_token, incoming, row_of, state_of, talk
from tests.support.talks import (
    handed_over,
    human_came_and_went,
    human_is_asked,
    said,
    talk_is_erased,
)

TOKEN = fresh_token()
LATER = NOW + timedelta(hours=3)
YES = Button("Ja", "now_better")


def asks(message: Message, context: Context) -> Answer:
    """An engine that has a question for who comes back, and a plain answer else."""
    if message.button == Button("", "came_back"):
        return Answer((Reply("Hoe is het nu?", "came_back", (YES,)),), Effects(), {"n": 2}, "fake")
    return answer(f"bot:{message.text}")


def dialogue(store: Store, engine: FakeEngine, now: datetime = LATER) -> Dialogue:
    return Dialogue(store, engine, Bus(), lambda: now)


async def rested(store: Store, engine: FakeEngine) -> Access:
    """A talk that was answered, a while ago."""
    with store.session(writing=True) as session:
        access = talk(session, "een", token=TOKEN)
    assert await dialogue(store, engine, NOW).answer(access)
    engine.heard.clear()
    return access


async def test_welcome_back_when_the_talk_rests_then_the_bot_asks_and_no_visit_is_shown(
    store: Store,
) -> None:
    engine = FakeEngine(asks)
    access = await rested(store, engine)
    await dialogue(store, engine).welcome_back(access)
    ((message, context),) = engine.heard
    assert (message, context.now) == (Message("", Button("", "came_back")), LATER.isoformat())
    assert said(store, access) == [
        (Author.REPORTER, "een"), (Author.BOT, "bot:een"), (Author.BOT, "Hoe is het nu?"),
    ]  # fmt: skip


async def test_welcome_back_when_it_is_answered_then_the_talk_goes_on_from_there(
    store: Store,
) -> None:
    states: list[Any] = []

    class Remembering(FakeEngine):
        async def turn(self, state: Any, message: Message, context: Context) -> Answer:
            states.append(state)
            return await super().turn(state, message, context)

    engine = Remembering(asks)
    access = await rested(store, engine)
    await dialogue(store, engine).welcome_back(access)
    with store.session(writing=True) as session:
        pressed = incoming("Ja", pressed=(3, 0))
        conversations.receive(session, TOKEN, pressed, LATER, may_begin=False)
    assert await dialogue(store, engine).answer(access)
    assert engine.heard[-1][0] == Message("Ja", YES)
    assert states == [None, {"turns": 1}, {"n": 2}]


async def test_welcome_back_when_the_tab_is_open_then_it_is_told(store: Store) -> None:
    engine = FakeEngine(asks)
    access = await rested(store, engine)
    bus = Bus()
    with bus.subscribe(str(access.id)) as news:
        await Dialogue(store, engine, bus, lambda: LATER).welcome_back(access)
        assert await news.wait(20) == {str(access.id)}


async def test_welcome_back_when_the_code_is_typed_twice_then_it_asks_once(store: Store) -> None:
    engine = FakeEngine(asks)
    access = await rested(store, engine)
    bot = dialogue(store, engine)
    await asyncio.gather(bot.welcome_back(access), bot.welcome_back(access))
    await dialogue(store, engine).welcome_back(access)
    assert len(engine.heard) == 1
    assert len(said(store, access)) == 3


async def test_welcome_back_when_another_process_was_faster_then_it_asks_once(
    store: Store,
) -> None:
    other = FakeEngine(asks)
    access = await rested(store, other)

    class Slower(FakeEngine):
        async def turn(self, state: Any, message: Message, context: Context) -> Answer:
            await dialogue(store, other).welcome_back(access)
            return answer("te laat")

    await dialogue(store, Slower()).welcome_back(access)
    assert said(store, access)[2:] == [(Author.BOT, "Hoe is het nu?")]


@pytest.mark.parametrize(("minutes", "times"), [(58, 0), (60, 1)])
async def test_welcome_back_when_the_last_word_is_an_hour_old_then_it_asks(
    store: Store, minutes: int, times: int
) -> None:
    engine = FakeEngine(asks)
    access = await rested(store, engine)
    now = NOW + timedelta(minutes=minutes)
    await dialogue(store, engine, now).welcome_back(access)
    assert len(engine.heard) == times


async def test_welcome_back_when_somebody_comes_back_again_another_day_then_it_asks_again(
    store: Store,
) -> None:
    engine = FakeEngine(asks)
    access = await rested(store, engine)
    for days in (0, 3):
        await dialogue(store, engine, LATER + timedelta(days=days)).welcome_back(access)
    assert [text for _, text in said(store, access)[2:]] == ["Hoe is het nu?"] * 2


async def test_welcome_back_when_the_bot_still_owes_an_answer_then_that_comes_instead(
    store: Store,
) -> None:
    engine = FakeEngine(asks)
    with store.session(writing=True) as session:
        access = talk(session, "een")
    await dialogue(store, engine).welcome_back(access)
    assert engine.heard == []


async def test_welcome_back_when_nothing_was_ever_said_then_it_does_not_ask(store: Store) -> None:
    engine = FakeEngine(asks)
    with store.session(writing=True) as session:
        access = conversations.begin(session, fresh_token(), "nl", "web", NOW)
    await dialogue(store, engine).welcome_back(access)
    assert engine.heard == []


@pytest.mark.parametrize("state", [State.WAITING, State.HUMAN, State.CLOSED])
async def test_welcome_back_when_a_human_has_the_word_then_the_engine_is_not_even_asked(
    store: Store, state: State
) -> None:
    engine = FakeEngine(asks)
    access = await rested(store, engine)
    handed_over(store, access, state, NOW)
    await dialogue(store, engine).welcome_back(access)
    assert engine.heard == []
    assert len(said(store, access)) == 2


def reporter_writes(store: Store, access: Access, now: datetime) -> None:
    with store.session(writing=True) as session:
        conversations.receive(session, TOKEN, incoming("twee"), now, may_begin=False)


@pytest.mark.parametrize(
    "meanwhile", [human_is_asked, human_came_and_went, reporter_writes, talk_is_erased]
)
async def test_welcome_back_when_the_talk_went_on_meanwhile_then_the_question_is_dropped(
    store: Store, meanwhile: Callable[[Store, Access, datetime], None]
) -> None:
    engine = FakeEngine(asks)
    access = await rested(store, engine)

    def script(message: Message, context: Context) -> Answer:
        meanwhile(store, access, LATER)
        return asks(message, context)

    engine.script = script
    await dialogue(store, engine).welcome_back(access)
    assert len(engine.heard) == 1
    assert "Hoe is het nu?" not in [text for _, text in said(store, access)]


async def test_welcome_back_when_a_message_came_first_then_that_is_answered_from_the_old_state(
    store: Store,
) -> None:
    engine = FakeEngine(asks)
    access = await rested(store, engine)

    def script(message: Message, context: Context) -> Answer:
        reporter_writes(store, access, LATER)
        return asks(message, context)

    engine.script = script
    await dialogue(store, engine).welcome_back(access)
    engine.script = asks
    assert await dialogue(store, engine).answer(access)
    assert said(store, access)[2:] == [(Author.REPORTER, "twee"), (Author.BOT, "bot:twee")]


def everything(store: Store, access: Access) -> str:
    """The conversation's row, as comparable text."""
    with store.session() as session:
        row = row_of(session, access)
        return json.dumps({c.name: str(getattr(row, c.name)) for c in row.__table__.columns})


@pytest.mark.parametrize("failure", [None, TurnFailed(), StoreUnavailable()])
async def test_welcome_back_when_the_engine_cannot_then_nothing_changes_and_nothing_is_said(
    store: Store, failure: Exception | None
) -> None:
    engine = FakeEngine(asks)
    access = await rested(store, engine)
    before = everything(store, access)

    def script(message: Message, context: Context) -> Answer:
        assert failure
        raise failure

    engine.up, engine.script = failure is not None, script
    await dialogue(store, engine).welcome_back(access)
    assert (everything(store, access), len(said(store, access))) == (before, 2)


async def test_welcome_back_when_asked_then_the_talk_is_kept_no_longer_for_it(
    store: Store,
) -> None:
    engine = FakeEngine(asks)
    access = await rested(store, engine)
    with store.session() as session:
        before = row_of(session, access).expires_at
    await dialogue(store, engine).welcome_back(access)
    with store.session() as session:
        row = row_of(session, access)
        assert (row.expires_at, state_of(session, access)) == (before, State.BOT)
        assert return_visits.due(session, access, LATER) is None
