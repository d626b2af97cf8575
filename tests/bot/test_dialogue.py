"""The bot's part of a conversation, with an engine that does as told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import conversations, revisions, turns
from bot.access import Access
from bot.bus import QUEUE, Bus
from bot.desk import digest
from bot.dialogue import Dialogue
from bot.engine import Answer, Context, Count, Effects, Message, Reply, Theme, Understanding
from bot.errors import EngineUnavailable, TurnFailed
from bot.models import Author, Conversation, State, Tally, TeamKind
from bot.store import Store
from expertise import texts
from expertise.texts import Button
from tests.support.engine import FakeEngine, answer, echo
from tests.support.people import NOW, fresh_token, incoming, state_of, talk, team
from tests.support.talks import (
    handed_over,
    human_came_and_went,
    human_comes,
    human_is_asked,
    said,
    talk_is_erased,
)


def dialogue(store: Store, engine: FakeEngine, bus: Bus | None = None) -> Dialogue:
    return Dialogue(store, engine, bus or Bus(), lambda: NOW)


def started(store: Store, *texts: str, token: bytes | None = None) -> Access:
    with store.session(writing=True) as session:
        return talk(session, *texts, token=token)


def engine_saying(*replies: Reply, **effects: Any) -> FakeEngine:
    return FakeEngine(lambda message, context: Answer(replies, Effects(**effects), {}, "fake"))


def failing(error: Exception) -> FakeEngine:
    def script(message: Message, context: Context) -> Answer:
        raise error

    return FakeEngine(script)


async def test_answer_when_the_words_change_meanwhile_then_the_new_ones_are_answered(
    store: Store,
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        message = incoming("hoi", "m1")
        access = conversations.receive(session, token, message, NOW, may_begin=True).access

    def while_they_edit(message: Message, context: Context) -> Answer:
        with store.session(writing=True) as session:
            revisions.revise(session, token, incoming("dag", "m1"), NOW)
        return echo(message, context)

    engine = FakeEngine(while_they_edit)
    assert await dialogue(store, engine).answer(access)
    assert said(store, access) == [(Author.REPORTER, "dag"), (Author.BOT, "bot:dag")]


async def test_answer_when_several_turns_wait_then_each_is_answered_once_in_order(
    store: Store,
) -> None:
    access = started(store, "een", "twee", "drie")
    engine = FakeEngine()
    assert await dialogue(store, engine).answer(access)
    assert await dialogue(store, engine).answer(access)
    assert [message.text for message, _ in engine.heard] == ["een", "twee", "drie"]
    assert said(store, access) == [
        (Author.REPORTER, "een"), (Author.REPORTER, "twee"), (Author.REPORTER, "drie"),
        (Author.BOT, "bot:een"), (Author.BOT, "bot:twee"), (Author.BOT, "bot:drie"),
    ]  # fmt: skip


async def test_answer_when_the_engine_is_away_then_the_turn_stays_owed(store: Store) -> None:
    access = started(store, "een")
    engine = FakeEngine()
    engine.up = False
    assert not await dialogue(store, engine).answer(access)
    assert said(store, access) == [(Author.REPORTER, "een")]
    engine.up = True
    assert await dialogue(store, engine).answer(access)
    assert said(store, access)[1:] == [(Author.BOT, "bot:een")]


async def test_answer_when_this_one_turn_cannot_be_answered_then_it_says_so_and_goes_on(
    store: Store,
) -> None:
    access = started(store, "een", "twee")
    failures: list[Exception] = [TurnFailed()]

    def script(message: Message, context: Context) -> Answer:
        if failures:
            raise failures.pop()
        return echo(message, context)

    assert await dialogue(store, FakeEngine(script)).answer(access)
    first, second = (text for author, text in said(store, access) if author is Author.BOT)
    assert first
    assert second == "bot:twee"


async def test_answer_when_the_talk_goes_on_then_the_engine_gets_its_state_back(
    store: Store,
) -> None:
    token = fresh_token()
    access = started(store, "een", token=token)
    states: list[Any] = []

    class Counting(FakeEngine):
        async def turn(self, state: Any, message: Message, context: Context) -> Answer:
            states.append(state)
            return Answer((), Effects(), {"turn": len(states), "slot": "kanarie"}, "fake")

    await dialogue(store, Counting()).answer(access)
    with store.session(writing=True) as session:
        conversations.receive(session, token, incoming("twee"), NOW, may_begin=False)
        sealed = session.get_one(Conversation, access.id).sealed_engine_state
    await dialogue(store, Counting()).answer(access)
    assert states == [None, {"turn": 1, "slot": "kanarie"}]
    assert sealed is not None
    assert b"kanarie" not in sealed


async def test_answer_when_asked_then_the_engine_knows_language_risk_hour_and_duty(
    store: Store,
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        message = incoming("ik word thuis geslagen", language="en")
        got = conversations.receive(session, token, message, NOW, may_begin=True)
    engine = FakeEngine()
    await dialogue(store, engine).answer(got.access)
    ((_, context),) = engine.heard
    assert context == Context(
        language="en",
        now=NOW.isoformat(),
        risk=message.finding.risk,
        risk_types=message.finding.types,
        on_duty=False,
    )
    assert context.risk != "none"


async def test_answer_when_the_model_saw_more_than_the_rules_then_it_is_told_of_the_rules_alone(
    store: Store,
) -> None:
    """Who says "nee" to the direct question is not told to call 112 for what a model made of it."""
    token = fresh_token()
    with store.session(writing=True) as session:
        got = conversations.receive(session, token, incoming("ik wil dood"), NOW, may_begin=True)
    heard = Understanding(risk="acute", risk_types=("suicide",))
    await dialogue(store, engine_saying(understanding=heard)).answer(got.access)
    with store.session(writing=True) as session:
        conversations.receive(session, token, incoming("nee"), NOW, may_begin=False)
    engine = FakeEngine()
    await dialogue(store, engine).answer(got.access)
    ((_, context),) = engine.heard
    assert (context.risk, context.risk_types) == ("concern", ("suicide",))


@pytest.mark.parametrize(
    "meanwhile", [human_comes, human_came_and_went, human_is_asked, talk_is_erased]
)
async def test_answer_when_the_word_was_taken_meanwhile_then_the_bot_is_silent(
    store: Store, meanwhile: Callable[[Store, Access, datetime], None]
) -> None:
    access = started(store, "een")

    def script(message: Message, context: Context) -> Answer:
        meanwhile(store, access, NOW)
        return echo(message, context)

    engine = FakeEngine(script)
    assert await dialogue(store, engine).answer(access)
    assert len(engine.heard) == 1
    assert not [text for author, text in said(store, access) if author is Author.BOT]


async def test_answer_when_another_process_was_faster_then_it_is_said_once(store: Store) -> None:
    access = started(store, "een")
    other = FakeEngine()

    class Slower(FakeEngine):
        async def turn(self, state: Any, message: Message, context: Context) -> Answer:
            await dialogue(store, other).answer(access)
            return answer("te laat")

    assert await dialogue(store, Slower()).answer(access)
    assert said(store, access)[1:] == [(Author.BOT, "bot:een")]


@pytest.mark.parametrize("state", [State.WAITING, State.HUMAN, State.CLOSED])
async def test_answer_when_a_human_has_the_word_then_the_engine_is_not_even_asked(
    store: Store, state: State
) -> None:
    access = started(store, "een")
    handed_over(store, access, state, NOW)
    engine = FakeEngine()
    assert await dialogue(store, engine).answer(access)
    assert engine.heard == []


async def test_answer_when_a_handover_is_agreed_then_it_waits_and_queue_and_tab_are_told(
    store: Store,
) -> None:
    access = started(store, "een")
    with store.session(writing=True) as session:
        team(session, kind=TeamKind.NATIONAL)
    bus = Bus()
    with bus.subscribe(str(access.id), QUEUE) as news:
        engine = engine_saying(Reply("Ik haal iemand."), handover=True)
        await dialogue(store, engine, bus).answer(access)
        assert await news.wait(20) == {str(access.id), QUEUE}
    assert said(store, access)[-1] == (Author.BOT, "Ik haal iemand.")
    with store.session() as session:
        assert state_of(session, access) is State.WAITING


async def test_answer_when_there_is_no_team_then_that_is_said_and_nothing_else(
    store: Store,
) -> None:
    access = started(store, "een")
    untrue = Reply("Het team kan het gesprek nu lezen.")
    await dialogue(store, engine_saying(untrue, handover=True)).answer(access)
    with store.session() as session:
        assert state_of(session, access) is State.BOT
    assert said(store, access)[1:] == [(Author.BOT, texts.text("page.human.no_team", "nl"))]


async def test_answer_when_a_code_is_offered_then_the_last_reply_says_so(store: Store) -> None:
    access = started(store, "een")
    await dialogue(store, engine_saying(Reply("a"), Reply("b"), show_code=True)).answer(access)
    with store.session() as session:
        _, first, last = turns.said(session, access)
    assert (first.body.payload, last.body.payload) == (None, {"kind": "code"})


async def test_answer_when_it_was_understood_then_the_digest_grows(store: Store) -> None:
    token = fresh_token()
    access = started(store, "een", token=token)
    advice = {"kind": "advice", "main": {"id": "mentor"}, "others": [{"id": "vertrouwenspersoon"}]}
    heard = Understanding((Theme("bullying", 0.9),), risk="concern", risk_types=("home",))
    engine = engine_saying(
        Reply("raad", "advice.bullying", payload=advice),
        understanding=heard, theme="bullying", role="pupil",
    )  # fmt: skip
    await dialogue(store, engine).answer(access)
    with store.session(writing=True) as session:
        conversations.receive(session, token, incoming("twee"), NOW, may_begin=False)
    later = engine_saying(understanding=Understanding((Theme("lgbti", 0.7),)))
    await dialogue(store, later).answer(access)
    with store.session() as session:
        known = digest.load(access, session.get_one(Conversation, access.id))
    assert known == digest.Digest(
        theme="bullying",
        confidence=0.7,
        themes=("bullying", "lgbti"),
        role="pupil",
        risk="concern",
        risk_types=("home",),
        advised=("mentor", "vertrouwenspersoon"),
        told=("advice.bullying",),
    )


async def test_answer_when_the_bot_asks_with_buttons_then_their_meaning_is_kept(
    store: Store,
) -> None:
    access = started(store, "een")
    button = Button("Pesten", "choose_theme", {"theme": "bullying"})
    await dialogue(store, engine_saying(Reply("Wat?", buttons=(button,)))).answer(access)
    with store.session() as session:
        found = turns.one(session, access, 2)
    assert found is not None
    assert found.body.buttons == (button,)


SAFETY = Count("safety", {"value": "4"})


def counted(store: Store) -> int:
    with store.session() as session:
        return session.execute(select(func.coalesce(func.sum(Tally.count), 0))).scalar_one()


async def test_answer_when_something_is_counted_then_once_and_its_traces_are_wiped_later(
    store: Store,
) -> None:
    access = started(store, "een")
    assert await dialogue(store, engine_saying(counts=(SAFETY,))).answer(access)
    assert await dialogue(store, engine_saying(counts=(SAFETY,))).answer(access)
    assert counted(store) == 1
    assert store.has_traces


async def test_answer_when_nothing_is_counted_then_there_is_nothing_to_wipe(store: Store) -> None:
    assert await dialogue(store, FakeEngine()).answer(started(store, "een"))
    assert (counted(store), store.has_traces) == (0, False)


async def test_answer_when_the_same_message_comes_twice_then_it_counts_once(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        access = talk(session, token=token)
    engine = engine_saying(counts=(SAFETY,))
    await dialogue(store, engine).answer(access)
    for _ in range(2):
        with store.session(writing=True) as session:
            again = incoming("4", "m1")
            conversations.receive(session, token, again, NOW, may_begin=False)
        await dialogue(store, engine).answer(access)
    assert counted(store) == 2


@pytest.mark.parametrize(
    "meanwhile", [human_comes, human_came_and_went, human_is_asked, talk_is_erased]
)
async def test_answer_when_it_is_dropped_then_it_counts_nothing(
    store: Store, meanwhile: Callable[[Store, Access, datetime], None]
) -> None:
    access = started(store, "een")

    def script(message: Message, context: Context) -> Answer:
        meanwhile(store, access, NOW)
        return answer("te laat", counts=(SAFETY,))

    assert await dialogue(store, FakeEngine(script)).answer(access)
    assert (counted(store), store.has_traces) == (0, False)


async def test_answer_when_something_unforeseen_breaks_then_nothing_is_half_stored(
    store: Store,
) -> None:
    access = started(store, "een")
    broken = Reply("raad", payload={"kind": "advice"})
    with pytest.raises(KeyError):
        await dialogue(store, engine_saying(broken, counts=(SAFETY,))).answer(access)
    assert counted(store) == 0
    assert said(store, access) == [(Author.REPORTER, "een")]
    assert await dialogue(store, FakeEngine()).answer(access)
    assert said(store, access)[1:] == [(Author.BOT, "bot:een")]


async def test_answer_when_the_talk_does_not_exist_then_nothing_is_owed(store: Store) -> None:
    access = started(store, "een")
    talk_is_erased(store, access, NOW)
    assert await dialogue(store, failing(EngineUnavailable())).answer(access)
