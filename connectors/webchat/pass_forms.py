"""Passing a talk on: one page that shows all of it, and a yes or a no. Nothing goes before that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy.orm import Session

from bot.access import Access
from bot.errors import MessageTooLong, ProposalGone
from bot.passing import consent, proposals
from bot.passing.consent import MOST_WRITTEN, Chosen
from connectors import passing, wording
from connectors.webchat import intake, views
from connectors.webchat.views import Talk
from connectors.webchat.visit import Page, Visit
from expertise.note import tidy


class WordsTooLong(MessageTooLong):
    """More than goes with a dossier; it stays where it was typed."""

    key = "page.pass.too_long"


async def _look(visit: Visit) -> Page:
    """All that would go, and what changes then."""
    return await _page(visit)


async def _wish(visit: Visit) -> Page:
    """The reporter wants the inspectors to have it: they get the same page, and choose there."""
    await visit.reporter.move(proposals.propose_inspectors)
    return await _page(visit)


async def _agree(visit: Visit) -> Page:
    words = tidy(visit.value("pass_note")).strip()
    finding = intake.look_for_danger(visit.request, words, visit.language)
    if len(words) > MOST_WRITTEN:
        told = wording.of(WordsTooLong(limit=f"{MOST_WRITTEN}"), visit.language)
        return replace(await _page(visit, told), status=422)
    shown = passing.of(await visit.reporter.view(), visit.language, _now(visit))
    chosen = Chosen(_ticked(visit), words, finding)
    await visit.reporter.move(partial(_agreed, visit.value("mark"), chosen))
    told = visit.say("pass.done_file") if shown.is_file else visit.say("pass.done", team=shown.to)
    return Page(replace(await visit.talk(told), cards=tuple(visit.request.ctx.cards)))


async def _decline(visit: Visit) -> Page:
    await visit.reporter.move(partial(_declined, visit.value("mark")))
    return Page(await visit.talk(visit.say("pass.declined")))


ACTIONS: Final[Mapping[str, Callable[[Visit], Awaitable[Page]]]] = {
    "pass": _look,
    "pass-inspectors": _wish,
    "pass-yes": _agree,
    "pass-no": _decline,
}


def _agreed(mark: str, chosen: Chosen, session: Session, access: Access, now: datetime) -> None:
    consent.agree(session, access, mark, chosen, now)


def _declined(mark: str, session: Session, access: Access, now: datetime) -> None:
    consent.decline(session, access, mark, now)


async def _page(visit: Visit, notice: str = "") -> Page:
    """The page, with what was chosen and written on it so far."""
    view, now = await visit.reporter.view(), _now(visit)
    if view.proposal is None:
        raise ProposalGone
    left_out: frozenset[int] = frozenset()
    if visit.value("mark"):
        left_out = frozenset(turn.seq for turn in view.turns) - _ticked(visit)
    shown = passing.of(view, visit.language, now, left_out, visit.value("pass_note"))
    talk = Talk(visit.token, "", views.of(view, visit.language, now), visit.typed, notice)
    cards = tuple(getattr(visit.request.ctx, "cards", ()))
    return Page(replace(talk, cards=cards), "pass", passing=shown)


def _ticked(visit: Visit) -> frozenset[int]:
    sent = (digits for digits in visit.values("pass_turn") if digits.isdecimal())
    return frozenset(int(digits) for digits in sent if len(digits) < 10)


def _now(visit: Visit) -> datetime:
    return visit.reporter.services.clock()
