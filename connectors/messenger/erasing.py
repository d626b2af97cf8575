"""Erasing: the talk here, and what stands in the chat of both sides as far as that can be done."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.messengers import chats, outbox
from bot.messengers.outbox import Message
from connectors.messenger.pieces import Line, bold, message, step
from connectors.messenger.visit import Answer, Change, Steps, Visit
from expertise import texts


async def ask(visit: Visit, _value: str) -> Answer:
    """What erasing does and what it cannot, before it is done."""
    language = visit.language
    told: list[Line | list[Line]] = [
        bold(texts.text("page.erase.title", language)),
        texts.text("messenger.erase.ask", language),
        [
            texts.text("messenger.erase.telegram", language),
            texts.text("page.erase.human", language),
        ],
    ]
    buttons = [
        step("wis-yes", "page.erase.yes", language),
        step("wis-no", "page.erase.no", language),
    ]
    return Answer((message(told, buttons),), asks="wis")


async def _erase(visit: Visit, _value: str) -> Answer:
    """Erase. What is gone already stays gone, so that half of it can be done again."""
    await visit.reporter.erase()
    return Answer(change=_clearing(visit))


async def _keep(visit: Visit, _value: str) -> Answer:
    return Answer((visit.text("messenger.back"),))


STEPS: Final[Steps] = {"wis": ask, "wis-yes": _erase, "wis-no": _keep}


def _clearing(visit: Visit) -> Change:
    """Take away what stands in the chat, say what stays, and then know nothing of it any more."""

    def change(session: Session, now: datetime) -> None:
        chat_id, language = visit.chat.id, visit.language
        told = ["messenger.erase.done"]
        if outbox.stays(session, chat_id, now):
            told.append("messenger.erase.remains")
        outbox.drop_due(session, chat_id)
        visit.put(
            session,
            [Message("delete"), message([texts.text(key, language) for key in told])],
            now,
        )
        chats.leave(session, chat_id)

    return change
