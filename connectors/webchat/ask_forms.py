"""Asking for a person: whom it is about, who would read along, and the reporter's own choice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Final

from bot import handover
from bot.passing import conflicts
from connectors import asked
from connectors.webchat.visit import Page, Visit

_ANSWERS: Final = {"yes": True, "no": False}


async def _ask(visit: Visit) -> Page:
    """Who would read along, before anybody does."""
    question = await asked.question(visit.reporter, visit.language)
    step = "consent-school" if question.is_of_school else "consent"
    return Page(await visit.talk(), step, ask=question)


async def _agree(visit: Visit) -> Page:
    """With what was said of it. Is it about somebody of the school, its own team is asked last."""
    answer = _ANSWERS.get(visit.value("about"))
    await visit.reporter.tell_about_staff(answer)
    question = await asked.question(visit.reporter, visit.language, visit.value("team"))
    if question.is_of_school:
        return Page(await visit.talk(), "consent-school", ask=question)
    wanted = None if question.wanted is None else question.wanted.id
    await visit.reporter.move(partial(handover.ask, team_id=wanted))
    return Page(await visit.talk())


async def _agree_to_school(visit: Visit) -> Page:
    """The school's own team, chosen with open eyes."""
    team = next(iter(asked.ids([visit.value("team")])), None)
    without = asked.ids(visit.values("not"))
    await visit.reporter.move(partial(handover.ask, team_id=team, without=without))
    return Page(await visit.talk())


async def _ask_other(visit: Visit) -> Page:
    return Page(await visit.talk(), "refuse")


async def _refuse(visit: Visit) -> Page:
    await visit.reporter.move(conflicts.refuse_owner)
    return Page(await visit.talk(visit.say("refuse.done")))


ACTIONS: Final[Mapping[str, Callable[[Visit], Awaitable[Page]]]] = {
    "human": _ask,
    "human-yes": _agree,
    "human-school": _agree_to_school,
    "refuse": _ask_other,
    "refuse-yes": _refuse,
}
