"""Asking for a person: whom it is about, who would read along, and the reporter's own choice."""

from __future__ import annotations

from functools import partial
from typing import Final
from uuid import UUID

from bot import handover
from bot.desk.transcript import ReporterView
from bot.errors import HandoverConflict, NobodyToAsk
from bot.models import State
from bot.passing import conflicts, proposals
from connectors import asked
from connectors.asked import Question
from connectors.messenger import asking, posts
from connectors.messenger.refusals import DeadButton
from connectors.messenger.visit import Answer, Steps, Visit
from expertise import moments

_ANSWERS: Final = {"yes": True, "no": False, "skip": None}
# Whoever left it open whom it is about is not asked again.
_SKIPPED: Final = "skip"


async def human(visit: Visit, value: str) -> Answer:
    """Whom it is about, then which team: nobody reads along before all of it was answered."""
    view = await visit.at_a_glance()
    if view.state is not State.BOT:
        return Answer(posts.notice(view, None, visit.language, visit.now))
    question = await asked.question(visit.reporter, visit.language)
    if not question.route.teams:
        raise NobodyToAsk
    if question.route.must_ask and value != _SKIPPED:
        return Answer((asking.about_staff(visit.language),), asks="human")
    if len(question.route.teams) > 1:
        return Answer((asking.teams(question, visit.language),), asks=f"human:{_SKIPPED}")
    return _asked(visit, view, question)


async def _about(visit: Visit, value: str) -> Answer:
    if value not in _ANSWERS:
        raise DeadButton
    await visit.reporter.tell_about_staff(_ANSWERS[value])
    return await human(visit, _SKIPPED)


async def _team(visit: Visit, value: str) -> Answer:
    """A team, before it can read anything."""
    view = await visit.at_a_glance()
    question = await asked.question(visit.reporter, visit.language, str(_id(value)))
    return _asked(visit, view, question)


async def _agree(visit: Visit, value: str) -> Answer:
    """Yes to a team. Is it about somebody of the school, its own team is asked about once more."""
    wanted = _id(value) if value else None
    question = await asked.question(visit.reporter, visit.language, str(wanted or ""))
    if question.is_of_school:
        return _asked(visit, await visit.at_a_glance(), question)
    step = partial(handover.ask, team_id=wanted)
    return Answer(change=visit.on_talk(step), moves=True)


async def _agree_to_school(visit: Visit, value: str) -> Answer:
    """The school's own team, chosen with open eyes."""
    step = partial(handover.ask, team_id=_id(value))
    return Answer(change=visit.on_talk(step), moves=True)


async def _withdraw(visit: Visit, _value: str) -> Answer:
    return Answer(change=visit.on_talk(handover.withdraw), moves=True)


async def _refuse(visit: Visit, _value: str) -> Answer:
    """Whether the reporter would rather have somebody else than the counsellor who is there."""
    view = await visit.at_a_glance()
    if view.state is not State.HUMAN or view.counsellor is None:
        raise HandoverConflict
    return Answer((asking.refuse(view.counsellor, visit.language),), asks="refuse")


async def _refuse_owner(visit: Visit, _value: str) -> Answer:
    return Answer(change=visit.on_talk(conflicts.refuse_owner), moves=True)


async def _inspectors(visit: Visit, _value: str) -> Answer:
    """The reporter wants the inspectors to have it: what that means is the talk's next news."""
    view = await visit.at_a_glance()
    if view.proposal is not None:
        return Answer(posts.proposal(view, visit.language))
    return Answer(change=visit.on_talk(proposals.propose_inspectors), moves=True)


async def _back(visit: Visit, _value: str) -> Answer:
    """None of it, and everything as it was."""
    if visit.chat.conversation_id is None:
        return Answer((visit.text("messenger.back"),))
    view = await visit.at_a_glance()
    key = "messenger.ask.kept" if view.state is State.BOT else "messenger.back"
    return Answer((visit.text(key),))


STEPS: Final[Steps] = {
    "human": human,
    "about": _about,
    "team": _team,
    "agree": _agree,
    "school": _agree_to_school,
    "withdraw": _withdraw,
    "refuse": _refuse,
    "refuse-yes": _refuse_owner,
    "inspectors": _inspectors,
    "back": _back,
}


def _asked(visit: Visit, view: ReporterView, question: Question) -> Answer:
    """Consent to a team, or first what to think of when it is the school's own."""
    step = f"team:{question.wanted.id}" if question.wanted else f"human:{_SKIPPED}"
    if question.is_of_school:
        return Answer(asking.school(question, visit.language), asks=step)
    opens = moments.next_opening(view.opens_at, visit.now, visit.language)
    return Answer((asking.consent(view, question, visit.language, opens),), asks=step)


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise DeadButton from None
