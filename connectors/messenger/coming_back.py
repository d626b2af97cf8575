"""The return code: shown, taken away once it was written down, and typed to come back by it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot import codes, conversations
from bot.access import by_token, conversation_of
from bot.conversations import Received
from bot.errors import CodeIncomplete, CodeMistyped
from bot.messengers import chats
from bot.messengers.outbox import Message
from connectors.messenger import posts
from connectors.messenger.refusals import OtherTalk
from connectors.messenger.visit import Answer, Change, Steps, Visit

# An answer in words is awaited, and no button belongs to it.
_ENTERING: Final = "entering"
# So many words that are in no code are no code mistyped, but something that is told.
_MOST_MISTYPED: Final = 2


async def show(visit: Visit, _value: str) -> Answer:
    """The code of the talk that stands here; where there is none, one may be typed."""
    if visit.chat.conversation_id is None:
        told = (visit.text("messenger.code.nothing"), visit.text("messenger.code.enter"))
        return Answer(told, asks=_ENTERING)
    words = await visit.reporter.code()
    return Answer((posts.code(words, visit.place.web_url, visit.language),))


async def enter(visit: Visit, typed: str) -> Answer:
    """Come back into the talk that a code opens, and go on with it here.

    Raises:
        CodeMistyped, CodeIncomplete, UnknownCode: as `Reporter.come_back`.
        OtherTalk: nobody could come back into the one that stands here.
    """
    codes.parse(typed)
    if visit.chat.conversation_id and not (await visit.at_a_glance()).has_code:
        raise OtherTalk
    await visit.reporter.come_back(typed)
    return Answer((visit.text("messenger.code.welcome"),), _going_on(visit))


async def typed(visit: Visit, text: str) -> Answer | None:
    """Words that are a code, or nearly one where one is awaited; None when they are none."""
    if visit.chat.conversation_id is not None:
        return None
    try:
        codes.parse(text)
    except CodeIncomplete:
        return None
    except CodeMistyped as error:
        is_tried = visit.chat.stage == _ENTERING and len(error.words) <= _MOST_MISTYPED
        return visit.refusal(error) if is_tried else None
    return await enter(visit, text)


async def _noted(visit: Visit, _value: str) -> Answer:
    """It stands on paper: take it out of the chat."""
    await visit.reporter.confirm_code(None)
    return Answer((Message("delete", numbers=(visit.event.post,)),))


STEPS: Final[Steps] = {"code": show, "noted": _noted}


def _going_on(visit: Visit) -> Change:
    """What was said elsewhere is not put into this chat, but for what was said last."""

    def change(session: Session, now: datetime) -> Received:
        access = by_token(session, visit.chat.token, now)
        conversation = conversation_of(session, access)
        chats.begin_talk(session, visit.chat, access.id)
        if visit.chat.conversation_id != access.id:
            chats.change(session, visit.chat.id, delivered=conversation.heard)
        return conversations.received(access, conversation, conversation.heard, is_new=False)

    return change
