"""Steps of our own, in which the bot has no part: their buttons bring "x:{step}", with a value."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.messengers import outbox
from connectors.messenger import coming_back, erasing, handing_over, note, passing_on, settings
from connectors.messenger.protocol import Pressed
from connectors.messenger.refusals import DeadButton
from connectors.messenger.visit import Answer, Steps, Visit

_STEP: Final = re.compile(r"x:([a-z-]{1,16})(?::([A-Za-z0-9._-]{1,44}))?", re.ASCII)
_STEPS: Final[Steps] = {
    **settings.STEPS,
    **coming_back.STEPS,
    **handing_over.STEPS,
    **passing_on.STEPS,
    **erasing.STEPS,
    **note.STEPS,
}
# The bot's question still stands there when something else below it was pressed.
_OF_THE_TALK: Final = "turn:"
_OURS: Final = "update:"


async def pressed(visit: Visit, event: Pressed) -> Answer:
    """A button of a step of ours.

    Raises:
        DeadButton: it was answered before, is gone, or never was one.
    """
    read = visit.services.store.read
    key = await read(outbox.pressed, visit.chat.id, event.post)
    if key is None:
        raise DeadButton
    answer = await _taken(visit, event.data)
    return answer if key.startswith(_OF_THE_TALK) else replace(answer, strips=key)


async def typed(visit: Visit, text: str) -> Answer | None:
    """The words of an open button, typed; None when they are something else.

    Only what was asked last can be answered so: a "yes" to somebody else's question erases nothing.
    """
    asked = await visit.services.store.read(outbox.asked_last, visit.chat.id)
    if not visit.chat.stage or asked is None or not asked.startswith(_OURS):
        return None
    question = await _taken(visit, f"x:{visit.chat.stage}")
    data = _meant(question, text)
    return None if data is None else replace(await _taken(visit, data), strips=asked)


async def _taken(visit: Visit, data: str) -> Answer:
    found = _STEP.fullmatch(data)
    if found is None or found[1] not in _STEPS:
        raise DeadButton
    return await _STEPS[found[1]](visit, found[2] or "")


def _meant(question: Answer, text: str) -> str | None:
    """The one button whose words these are, all of them or those before its comma."""
    said = _plain(text)
    found = {
        button.data
        for message in question.messages
        for row in message.buttons
        for button in row
        if button.data and said in (_plain(button.label), _plain(button.label.partition(",")[0]))
    }
    return found.pop() if len(found) == 1 else None


def _plain(text: str) -> str:
    return text.strip(" .,!?\n").casefold()
