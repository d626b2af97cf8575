"""What is about the chat alone: its first words, its language, and stopping."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot import conversations, handover
from bot.access import by_token
from bot.messengers import chats
from bot.models import State
from connectors.messenger import pieces
from connectors.messenger.visit import Answer, Change, Steps, Visit
from expertise import texts
from expertise.languages import LANGUAGES, Language

_TYPED: Final[dict[str, Language]] = {
    "nederlands": "nl",
    "dutch": "nl",
    "makkelijk": "a2",
    "makkelijk nederlands": "a2",
    "easy": "a2",
    "engels": "en",
    "english": "en",
}


async def start(visit: Visit, _value: str) -> Answer:
    """Whoever was greeted because of this has read enough."""
    return Answer(() if visit.is_first else (visit.text("messenger.greeting.again"),))


async def language(visit: Visit, value: str) -> Answer:
    """Another language, or which one."""
    wish = value.strip().casefold()
    wanted = next((name for name in LANGUAGES if name == wish), _TYPED.get(wish))
    if wanted is None:
        labels = [(name, f"page.language.{name}") for name in LANGUAGES]
        buttons = [pieces.step(f"taal:{name}", key, visit.language) for name, key in labels]
        return Answer((visit.text("messenger.language.ask", buttons),), asks="taal")
    told = pieces.message([texts.text("messenger.language.done", wanted)])
    return Answer((told,), _speaking(visit, wanted))


async def stop(visit: Visit, _value: str) -> Answer:
    """Nothing more is asked here. A person who was asked for, and has not come, is not any more."""
    if visit.chat.conversation_id is None:
        return Answer((visit.text("messenger.stop"),))
    state = (await visit.at_a_glance()).state
    told = ["messenger.stop"]
    if state is State.HUMAN:
        told.append("messenger.stop.human")
    message = pieces.message([texts.text(key, visit.language) for key in told])
    if state is not State.WAITING:
        return Answer((message,))
    return Answer((message,), visit.on_talk(handover.withdraw), moves=True)


async def _here(visit: Visit, _value: str) -> Answer:
    return Answer((visit.text("messenger.greeting.here_now"),))


STEPS: Final[Steps] = {"here": _here, "taal": language}


def _speaking(visit: Visit, wanted: Language) -> Change:
    def change(session: Session, now: datetime) -> None:
        chats.change(session, visit.chat.id, language=wanted)
        if visit.chat.conversation_id is not None:
            access = by_token(session, visit.chat.token, now)
            conversations.set_language(session, access, wanted)

    return change
