"""Where a messenger brings what people do: each event is dealt with completely, and once.

What an event changes and what is said because of it are stored in one transaction, with the note
that it was dealt with; what has to be done before can be done twice. So an event that comes again,
after half of it or all of it, changes nothing and says nothing twice.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from bot.conversations import Received
from bot.errors import BotError, StoreUnavailable
from bot.limits import Allowance
from bot.messengers import chats, outbox
from bot.messengers.chats import Known
from bot.messengers.keys import Keys
from bot.services import Services
from connectors.messenger import commands, pictures, posts, words
from connectors.messenger.lifeline import Lifeline
from connectors.messenger.protocol import (
    Commanded,
    Edited,
    Event,
    Left,
    Messenger,
    Pressed,
    Sent,
    Wrote,
)
from connectors.messenger.visit import Answer, Place, Visit
from expertise import safety
from expertise.languages import Language
from expertise.safety import Finding

# Talks that may begin at once, and each second after that: a school may be told of it in assembly.
_AT_ONCE: Final = 1000.0
_PER_S: Final = 10.0


class Delivery(Protocol):
    """Who brings things into chats."""

    def stir(self, chat_id: UUID) -> None:
        """Something is due to a chat."""
        ...

    def follow(self, conversation_id: UUID, chat_id: UUID) -> None:
        """A talk has this chat."""
        ...


@dataclass(frozen=True)
class _Arrival:
    """Whose event it is, whether it was dealt with before, and whether they were greeted for it."""

    chat: Known | None
    is_seen: bool
    is_first: bool

    @property
    def is_ready(self) -> bool:
        """Whether there is nothing to do before what they want."""
        return self.chat is not None and self.chat.is_open and self.chat.is_greeted


class Desk:
    """Deals with the events of one messenger."""

    def __init__(
        self,
        services: Services,
        keys: Keys,
        messenger: Messenger,
        courier: Delivery,
        web_url: str | None,
    ) -> None:
        beginnings = Allowance(_AT_ONCE, _PER_S, _AT_ONCE, services.clock())
        self._place = Place(services, keys, messenger, web_url, beginnings)
        self._courier = courier
        self._lifeline = Lifeline(self._place)

    async def take(self, event: Event) -> None:
        """Deal with an event.

        Raises:
            StoreUnavailable: not all of it could be stored; it is to be brought again. Danger in
                its words was answered all the same.
        """
        finding = safety.check(_words_of(event))
        try:
            # Who is stopped at this moment has heard all of it or nothing.
            await asyncio.shield(self._take(event, finding))
        except StoreUnavailable:
            await self._lifeline.throw(event, finding, _tongue_of(event))
            raise

    async def _take(self, event: Event, finding: Finding) -> None:
        if isinstance(event, Left):
            return await self._left(event)
        arrival = await self._place.services.store.read(self._look, event)
        if arrival.is_seen:
            return self._see_to(arrival.chat)
        if not arrival.is_ready:
            if isinstance(event, Edited) and arrival.chat is None:
                return None
            arrival = await self._entered(event)
        assert arrival.chat is not None
        await self._deal(Visit(self._place, event, arrival.chat, finding, arrival.is_first))
        return None

    async def _deal(self, visit: Visit) -> None:
        try:
            answer = await _answer(visit)
            received = await visit.settle(answer)
        except StoreUnavailable:
            raise
        except BotError as error:
            answer = visit.refusal(error)
            received = await visit.settle(answer)
        self._tell(visit, answer, received)

    def _look(self, session: Session, event: Event) -> _Arrival:
        channel = self._place.messenger.channel
        chat = chats.find(session, self._place.keys, channel, event.address)
        is_first = chat is not None and outbox.was_put(session, chat.id, _greeting_key(event))
        return _Arrival(chat, chats.was_seen(session, channel, event.number), is_first)

    async def _entered(self, event: Event) -> _Arrival:
        """Let somebody in, greeted first. Who was away can be reached again."""
        now = self._place.services.clock()
        arrival = await self._place.services.store.write(self._enter, event, now)
        if arrival.chat is not None and arrival.chat.conversation_id is not None:
            self._place.services.reception.announce(arrival.chat.conversation_id)
        return arrival

    def _enter(self, session: Session, event: Event, now: datetime) -> _Arrival:
        place, language = self._place, _tongue_of(event)
        channel = place.messenger.channel
        chat = chats.open_or_make(session, place.keys, channel, event.address, language, now)
        if not chat.is_greeted:
            greeting = posts.greeting(chat.language, place.web_url)
            outbox.put(session, place.keys, chat.id, _greeting_key(event), greeting, now)
            chats.change(session, chat.id, is_greeted=True)
        return _Arrival(chat, False, outbox.was_put(session, chat.id, _greeting_key(event)))

    async def _left(self, event: Left) -> None:
        """What is due stays due; who talks with them sees that words do not arrive now."""
        now = self._place.services.clock()
        conversation_id = await self._place.services.store.write(self._close, event, now)
        if conversation_id is not None:
            self._place.services.reception.announce(conversation_id)

    def _close(self, session: Session, event: Event, now: datetime) -> UUID | None:
        arrival = self._look(session, event)
        if arrival.chat is None or arrival.is_seen:
            return None
        chats.change(session, arrival.chat.id, is_closed=True)
        chats.note_seen(session, arrival.chat.channel, event.number, now)
        return arrival.chat.conversation_id

    def _tell(self, visit: Visit, answer: Answer, received: Received | None) -> None:
        """Let those know who have to, now that it is stored."""
        reception, chat = self._place.services.reception, visit.chat
        if received is not None:
            reception.follow(received)
            self._courier.follow(received.access.id, chat.id)
        elif answer.moves and chat.conversation_id is not None:
            reception.announce(chat.conversation_id, queue=True)
        self._courier.stir(chat.id)

    def _see_to(self, chat: Known | None) -> None:
        """It was dealt with before, perhaps by somebody who could not tell it any more."""
        if chat is None:
            return
        if chat.conversation_id is not None:
            self._courier.follow(chat.conversation_id, chat.id)
        self._courier.stir(chat.id)


async def _answer(visit: Visit) -> Answer:
    match visit.event:
        case Wrote() as event:
            return await words.wrote(visit, event)
        case Edited() as event:
            return await words.edited(visit, event)
        case Pressed() as event:
            return await words.pressed(visit, event)
        case Commanded() as event:
            return await commands.commanded(visit, event)
        case Sent() as event:
            return await pictures.sent(visit, event)
    return Answer()


def _words_of(event: Event) -> str:
    match event:
        case Wrote(text=text) | Edited(text=text):
            return text
        case Commanded(command=command, rest=rest):
            return f"{command} {rest}"
    return ""


def _tongue_of(event: Event) -> Language:
    """A first guess: the language of their app."""
    return "en" if event.tongue.lower().partition("-")[0] == "en" else "nl"


def _greeting_key(event: Event) -> str:
    return f"update:{event.number}:greeting"
