"""The note to take along without JavaScript: two pages, and all of it travels in their form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot.errors import BotError
from connectors import note_pages, notes, wording
from connectors.notes import WRITTEN, Choices, Draft, Offer
from connectors.webchat import intake, note_files
from connectors.webchat.views import Talk
from connectors.webchat.visit import Page, Visit, status_of
from expertise.note import tidy

routes = Blueprint("webchat_note_forms")


@routes.post("/gesprek/briefje")
async def take_along(request: Request) -> HTTPResponse:
    """The note as a file. When that is not possible it stands on its page again."""
    if intake.is_from_elsewhere(request):
        return redirect("/", status=303)
    visit = Visit.of(request)
    try:
        return await _file(visit)
    except BotError as error:
        return visit.show(_again(visit, error, "note-text"))


@routes.get("/gesprek/briefje")
async def start(request: Request) -> HTTPResponse:
    """The address alone is no note: to the first screen."""
    return redirect("/", status=303)


async def _choose(visit: Visit) -> Page:
    draft = await _draft(visit)
    if draft.text.strip():
        made = notes.composed(draft.offer, draft.choices, _now(visit), visit.language)
        draft = replace(draft, is_changed=draft.text.strip() != made.strip())
    return _page(visit, "note", draft)


async def _see(visit: Visit) -> Page:
    draft = await _draft(visit)
    seen = _looked_at(visit, draft, draft.choices.typed)
    text = notes.composed(draft.offer, draft.choices, _now(visit), visit.language)
    return _page(visit, "note-text", replace(seen, text=text))


async def _check(visit: Visit) -> Page:
    draft = replace(await _draft(visit), is_checked=True)
    seen = _looked_at(visit, draft, draft.text)
    return _page(visit, "note-text", replace(seen, text=notes.checked(draft.text)))


def _kept(step: str, action: Callable[[Visit], Awaitable[Page]]) -> Callable[..., Awaitable[Page]]:
    """An action after which, also when it went wrong, everything still stands on its page."""

    async def act(visit: Visit) -> Page:
        try:
            return await action(visit)
        except BotError as error:
            return _again(visit, error, step)

    return act


ACTIONS: Final[Mapping[str, Callable[[Visit], Awaitable[Page]]]] = {
    "note": _kept("note", _choose),
    "note-see": _kept("note", _see),
    "note-check": _kept("note-text", _check),
    "note-change": _kept("note", _choose),
    "note-keep": _kept("note-text", _check),
}


async def _file(visit: Visit) -> HTTPResponse:
    await visit.reporter.access()
    text = notes.checked(_text(visit))
    if visit.value("action") == "note-txt":
        return note_files.attached(text.encode(), "txt", visit.language)
    drawn = await note_pages.pdf(text, _now(visit), visit.language)
    return note_files.attached(drawn, "pdf", visit.language)


def _again(visit: Visit, error: BotError, step: str) -> Page:
    """The page as it was sent, with what went wrong."""
    cards = tuple(getattr(visit.request.ctx, "cards", ()))
    draft = Draft(visit.language, Offer(), _choices(visit), _text(visit), cards=cards)
    told = wording.of(error, visit.language)
    return replace(_page(visit, step, draft, told), status=status_of(error))


async def _draft(visit: Visit) -> Draft:
    offer = await notes.offered(visit.reporter, visit.language)
    return Draft(visit.language, offer, _choices(visit), _text(visit))


def _page(visit: Visit, step: str, draft: Draft, notice: str = "") -> Page:
    return Page(Talk(visit.token, typed=visit.typed, notice=notice), step, note=draft)


def _looked_at(visit: Visit, draft: Draft, typed: str) -> Draft:
    """With the safety cards that what was typed here calls for, and the talk has not shown yet."""
    intake.look_for_danger(visit.request, typed, visit.language)
    return replace(draft, cards=draft.offer.fresh(visit.request.ctx.cards))


def _choices(visit: Visit) -> Choices:
    said = [digits for digits in visit.values("note_said") if digits.isdecimal()]
    return Choices(
        reader=visit.value("note_for") or Choices.reader,
        facts=frozenset(visit.values("note_fact")),
        said=frozenset(int(digits) for digits in said if len(digits) < 10),
        written={part: visit.value(f"note_{part}") for part in WRITTEN},
    )


def _text(visit: Visit) -> str:
    return tidy(visit.value("note_text"))


def _now(visit: Visit) -> datetime:
    return visit.reporter.services.clock()
