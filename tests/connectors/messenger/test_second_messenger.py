"""A second messenger takes sixty lines, and a whole talk with a handover goes through it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot import handover, turns
from bot.access import Access, by_token
from bot.engine import Answer, Context, Effects, Message, Reply
from bot.messengers import chats, outbox
from bot.messengers.keys import Keys
from bot.store import Store
from connectors.messenger.courier import Courier
from connectors.messenger.desk import Desk
from connectors.messenger.protocol import Messenger
from expertise import cards, texts
from expertise.texts import Button
from tests.connectors.messenger import second_messenger
from tests.connectors.messenger.second_messenger import Lines
from tests.support.chatting import Chatting
from tests.support.engine import FakeEngine
from tests.support.people import NOW, team

KEYS = Keys.of(bytes(32))


def offers(message: Message, _context: Context) -> Answer:
    """A bot that asks one question, and then offers a person."""
    if message.button is None:
        reply = Reply("Gaat het over jou?", buttons=(Button("Ja, over mij", "/me"),))
    else:
        reply = Reply("Wil je met iemand praten?", payload={"kind": "human"})
    return Answer((reply,), Effects(), {"n": 1}, "fake")


class Person:
    """Somebody at the other end of a line, with what stands on their screen."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, store: Store
    ) -> None:
        self._reader, self._writer, self._store = reader, writer, store
        self._sent = 0
        self.screen: dict[str, str] = {}
        self.buttons: dict[str, tuple[str, str]] = {}

    async def says(self, text: str) -> None:
        await self._send(text=text)

    async def presses(self, label: str) -> None:
        """Press a button by its words, once it is there, and no faster than any person could."""
        while label not in self.buttons:
            await self.reads()
        while await self._store.read(outbox.waiting, Lines.channel):
            pass
        data, post = self.buttons[label]
        await self._send(press=data, post=post)

    async def sees(self, words: str) -> None:
        """Wait for words."""
        while not any(words in text for text in self.screen.values()):
            await self.reads()

    async def reads(self) -> None:
        async with asyncio.timeout(20):
            line: dict[str, Any] = json.loads(await self._reader.readline())
        if "said" in line:
            number, text, buttons = line["said"]
            self.screen[number] = text
            self.buttons.update({label: (data, number) for data, label in buttons.items()})
        elif "stripped" in line:
            self.buttons = {
                label: (data, post)
                for label, (data, post) in self.buttons.items()
                if post != line["stripped"]
            }

    async def _send(self, **what: str) -> None:
        self._sent += 1
        self._writer.write(json.dumps({"n": self._sent, **what}).encode() + b"\n")
        await self._writer.drain()


@asynccontextmanager
async def connected(store: Store, folder: Path) -> AsyncIterator[tuple[Person, Chatting]]:
    """Somebody's line to the second messenger, with everything behind it."""
    core = Chatting(store, FakeEngine(offers))
    lines = Lines()
    messenger: Messenger = lines
    courier = Courier(core.services, KEYS, messenger)
    desk = Desk(core.services, KEYS, messenger, courier, "https://vertel.example")
    task = asyncio.create_task(courier.run())
    server = await lines.serve(desk, str(folder / "s"))
    reader, writer = await asyncio.open_unix_connection(str(folder / "s"))
    writer.write(b"anna\n")
    try:
        yield Person(reader, writer, store), core
    finally:
        writer.write_eof()
        await reader.read()
        writer.close()
        await writer.wait_closed()
        server.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await courier.close()
        await core.services.reception.close()


def talk_of_anna(session: Session) -> Access:
    chat = chats.find(session, KEYS, Lines.channel, "anna")
    assert chat is not None
    return by_token(session, chat.token, NOW)


def test_connector_when_it_is_counted_then_it_has_sixty_lines() -> None:
    source = Path(str(second_messenger.__file__)).read_text(encoding="utf-8")
    code = source.partition("from __future__")[2].splitlines()
    assert len([line for line in code if line.strip()]) <= 60


async def test_talk_when_it_goes_over_lines_then_it_is_handed_over_and_back(
    sqlite_store: Store, tmp_path: Path
) -> None:
    with sqlite_store.session(writing=True) as session:
        (who,) = team(session)
    async with connected(sqlite_store, tmp_path) as (anna, core):
        await anna.says("ik word gepest")
        await anna.sees("Gaat het over jou?")
        await anna.presses("Ja, over mij")
        await anna.sees("Wil je met iemand praten?")
        assert "Ja, over mij" not in anna.buttons
        for key in ("page.ask.open", "page.ask.no", "page.consent.yes"):
            await anna.presses(texts.text(key, "nl"))
        await anna.sees(texts.text("page.human.waiting", "nl"))
        access = await core.services.store.read(talk_of_anna)
        core.answer(who, access.id, "Dag, ik ben Samira. Vertel maar.")
        await anna.sees("Vertel maar.")
        assert any(
            texts.text("page.human.joined", "nl", name="Samira") in t for t in anna.screen.values()
        )
        await anna.says("ik wil niet meer leven")
        await anna.sees(cards.card("suicide", "nl", NOW).title)
        with sqlite_store.session(writing=True) as session:
            assert [said.body.text for said in turns.said(session, access)][-1] == (
                "ik wil niet meer leven"
            )
            handover.return_to_bot(session, who, access.id, NOW)
        core.bus.publish(str(access.id))
        await anna.sees(texts.text("page.human.bot_again", "nl"))
        await anna.says("hallo")
        while list(anna.screen.values()).count("Gaat het over jou?") < 2:
            await anna.reads()
