"""Commands, in any of the names that somebody may know."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from connectors.messenger import (
    coming_back,
    erasing,
    handing_over,
    note,
    posts,
    settings,
    words,
)
from connectors.messenger.protocol import Commanded
from connectors.messenger.refusals import NoTalkYet
from connectors.messenger.visit import Answer, Steps, Visit


async def _help(visit: Visit, _rest: str) -> Answer:
    return Answer((posts.numbers(visit.language),))


async def _code(visit: Visit, rest: str) -> Answer:
    return await (coming_back.enter(visit, rest) if rest.strip() else coming_back.show(visit, ""))


async def _human(visit: Visit, _rest: str) -> Answer:
    if visit.chat.conversation_id is None:
        raise NoTalkYet
    return await handing_over.human(visit, "")


_COMMANDS: Final[Steps] = {
    "start": settings.start,
    "stop": settings.stop,
    "wis": erasing.ask,
    "erase": erasing.ask,
    "code": _code,
    "hulp": _help,
    "help": _help,
    "taal": settings.language,
    "language": settings.language,
    "briefje": note.ask,
    "note": note.ask,
    "mens": _human,
    "human": _human,
}


async def commanded(visit: Visit, event: Commanded) -> Answer:
    """Do what a command says. What only begins like one is words; danger is seen in all of it."""
    command = _COMMANDS.get(event.command)
    if command is None and event.rest.strip():
        return words.say(visit, f"/{event.command} {event.rest}")
    if command is None:
        answer = Answer((visit.text("messenger.refused.command"),))
    else:
        answer = await command(visit, event.rest)
    return replace(answer, messages=(*visit.cards, *answer.messages))
