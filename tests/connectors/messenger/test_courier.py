"""What is said in a talk arrives in its chat: once, in order, whatever happens on the way."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from bot import access as bot_access
from bot import conversations, handover
from bot.engine import Answer, Context, Effects, Message, Reply
from bot.messengers import chats, outbox
from bot.messengers.outbox import Piece
from bot.models import Chat, Post
from bot.postgres_bus import PostgresBus
from bot.store import Store
from connectors.messenger import company
from connectors.messenger.protocol import Away, Refused
from expertise import cards, texts
from expertise.texts import Button
from tests.support.chatting import Chatting
from tests.support.engine import FakeEngine, answer
from tests.support.people import NOW

YES = Button("Ja", "/yes")


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries that follow each other at once."""
    monkeypatch.setattr("connectors.messenger.errands._WAITS_S", (0.0,))


def asks(message: Message, _context: Context) -> Answer:
    """A question with a button below it."""
    return Answer((Reply(f"bot:{message.text}", buttons=(YES,)),), Effects(), {"n": 1}, "fake")


def due(chatting: Chatting) -> int:
    with chatting.store.session() as session:
        return session.execute(select(func.count(Post.id)).where(Post.is_due)).scalar_one()


def is_any_closed(session: Session) -> bool:
    return session.execute(select(Chat.id).where(Chat.is_closed)).first() is not None


def put(chatting: Chatting, *words: str, address: str = "anna", stirs: bool = True) -> None:
    """Something of ours is due to a chat."""
    chat = chatting.chat(address)
    with chatting.store.session(writing=True) as session:
        for text in words:
            message = outbox.Message(pieces=(Piece(text),))
            outbox.put(session, chatting.keys, chat.id, f"update:{text}:0", message, NOW)
    if stirs:
        chatting.courier.stir(chat.id)


@asynccontextmanager
async def locked(store: Store) -> AsyncIterator[None]:
    """Lock a SQLite file, and leave it so until three tries to write have failed."""
    loop, tries, is_enough = asyncio.get_running_loop(), itertools.count(1), asyncio.Event()

    def count(_context: object) -> None:
        if next(tries) == 3:
            loop.call_soon_threadsafe(is_enough.set)

    event.listen(store.engine, "handle_error", count)
    with closing(sqlite3.connect(store.url.database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        async with asyncio.timeout(20):
            await is_enough.wait()


async def test_courier_when_somebody_writes_then_the_answer_arrives(store: Store) -> None:
    async with Chatting(store).running() as chatting:
        await chatting.say("hoi")
        await chatting.until(lambda: chatting.messenger.says("anna") == ["bot:hoi"])


async def test_courier_when_many_write_at_once_then_each_has_their_answers_in_order(
    store: Store,
) -> None:
    async with Chatting(store).running() as chatting:
        everybody = [f"p{number}" for number in range(40)]
        for text in ("een", "twee", "drie"):
            await asyncio.gather(*(chatting.say(text, address) for address in everybody))
        wanted = ["bot:een", "bot:twee", "bot:drie"]

        def answered(address: str) -> list[str]:
            # On a slow machine some are told meanwhile that the answer takes longer.
            return [said for said in chatting.messenger.says(address) if said.startswith("bot:")]

        await chatting.until(lambda: all(answered(address) == wanted for address in everybody))


async def test_courier_when_they_write_of_danger_then_the_numbers_come_without_the_engine(
    store: Store,
) -> None:
    chatting = Chatting(store)
    chatting.engine.up = False
    async with chatting.running():
        await chatting.say("ik wil niet meer leven")
        card = cards.card("suicide", "nl", NOW)
        await chatting.until(lambda: any(card.title in s for s in chatting.messenger.says("anna")))
        assert "113" in chatting.messenger.says("anna")[0]


async def test_courier_when_a_counsellor_answers_then_it_says_who_before_their_words(
    store: Store,
) -> None:
    async with Chatting(store).running() as chatting:
        access = await chatting.say("hoi")
        await chatting.until(lambda: len(chatting.messenger.says("anna")) == 1)
        who = chatting.ask_for_human(access)
        await chatting.until(lambda: len(chatting.messenger.says("anna")) == 2)
        chatting.answer(who, access.id, "Dag, ik lees mee.")
        await chatting.until(lambda: len(chatting.messenger.says("anna")) == 4)
        _, waiting, joined, said = chatting.messenger.says("anna")
        assert waiting.startswith(texts.text("page.human.waiting", "nl"))
        assert texts.text("page.human.joined", "nl", name="Samira") in joined
        assert "Dag, ik lees mee." in said


async def test_courier_when_the_counsellor_is_in_another_process_then_it_arrives_too(
    postgres_store: Store,
) -> None:
    here, there = PostgresBus(postgres_store.url), PostgresBus(postgres_store.url)
    for bus in (here, there):
        await bus.start()
    try:
        async with Chatting(postgres_store, bus=here).running() as chatting:
            access = await chatting.say("hoi")
            await chatting.until(lambda: "bot:hoi" in chatting.messenger.says("anna"))
            who = chatting.ask_for_human(access)
            await chatting.until(lambda: len(chatting.messenger.says("anna")) == 2)
            with postgres_store.session(writing=True) as session:
                handover.say(session, who, access.id, "m1", "Van verder weg", NOW)
            there.publish(str(access.id))
            await chatting.until(lambda: "Van verder weg" in chatting.messenger.says("anna")[-1])
    finally:
        for bus in (here, there):
            await bus.stop()


async def test_courier_when_a_counsellor_types_then_it_shows_and_is_never_put(
    store: Store,
) -> None:
    async with Chatting(store).running() as chatting:
        access = await chatting.say("hoi")
        await chatting.until(lambda: chatting.messenger.says("anna") == ["bot:hoi"])
        chatting.messenger.typed.clear()
        chatting.bus.publish(f"typing:{access.id}:counsellor")
        await chatting.until(lambda: chatting.messenger.typed == ["anna"])
    with store.session() as session:
        assert session.execute(select(func.count(Post.id))).scalar_one() == 1


async def test_courier_when_the_bot_takes_long_then_it_types_and_says_so_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company, "_MOMENT_S", 0.0)
    monkeypatch.setattr(company, "_EVERY_S", 0.0)
    chatting = Chatting(store)
    chatting.engine.up = False
    async with chatting.running():
        await chatting.say("hoi")
        late = texts.text("page.error.engine", "nl")
        await chatting.until(lambda: len(chatting.messenger.typed) == company._SHOWN)
        await chatting.until(lambda: chatting.messenger.says("anna") == [late])
        chatting.engine.up = True
        await chatting.until(lambda: chatting.messenger.says("anna") == [late, "bot:hoi"])
        assert len(chatting.messenger.typed) == company._SHOWN


async def test_courier_when_the_next_is_asked_then_only_its_buttons_can_be_pressed(
    store: Store,
) -> None:
    async with Chatting(store, FakeEngine(asks)).running() as chatting:
        for number in range(1, 4):
            await chatting.say(str(number))
            await chatting.until(lambda n=number: len(chatting.messenger.says("anna")) == n)  # type: ignore[misc]
            await chatting.until(lambda: chatting.messenger.shows("anna") == ["Ja"])
        assert chatting.messenger.chats["anna"][-1].labels == ["Ja"]


async def test_courier_when_the_messenger_is_away_then_it_tries_until_it_took_each_once(
    store: Store,
) -> None:
    chatting = Chatting(store)
    chatting.messenger.troubles.extend([Away(), Away(0.0), Away(), Away(0.0)])
    async with chatting.running():
        put(chatting, "een", "twee")
        await chatting.until(lambda: chatting.messenger.says("anna") == ["een", "twee"])
    assert not chatting.messenger.troubles
    assert due(chatting) == 0


async def test_courier_when_it_is_asked_to_wait_then_news_do_not_make_it_try(
    store: Store,
) -> None:
    chatting = Chatting(store)
    chatting.messenger.troubles.append(Away(3600.0))
    async with chatting.running():
        put(chatting, "een")
        await chatting.until(lambda: not chatting.messenger.troubles)
        put(chatting, "hoi", address="bert")
        await chatting.until(lambda: chatting.messenger.says("bert") == ["hoi"])
        put(chatting, "twee")
        put(chatting, "nog", address="bert")
        await chatting.until(lambda: chatting.messenger.says("bert") == ["hoi", "nog"])
        assert chatting.messenger.says("anna") == []
    assert due(chatting) == 2


async def test_courier_when_the_chat_is_closed_then_it_waits_for_who_writes_again(
    store: Store,
) -> None:
    chatting = Chatting(store)
    chatting.messenger.blocked.add("anna")
    async with chatting.running():
        put(chatting, "een", "twee")
        put(chatting, "hoi", address="bert")
        await chatting.until(lambda: chatting.messenger.says("bert") == ["hoi"])
        async with asyncio.timeout(20):
            while not await store.read(is_any_closed):
                pass
    assert due(chatting) == 2
    chatting.messenger.blocked.clear()
    async with chatting.restarted().running() as again:
        put(again, "drie")
        await again.until(lambda: again.messenger.says("anna") == ["een", "twee", "drie"])


async def test_courier_when_one_is_refused_then_it_is_given_up_and_the_next_goes_on(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    chatting = Chatting(store)
    chatting.messenger.troubles.append(Refused("Kwakelbrug"))
    async with chatting.running():
        put(chatting, "Wiebelientje", "twee")
        await chatting.until(lambda: chatting.messenger.says("anna") == ["twee"])
    assert due(chatting) == 0
    assert "refused" in caplog.text
    assert "Kwakelbrug" not in caplog.text
    assert "Wiebelientje" not in caplog.text


async def test_courier_when_it_starts_then_everything_that_happened_meanwhile_arrives(
    store: Store,
) -> None:
    before = Chatting(store)
    await before.courier.close()
    # Nobody delivers: a process died right after it had kept and answered this.
    access = await before.say("hoi")
    await before.services.reception.attend(access)
    put(before, "en dit", stirs=False)
    async with before.restarted().running() as again:
        await again.until(lambda: sorted(again.messenger.says("anna")) == ["bot:hoi", "en dit"])


async def test_courier_when_the_process_died_before_the_answer_then_the_next_one_gives_it(
    store: Store,
) -> None:
    before = Chatting(store)
    before.engine.up = False
    await before.say("hoi")
    await before.services.reception.close()
    await before.courier.close()
    again = before.restarted()
    again.engine.up = True
    async with again.running():
        await again.until(lambda: again.messenger.says("anna") == ["bot:hoi"])


async def test_courier_when_it_died_before_it_could_note_then_it_is_sent_again(
    store: Store,
) -> None:
    chatting = Chatting(store)
    put(chatting, "een")
    chatting.messenger.holds = asyncio.Event()
    task = asyncio.create_task(chatting.courier.run())
    await chatting.until(lambda: chatting.messenger.says("anna") == ["een"])
    for under_way in chatting.courier._delivery._under_way:
        under_way.cancel()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await chatting.courier.close()
    chatting.messenger.holds = None
    async with chatting.restarted().running() as again:
        await again.until(lambda: again.messenger.says("anna") == ["een", "een"])
    assert due(chatting) == 0


async def test_close_when_one_is_under_way_then_it_ends_and_nothing_is_doubled(
    store: Store,
) -> None:
    chatting = Chatting(store)
    chatting.messenger.holds = asyncio.Event()
    async with chatting.running():
        put(chatting, "een", "twee")
        await chatting.until(lambda: chatting.messenger.says("anna") == ["een"])
        asyncio.get_running_loop().call_soon(chatting.messenger.holds.set)
    assert due(chatting) == 1
    async with chatting.restarted().running() as again:
        await again.until(lambda: again.messenger.says("anna") == ["een", "twee"])
    assert due(chatting) == 0


async def test_close_when_one_hangs_then_it_is_not_waited_for_without_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.messenger.delivering._AT_THE_END_S", 0.0)
    chatting = Chatting(store)
    chatting.messenger.holds = asyncio.Event()
    async with chatting.running():
        put(chatting, "een")
        await chatting.until(lambda: chatting.messenger.says("anna") == ["een"])
    assert chatting.courier._delivery._under_way == set()
    assert due(chatting) == 1


async def test_courier_when_the_database_is_away_then_what_was_put_is_not_put_again(
    impatient: None, sqlite_store: Store
) -> None:
    chatting = Chatting(sqlite_store)
    chatting.messenger.holds = asyncio.Event()
    async with chatting.running():
        put(chatting, "een", "twee")
        await chatting.until(lambda: chatting.messenger.says("anna") == ["een"])
        async with locked(sqlite_store):
            chatting.messenger.holds.set()
        await chatting.until(lambda: chatting.messenger.says("anna") == ["een", "twee"])
    assert due(chatting) == 0


async def test_courier_when_the_talk_is_erased_then_nothing_of_it_arrives_any_more(
    store: Store,
) -> None:
    chatting = Chatting(store)
    chatting.messenger.troubles.append(Away(3600.0))
    async with chatting.running():
        access = await chatting.say("hoi")
        await chatting.services.reception.attend(access)
        await chatting.until(lambda: not chatting.messenger.troubles)
        with store.session(writing=True) as session:
            conversations.erase(session, access.id, NOW)
        chatting.bus.publish(str(access.id))
    async with chatting.restarted().running() as again:
        await again.say("opnieuw")
        await again.until(lambda: bool(again.messenger.says("anna")))
    assert chatting.messenger.says("anna") == ["bot:opnieuw"]


async def test_courier_when_a_talk_is_over_then_nobody_listens_to_it(store: Store) -> None:
    async with Chatting(store).running() as chatting:
        access = await chatting.say("hoi")
        await chatting.until(lambda: chatting.messenger.says("anna") == ["bot:hoi"])
        assert chatting.bus.listeners(str(access.id)) == 1
        with store.session(writing=True) as session:
            conversations.erase(session, access.id, NOW)
        await chatting.say("opnieuw")
        await chatting.until(lambda: len(chatting.messenger.says("anna")) == 2)
        assert chatting.bus.listeners(str(access.id)) == 0
    assert chatting.bus._subscriptions == {}


async def test_courier_when_two_chats_have_one_talk_then_both_hear_of_it(store: Store) -> None:
    async with Chatting(store).running() as chatting:
        access = await chatting.say("hoi")
        await chatting.until(lambda: chatting.messenger.says("anna") == ["bot:hoi"])
        other = chatting.chat("bert")
        with store.session(writing=True) as session:
            bot_access.grant(session, access, other.token, NOW)
            chats.begin_talk(session, other, access.id)
        chatting.courier.follow(access.id, other.id)
        await chatting.until(lambda: chatting.messenger.says("bert") == ["bot:hoi"])
        await chatting.say("nog iets")
        for address in ("anna", "bert"):
            await chatting.until(lambda a=address: len(chatting.messenger.says(a)) == 2)  # type: ignore[misc]


async def test_courier_when_a_text_is_long_then_it_comes_in_parts(store: Store) -> None:
    chatting = Chatting(store, FakeEngine(lambda *_: answer("Dit is een zin. " * 40)))
    chatting.messenger.most_characters = 200
    async with chatting.running():
        await chatting.say("hoi")
        await chatting.until(lambda: len(chatting.messenger.says("anna")) == 4)
        assert all(len(text) <= 200 for text in chatting.messenger.says("anna"))
