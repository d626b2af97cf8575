"""Somebody comes back with the return code, and the bot asks how it is now.

It asks where a talk had come to rest: the bot has the word, owes nothing, and nobody said anything
for an hour. The visit itself leaves no turn; if anybody speaks before the bot's words are kept,
they are dropped.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from bot import answers, turns
from bot.access import Access, conversation_of
from bot.answers import Owed
from bot.engine import Answer
from bot.models import State
from bot.turns import Body
from expertise.texts import Button

REST: Final = timedelta(hours=1)
# As if a button was pressed that stands on no page: the engine knows its meaning by this name.
_CAME_BACK: Final = Body(text="", pressed=Button("", "came_back"))


def due(session: Session, access: Access, now: datetime) -> Owed | None:
    """The visit as a turn that the engine can answer; None when the talk is not at rest."""
    conversation = conversation_of(session, access, lock=True)
    if conversation.state != State.BOT or conversation.heard > conversation.answered:
        return None
    last = turns.one(session, access, conversation.last_seq)
    if last is None or now - last.at < REST:
        return None
    return answers.owed_for(access, conversation, last.seq, _CAME_BACK)


def commit(session: Session, access: Access, visit: Owed, answer: Answer, now: datetime) -> bool:
    """Store the question, unless the talk went on meanwhile. Says whether it was stored."""
    conversation = conversation_of(session, access, lock=True)
    if conversation.state != State.BOT or conversation.last_seq != visit.seq:
        return False
    answers.keep(session, access, conversation, answer, now)
    return True
