"""One thing that a person did in a chat, and all that comes of it, in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.access import Access, by_token
from bot.clock import to_minute
from bot.conversations import Received
from bot.desk.transcript import ReporterView
from bot.errors import BotError
from bot.limits import Allowance
from bot.messengers import chats, outbox
from bot.messengers.chats import Known
from bot.messengers.keys import Keys
from bot.messengers.outbox import Button, Message
from bot.services import Services
from connectors.messenger import posts, refusals, splitting
from connectors.messenger.protocol import Event, Messenger, Pressed
from connectors.reporter import Reporter
from expertise.languages import Language
from expertise.safety import Finding

_EVERYTHING: Final = 2**31 - 1

Change = Callable[[Session, datetime], Received | None]


@dataclass(frozen=True)
class Answer:
    """What is said to somebody, and what changes with it. What was heard, `change` returns.

    `asks` is the step that asked, if its buttons may be answered in words too; `strips` is the key
    of the post whose question is answered; `moves` is whether somebody else may have the talk now.
    """

    messages: tuple[Message, ...] = field(default=(), repr=False)
    change: Change | None = None
    asks: str | None = None
    strips: str | None = None
    moves: bool = False


@dataclass(frozen=True)
class Place:
    """Where a visit takes place: one messenger, and what is behind the desk."""

    services: Services
    keys: Keys
    messenger: Messenger
    web_url: str | None
    beginnings: Allowance


@dataclass(frozen=True)
class Visit:
    """Somebody's event in their chat. `finding` is what the safety rules made of their words.

    `is_first` is whether they were greeted because of it.
    """

    place: Place
    event: Event
    chat: Known
    finding: Finding
    is_first: bool = False

    @property
    def services(self) -> Services:
        """The core."""
        return self.place.services

    @property
    def language(self) -> Language:
        """The language of the chat."""
        return self.chat.language

    @property
    def now(self) -> datetime:
        """The time."""
        return self.services.clock()

    @property
    def reporter(self) -> Reporter:
        """The person, as whoever holds the chat's token."""
        return Reporter(self.services, self.chat.token)

    @property
    def cards(self) -> tuple[Message, ...]:
        """The safety cards that the words call for."""
        return posts.of_cards(self.finding.cards, self.language, self.now)

    def text(self, key: str, buttons: Iterable[Button] = (), **values: object) -> Message:
        """A text in the chat's language."""
        return posts.say(key, self.language, buttons, **values)

    def message_id(self, part: str) -> str:
        """The id of a message of this chat: two chats may be in one talk."""
        return f"{self.chat.channel}-{self.chat.id.hex}-{part}"

    async def at_a_glance(self) -> ReporterView:
        """Who has the word in the talk, without what was said there."""
        return await self.reporter.view(after=_EVERYTHING)

    def on_talk(self, step: Callable[[Session, Access, datetime], None]) -> Change:
        """A step in the talk that this chat has."""

        def change(session: Session, now: datetime) -> None:
            step(session, by_token(session, self.chat.token, now), now)

        return change

    def refusal(self, error: BotError) -> Answer:
        """What went wrong, below the cards that the words call for; a question stays asked."""
        told = refusals.of(error, self.language)
        return Answer((*self.cards, told), asks=self.chat.stage)

    async def settle(self, answer: Answer) -> Received | None:
        """Do and say all of it, or nothing.

        Raises:
            BotError: as the answer's change.
            StoreUnavailable: nothing was stored.
        """
        return await self.services.store.write(self._settle, answer, self.now)

    def put(self, session: Session, messages: Iterable[Message], now: datetime) -> None:
        """Have something delivered because of this event, once."""
        cut = (part for m in messages for part in splitting.split(m, self._most))
        for number, message in enumerate(cut):
            key = f"{self._key}:{number}"
            outbox.put(session, self.place.keys, self.chat.id, key, message, now)

    def _settle(self, session: Session, answer: Answer, now: datetime) -> Received | None:
        if chats.was_seen(session, self.chat.channel, self.event.number):
            return None
        if self.event.post and not isinstance(self.event, Pressed):
            outbox.note_theirs(session, self.chat.id, self.event.post, now)
        chats.change(session, self.chat.id, stage=answer.asks, last_at=to_minute(now))
        if answer.strips is not None:
            where = (self.place.keys, self.chat.id, f"{self._key}:strip", answer.strips)
            outbox.strip(session, *where, now)
        heard = answer.change(session, now) if answer.change else None
        self.put(session, answer.messages, now)
        chats.note_seen(session, self.chat.channel, self.event.number, now)
        return heard

    @property
    def _key(self) -> str:
        return f"update:{self.event.number}"

    @property
    def _most(self) -> int:
        return self.place.messenger.most_characters


Step = Callable[[Visit, str], Awaitable[Answer]]
Steps = Mapping[str, Step]
