"""Somebody does things in a chat, and the desk deals with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

from bot import turns
from bot.access import Access, by_token
from bot.errors import UnknownConversation
from bot.messengers import chats, outbox
from bot.messengers.chats import Known
from bot.messengers.outbox import Message
from bot.models import Author
from bot.turns import Body, Said
from connectors.messenger.desk import Desk
from connectors.messenger.protocol import Commanded, Edited, Event, Left, Pressed, Sent, Wrote
from connectors.reporter import Reporter
from tests.support.chatting import Chatting
from tests.support.people import bot_says, row_of

E = TypeVar("E", bound=Event)
WEB = "https://vertelmaar.example/"


@dataclass
class AtHome:
    """A courier who remembers which talks to follow, and brings nothing."""

    followed: list[tuple[UUID, UUID]] = field(default_factory=list)

    def stir(self, chat_id: UUID) -> None:
        """Nothing is brought before a test says so."""

    def follow(self, conversation_id: UUID, chat_id: UUID) -> None:
        self.followed.append((conversation_id, chat_id))


@dataclass
class AtTheDesk(Chatting):
    """Chats whose people write, press and give commands; each event has a number of its own.

    What is due is delivered when a test asks for it, unless `is_running`, with the real courier.
    """

    is_running: bool = False
    home: AtHome = field(default_factory=AtHome)
    desk: Desk = field(init=False)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    posts: Iterator[int] = field(default_factory=lambda: count(100))
    stands: dict[str, Message] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        courier = self.courier if self.is_running else self.home
        self.desk = Desk(self.services, self.keys, self.messenger, courier, WEB)

    def event(self, which: type[E], address: str = "anna", **about: Any) -> E:
        """Something that somebody does, not yet brought to the desk."""
        number = next(self.numbers)
        values = {"tongue": "nl", **about}
        if which not in (Pressed, Left):
            values.setdefault("post", f"{9000 + number}")
        return which(number, address, **values)

    async def take(self, which: type[E], address: str = "anna", **about: Any) -> E:
        """Something that somebody does, dealt with."""
        event = self.event(which, address, **about)
        await self.desk.take(event)
        return event

    async def writes(self, text: str, address: str = "anna", **about: Any) -> Wrote:
        """They type."""
        return await self.take(Wrote, address, text=text, **about)

    async def edits(self, before: Wrote, text: str) -> Edited:
        """They change what they typed."""
        return await self.take(Edited, before.address, text=text, post=before.post)

    async def gives(self, command: str, rest: str = "", address: str = "anna") -> Commanded:
        """They give a command."""
        return await self.take(Commanded, address, command=command, rest=rest)

    async def sends(self, kind: Any, file: str = "", address: str = "anna") -> Sent:
        """They send something that is no text."""
        return await self.take(Sent, address, kind=kind, file=file)

    async def presses(self, data: str, address: str = "anna", post: str | None = None) -> Pressed:
        """They press a button; unless told otherwise, below the last post that has it."""
        where = post or self.post_with(data, address)
        return await self.take(Pressed, address, data=data, post=where)

    def known(self, address: str = "anna") -> Known | None:
        """The chat, if there is one."""
        with self.store.session() as session:
            return chats.find(session, self.keys, self.messenger.channel, address)

    def access(self, address: str = "anna") -> Access:
        """The talk of a chat."""
        known = self.known(address)
        if known is None:
            raise UnknownConversation
        with self.store.session() as session:
            return by_token(session, known.token, self.now)

    def said(self, address: str = "anna") -> list[Said]:
        """What was said in a chat's talk."""
        with self.store.session() as session:
            return turns.said(session, self.access(address))

    def asks(self, body: Body, address: str = "anna") -> int:
        """The bot asks something, and owes nothing any more."""
        access = self.access(address)
        with self.store.session(writing=True) as session:
            seq = bot_says(session, access, body)
            row = row_of(session, access)
            row.answered = row.heard
        return seq

    def deliver(self, address: str = "anna") -> None:
        """Everything that is due arrives, as the messenger's next numbers."""
        known = self.known(address)
        assert known is not None
        with self.store.session(writing=True) as session:
            while (due := outbox.next_due(session, self.keys, known.id)) is not None:
                number = None
                if due.message.kind in ("strip", "delete"):
                    outbox.carried_out(session, due)
                    self.taken += due.message.numbers if due.message.kind == "delete" else ()
                else:
                    number = str(next(self.posts))
                    self.stands[number] = due.message
                outbox.delivered(session, due.id, number)

    def post_with(self, data: str, address: str = "anna") -> str:
        """The last post in a chat with a button that brings this."""
        self.deliver(address)
        for number, message in reversed(self.stands.items()):
            if any(button.data == data for row in message.buttons for button in row):
                return number
        return "0"

    def told(self, address: str = "anna") -> list[str]:
        """The words that are new in a chat since this was asked last."""
        known = self.known(address)
        before = len(self.stands)
        if known is not None:
            self.deliver(address)
        return [message.text for message in list(self.stands.values())[before:]]

    async def answered(self, address: str = "anna") -> None:
        """Wait until the bot has answered."""
        await self.services.reception.attend(self.access(address))

    def authors(self, address: str = "anna") -> list[tuple[Author, str]]:
        """Who said what."""
        return [(said.author, said.body.text) for said in self.said(address)]

    def put(self, *messages: Message, address: str = "anna") -> None:
        """Something is due to a chat, as the courier puts it."""
        known = self.known(address)
        assert known is not None
        with self.store.session(writing=True) as session:
            for message in messages:
                key = f"told:{next(self.posts)}"
                outbox.put(session, self.keys, known.id, key, message, self.now)

    def data(self, address: str = "anna") -> list[str]:
        """What all buttons that ever stood in a chat bring."""
        self.deliver(address)
        shown = (button for m in self.stands.values() for row in m.buttons for button in row)
        return [button.data for button in shown]

    def reporter(self, token: bytes | None = None) -> Reporter:
        """Whoever has a token; that of a chat, unless told otherwise."""
        known = self.known()
        assert token or known
        return Reporter(self.services, token or (known.token if known else b""))

    def own(self, address: str = "anna") -> list[str]:
        """What the person said."""
        return [text for author, text in self.authors(address) if author is Author.REPORTER]

    async def close(self) -> None:
        """The end; whatever is still being asked of the database is answered first."""
        await self.courier.close()
        await self.services.reception.close()
        self.store.close()
