"""Desk and courier together: what somebody sees of it in their chat."""

from __future__ import annotations

from bot import handover
from bot.engine import Answer, Context, Effects, Message, Reply
from bot.models import Author, State, TeamKind
from bot.store import Store
from expertise import texts
from expertise.texts import Button
from tests.support.at_the_desk import AtTheDesk
from tests.support.engine import FakeEngine
from tests.support.people import NOW, row_of, team

YES = Button("Ja", "/yes")


def asks(message: Message, _context: Context) -> Answer:
    return Answer((Reply(f"bot:{message.text}", buttons=(YES,)),), Effects(), {"n": 1}, "fake")


def button(desk: AtTheDesk, data: str) -> str:
    """The last post in the chat on which a button can be pressed."""
    shown = [posted for posted in desk.messenger.chats["anna"] if data in posted.data]
    return shown[-1].number


async def test_desk_when_they_talk_then_greeting_answers_and_buttons_come_in_order(
    store: Store,
) -> None:
    desk = AtTheDesk(store, FakeEngine(asks), is_running=True)
    async with desk.running():
        await desk.writes("hoi")
        await desk.until(lambda: len(desk.messenger.says("anna")) == 2)
        greeting, answer = desk.messenger.says("anna")
        assert texts.text("messenger.greeting.sees", "nl") in greeting
        assert answer == "bot:hoi"
        await desk.presses("p:2:0", post=button(desk, "p:2:0"))
        await desk.until(lambda: "bot:Ja" in desk.messenger.says("anna"))
        await desk.until(lambda: desk.messenger.shows("anna") == ["Ja"])
        assert button(desk, "p:4:0")
    await desk.close()


async def test_desk_when_a_human_is_asked_for_then_the_talk_goes_over_and_comes_back(
    store: Store,
) -> None:
    desk = AtTheDesk(store, is_running=True)
    with store.session(writing=True) as session:
        (who,) = team(session, called="Vecht", kind=TeamKind.REGION)
    async with desk.running():
        await desk.writes("hoi")
        await desk.until(lambda: "bot:hoi" in desk.messenger.says("anna"))
        await desk.gives("mens")
        await desk.until(lambda: "Vecht" in desk.messenger.says("anna")[-1])
        data = f"x:agree:{who.team_id}"
        await desk.presses(data, post=button(desk, data))
        waiting = texts.text("page.human.waiting", "nl")
        await desk.until(lambda: desk.messenger.says("anna")[-1].startswith(waiting))
        desk.answer(who, desk.access().id, "Dag, ik lees mee.")
        await desk.until(lambda: desk.messenger.says("anna")[-1].endswith("Dag, ik lees mee."))
        await desk.writes("fijn")
        assert desk.authors()[-1] == (Author.REPORTER, "fijn")
        with store.session(writing=True) as session:
            handover.return_to_bot(session, who, desk.access().id, NOW)
        desk.bus.publish(str(desk.access().id))
        again = texts.text("page.human.bot_again", "nl")
        await desk.until(lambda: again in desk.messenger.says("anna")[-1])
        with store.session() as session:
            assert row_of(session, desk.access()).state == State.BOT
    await desk.close()


async def test_desk_when_they_erase_then_nothing_but_the_last_word_stands_there(
    store: Store,
) -> None:
    desk = AtTheDesk(store, is_running=True)
    async with desk.running():
        await desk.writes("hoi")
        await desk.until(lambda: "bot:hoi" in desk.messenger.says("anna"))
        await desk.gives("wis")
        await desk.until(lambda: "x:wis-yes" in desk.messenger.chats["anna"][-1].data)
        await desk.presses("x:wis-yes", post=button(desk, "x:wis-yes"))
        done = texts.text("messenger.erase.done", "nl")
        await desk.until(lambda: desk.messenger.says("anna") == [done])
    await desk.close()
