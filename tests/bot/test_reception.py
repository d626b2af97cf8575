"""Taking in messages, and seeing to it that the bot answers them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot import conversations, handover, turns
from bot.access import Access, by_token
from bot.bus import QUEUE, Bus, held_by
from bot.dialogue import Dialogue
from bot.engine import Answer, Context, Message
from bot.errors import EngineUnavailable, UnknownConversation
from bot.models import Author
from bot.reception import Reception
from bot.store import Store
from tests.support.engine import FakeEngine, echo
from tests.support.people import NOW, fresh_token, handed_over, incoming, talk, team

TOKEN = fresh_token()
# How long a test that has failed takes to say so.
PATIENCE_S = 20.0


class Desk:
    """A reception with everything behind it."""

    def __init__(self, store: Store, engine: FakeEngine | None = None) -> None:
        self.store = store
        self.engine = engine or FakeEngine()
        self.bus = Bus()
        dialogue = Dialogue(store, self.engine, self.bus, lambda: NOW)
        self.reception = Reception(store, dialogue, self.bus, lambda: NOW)

    async def take(self, text: str, message_id: str | None = None) -> Access:
        message = incoming(text, message_id)
        return (await self.reception.take(TOKEN, message, may_begin=True)).access

    def bot_said(self, access: Access) -> list[str]:
        with self.store.session() as session:
            found = turns.said(session, access)
        return [turn.body.text for turn in found if turn.author is Author.BOT]

    def at_work(self) -> int:
        return len(self.reception._attending)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries that do not wait."""
    monkeypatch.setattr("bot.reception._RETRIES", (0.0,) * 5)


async def test_take_when_the_engine_answers_then_the_tab_is_told_twice(store: Store) -> None:
    desk = Desk(store)
    access = await desk.take("een")
    with desk.bus.subscribe(str(access.id)) as news:
        await desk.reception.attend(access)
        assert await news.wait(PATIENCE_S) == {str(access.id)}
    assert desk.bot_said(access) == ["bot:een"]
    assert desk.at_work() == 0


async def test_take_when_the_same_message_comes_again_then_it_is_answered_once(
    store: Store,
) -> None:
    desk = Desk(store)
    access, *_ = [await desk.take("een", "m1") for _ in range(3)]
    await desk.reception.attend(access)
    assert desk.bot_said(access) == ["bot:een"]


async def test_take_when_it_may_not_begin_then_nothing_is_attended(store: Store) -> None:
    desk = Desk(store)
    with pytest.raises(UnknownConversation):
        await desk.reception.take(fresh_token(), incoming(), may_begin=False)
    assert desk.at_work() == 0


async def test_take_when_a_human_has_the_word_then_they_are_told_and_the_bot_is_silent(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session, token=TOKEN)
        handover.claim(session, who, access.id, NOW)
    desk = Desk(store)
    with desk.bus.subscribe(QUEUE, held_by(who.id), str(access.id)) as news:
        await desk.take("ben je er?")
        assert await news.wait(PATIENCE_S) == {held_by(who.id), str(access.id)}
    await desk.reception.attend(access)
    assert desk.engine.heard == []


@pytest.mark.parametrize(
    ("text", "language", "stirs"),
    [
        ("ben je er?", "nl", False),
        ("are you there?", "en", True),
        ("ik wil dood, ik doe het vanavond", "nl", True),
    ],
)
async def test_take_when_somebody_waits_then_consoles_look_only_if_the_queue_shows_something_else(
    store: Store, text: str, language: str, stirs: bool
) -> None:
    with store.session(writing=True) as session:
        team(session)
        handed_over(session, token=TOKEN)
    desk = Desk(store)
    with desk.bus.subscribe(QUEUE) as news:
        await desk.reception.take(TOKEN, incoming(text, language=language), may_begin=False)
        assert await news.wait(0) == ({QUEUE} if stirs else set())


@pytest.mark.usefixtures("quick")
async def test_attend_when_the_engine_comes_back_then_what_was_said_is_answered(
    store: Store,
) -> None:
    class Restarting(FakeEngine):
        refusals = 3

        async def turn(self, state: Any, message: Message, context: Context) -> Answer:
            self.up = self.refusals == 0
            self.refusals -= not self.up
            return await super().turn(state, message, context)

    desk = Desk(store, Restarting())
    access = await desk.take("een")
    await desk.reception.attend(access)
    assert desk.bot_said(access) == ["bot:een"]


@pytest.mark.usefixtures("quick")
async def test_attend_when_the_engine_stays_away_then_it_gives_up_and_begins_again_when_asked(
    store: Store,
) -> None:
    desk = Desk(store)
    desk.engine.up = False
    access = await desk.take("een")
    await desk.reception.attend(access)
    assert (desk.bot_said(access), desk.at_work()) == ([], 0)
    desk.engine.up = True
    await desk.reception.attend(access)
    assert desk.bot_said(access) == ["bot:een"]


async def test_attend_when_something_new_comes_while_it_waits_then_it_tries_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reception._RETRIES", (3600.0,) * 5)
    refused, asked_again = asyncio.Event(), asyncio.Event()

    class Away(FakeEngine):
        async def turn(self, state: Any, message: Message, context: Context) -> Answer:
            if not refused.is_set():
                refused.set()
                raise EngineUnavailable
            asked_again.set()
            return await super().turn(state, message, context)

    desk = Desk(store, Away())
    async with asyncio.timeout(PATIENCE_S):
        await desk.take("een")
        await refused.wait()
        access = await desk.take("twee")
        await asked_again.wait()
        await desk.reception.attend(access)
    assert desk.bot_said(access) == ["bot:een", "bot:twee"]


async def test_attend_when_many_messages_come_then_one_task_sees_to_the_talk(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reception._RETRIES", (3600.0,) * 5)
    desk = Desk(store)
    desk.engine.up = False
    access, *_ = [await desk.take(f"{n}") for n in range(20)]
    before = {task for task in asyncio.all_tasks() if "Reception._persist" in repr(task)}
    assert len(before) == desk.at_work() == 1
    await desk.reception.close()
    assert all(task.done() for task in before)
    assert desk.bot_said(access) == []


async def test_attend_when_a_message_comes_just_after_the_last_look_then_it_is_not_missed(
    store: Store,
) -> None:
    desk = Desk(store)
    with store.session(writing=True) as session:
        access = talk(session, "een", token=TOKEN)

    class Late(Dialogue):
        async def answer(self, access: Access) -> bool:
            done = await super().answer(access)
            if len(desk.engine.heard) == 1:
                with store.session(writing=True) as session:
                    message = incoming("twee")
                    conversations.receive(session, TOKEN, message, NOW, may_begin=False)
                desk.reception.attend(access)
            return done

    late = Late(store, desk.engine, desk.bus, lambda: NOW)
    desk.reception = Reception(store, late, desk.bus, lambda: NOW)
    await desk.reception.attend(access)
    assert desk.bot_said(access) == ["bot:een", "bot:twee"]


async def test_take_when_the_page_is_left_at_that_moment_then_it_is_kept_and_answered(
    store: Store,
) -> None:
    answered = asyncio.Event()
    loop = asyncio.get_running_loop()

    def script(message: Message, context: Context) -> Answer:
        loop.call_soon(answered.set)
        return echo(message, context)

    desk = Desk(store, FakeEngine(script))
    request = asyncio.create_task(desk.take("een"))
    loop.call_soon(request.cancel)
    with pytest.raises(asyncio.CancelledError):
        await request
    async with asyncio.timeout(PATIENCE_S):
        await answered.wait()
    with store.session() as session:
        access = by_token(session, TOKEN, NOW)
    await desk.reception.attend(access)
    assert desk.bot_said(access) == ["bot:een"]


async def test_attend_when_something_unforeseen_breaks_then_only_its_name_is_logged(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def script(message: Message, context: Context) -> Answer:
        raise RuntimeError(f"cannot read {message.text}")

    desk = Desk(store, FakeEngine(script))
    with caplog.at_level(logging.DEBUG):
        access = await desk.take("kanarie")
        await asyncio.wait({desk.reception.attend(access)})
    assert "answering failed: RuntimeError" in caplog.text
    assert "kanarie" not in caplog.text
    assert desk.at_work() == 0
    desk.engine.script = echo
    await desk.reception.attend(access)
    assert desk.bot_said(access) == ["bot:kanarie"]


class Welcoming(Dialogue):
    """A bot that is asked to welcome somebody, and does as a test says."""

    def __init__(self, desk: Desk, welcome: Callable[[], Awaitable[None]]) -> None:
        super().__init__(desk.store, desk.engine, desk.bus, lambda: NOW)
        self._welcome = welcome

    async def welcome_back(self, access: Access) -> None:
        await self._welcome()


def returning(store: Store, welcome: Callable[[], Awaitable[None]]) -> tuple[Desk, Access]:
    desk = Desk(store)
    with store.session(writing=True) as session:
        access = talk(session)
    desk.reception = Reception(store, Welcoming(desk, welcome), desk.bus, lambda: NOW)
    return desk, access


async def test_welcome_back_when_the_bot_is_quick_then_its_words_are_there(
    sqlite_store: Store,
) -> None:
    done: list[bool] = []

    async def welcome() -> None:
        await asyncio.sleep(0)
        done.append(True)

    desk, access = returning(sqlite_store, welcome)
    await desk.reception.welcome_back(access)
    assert (done, desk.reception._welcoming) == ([True], set())


async def test_welcome_back_when_the_bot_is_slow_then_nobody_waits_and_it_still_comes(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reception._PATIENCE_S", 0.0)
    may_come, came = asyncio.Event(), asyncio.Event()

    async def welcome() -> None:
        await may_come.wait()
        came.set()

    desk, access = returning(sqlite_store, welcome)
    await desk.reception.welcome_back(access)
    assert not came.is_set()
    may_come.set()
    async with asyncio.timeout(PATIENCE_S):
        await came.wait()


async def test_welcome_back_when_the_program_ends_then_it_does_not_wait_for_it(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reception._PATIENCE_S", 0.0)
    desk, access = returning(sqlite_store, asyncio.Event().wait)  # type: ignore[arg-type]
    await desk.reception.welcome_back(access)
    async with asyncio.timeout(PATIENCE_S):
        await desk.reception.close()
    assert desk.reception._welcoming == set()


async def test_welcome_back_when_something_unforeseen_breaks_then_only_its_name_is_logged(
    sqlite_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async def welcome() -> None:
        raise RuntimeError("kanarie")

    desk, access = returning(sqlite_store, welcome)
    with caplog.at_level(logging.DEBUG):
        await desk.reception.welcome_back(access)
    assert "answering failed: RuntimeError" in caplog.text
    assert "kanarie" not in caplog.text


async def test_attend_when_the_talk_was_erased_then_nothing_goes_on(store: Store) -> None:
    desk = Desk(store)
    desk.engine.up = False
    access = await desk.take("een")
    with store.session(writing=True) as session:
        conversations.erase(session, access.id, NOW)
    await desk.reception.attend(access)
    assert desk.at_work() == 0
