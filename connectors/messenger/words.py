"""What a person says in a chat: typed, pressed below something the bot said, or changed."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot import conversations, messages, revisions, turns
from bot.conversations import Incoming, Received
from bot.errors import UnknownConversation
from bot.messengers import chats
from connectors.messenger import coming_back, posts, steps
from connectors.messenger.protocol import Edited, Pressed, Wrote
from connectors.messenger.refusals import DeadButton
from connectors.messenger.visit import Answer, Visit
from expertise import safety

_OF_A_TURN: Final = re.compile(r"p:([0-9]{1,9}):([0-9]{1,3})", re.ASCII)
_COMMAND: Final = "/"


async def wrote(visit: Visit, event: Wrote) -> Answer:
    """Typed words: the answer to an open question of ours, a code, or said in the talk."""
    if not visit.finding.cards:
        known = await steps.typed(visit, event.text) or await coming_back.typed(visit, event.text)
        if known is not None:
            return known
    return say(visit, event.text)


def say(visit: Visit, text: str) -> Answer:
    """Words that are said in the talk, which begins with them if there is none.

    Raises:
        UnusableMessage: there is nothing to read in them, or too much of it.
        TooFast: too many talks begin at this moment.
    """
    return _heard(visit, _incoming(visit, visit.message_id(visit.event.post), text))


async def pressed(visit: Visit, event: Pressed) -> Answer:
    """A button below something that the bot said, or below a step of ours.

    Raises:
        DeadButton: the data is forged, or what it belongs to is gone.
    """
    found = _OF_A_TURN.fullmatch(event.data)
    if found is None:
        return await steps.pressed(visit, event)
    seq, place = int(found[1]), int(found[2])
    asked = await visit.reporter.look(turns.one, seq) if visit.chat.conversation_id else None
    if asked is None or place >= len(asked.body.buttons):
        raise DeadButton
    part = visit.message_id(f"p{seq}.{place}")
    return _heard(visit, _incoming(visit, part, asked.body.buttons[place].label, (seq, place)))


async def edited(visit: Visit, event: Edited) -> Answer:
    """Words that were changed. What was a command, or a return code, is nobody's words."""
    if event.text.startswith(_COMMAND):
        return Answer(asks=visit.chat.stage)
    incoming = _incoming(visit, visit.message_id(event.post), event.text)

    def change(session: Session, now: datetime) -> Received | None:
        try:
            revised = revisions.revise(session, visit.chat.token, incoming, now)
        except UnknownConversation:
            revised = None
        if revised is None:
            visit.put(session, [visit.text("messenger.edited.not")], now)
        elif revised.is_new:
            cards = posts.of_cards(_due_now(session, visit, revised), visit.language, now)
            visit.put(session, [*cards, visit.text("messenger.edited")], now)
        return revised

    return Answer(change=change, asks=visit.chat.stage)


def _due_now(session: Session, visit: Visit, revised: revisions.Revised) -> tuple[str, ...]:
    """The cards of a turn that the courier has passed; those of a later one it brings itself."""
    chat = chats.one(session, visit.place.keys, visit.chat.id, lock=True)
    return revised.cards if chat is not None and chat.delivered >= revised.seq else ()


def _incoming(
    visit: Visit, message_id: str, text: str, button: tuple[int, int] | None = None
) -> Incoming:
    finding = safety.check(text) if button else visit.finding
    return Incoming(
        message_id, messages.clean(text), finding, visit.language, visit.chat.channel, button
    )


def _heard(visit: Visit, incoming: Incoming) -> Answer:
    begins = visit.chat.conversation_id is None
    if begins:
        visit.place.beginnings.take(visit.now)

    def change(session: Session, now: datetime) -> Received:
        token = visit.chat.token
        received = conversations.receive(session, token, incoming, now, may_begin=begins)
        chats.begin_talk(session, visit.chat, received.access.id)
        return received

    return Answer(change=change)
