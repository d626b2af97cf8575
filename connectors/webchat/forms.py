"""The talk without JavaScript: one form, one address, the whole page each time.

Every button names its action. What stands in the text field travels along with all of them, so
that nothing typed is lost; the token travels in a hidden field, never in an address.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot.errors import BotError, NoAccess, StoreUnavailable
from connectors import wording
from connectors.webchat import (
    ask_forms,
    intake,
    note_forms,
    pass_forms,
    picture_forms,
    views,
)
from connectors.webchat.views import Talk
from connectors.webchat.visit import Page, Visit, status_of
from expertise.languages import Language

routes = Blueprint("webchat_forms")


@routes.get("/gesprek")
async def start(request: Request) -> HTTPResponse:
    """The address alone is no talk: to the first screen."""
    return redirect("/", status=303)


@routes.post("/gesprek")
async def act(request: Request) -> HTTPResponse:
    """Do what the button says, and show the page again, also when that went wrong."""
    if intake.is_from_elsewhere(request):
        return redirect("/", status=303)
    visit = Visit.of(request)
    action = "press" if visit.value("press") else visit.value("action")
    try:
        page = await _ACTIONS.get(action, _look)(visit)
    except BotError as error:
        page = replace(await _after(error, visit), status=status_of(error))
    return visit.show(page)


async def _say(visit: Visit) -> Page:
    return await _send(visit, visit.typed, None)


async def _press(visit: Visit) -> Page:
    """A button's value is turn.place.label: the label counts when the button is gone."""
    turn, _, rest = visit.value("press").partition(".")
    place, _, label = rest.partition(".")
    is_number = all(digits.isdecimal() and len(digits) < 10 for digits in (turn, place))
    pressed = (int(turn), int(place)) if is_number else None
    return await _send(visit, label, pressed)


async def _send(visit: Visit, text: str, pressed: intake.Press | None) -> Page:
    finding = intake.look_for_danger(visit.request, text, visit.language)
    begins = not visit.token
    here = visit if visit.token else _with_new_token(visit)
    message_id = visit.value("message_id") or secrets.token_urlsafe(12)
    incoming = intake.incoming(message_id, text, visit.language, finding, pressed)
    await here.reporter.say(incoming, intake.by_allowance(here.reporter) if begins else None)
    return Page(await here.talk(typed="" if pressed is None else visit.typed))


async def _look(visit: Visit) -> Page:
    return Page(await visit.talk() if visit.token else Talk(typed=visit.typed))


async def _withdraw(visit: Visit) -> Page:
    await visit.reporter.withdraw()
    return Page(await visit.talk(visit.say("human.withdrawn")))


async def _show_code(visit: Visit) -> Page:
    code = await visit.reporter.code()
    return Page(await visit.talk(), "code", code)


async def _check_code(visit: Visit) -> Page:
    typed = None if visit.value("ticked") else visit.value("typed")
    try:
        right = await visit.reporter.confirm_code(typed)
        told = visit.say("code.check.ok" if right else "code.check.wrong")
    except BotError as error:
        right, told = False, wording.of(error, visit.language)
    talk = await visit.talk(told)
    return Page(talk) if right else Page(talk, "code", await visit.reporter.code())


async def _ask_code(visit: Visit) -> Page:
    return Page(Talk(visit.token, typed=visit.typed), "return")


async def _come_back(visit: Visit) -> Page:
    words = visit.value("words")
    back = _with_new_token(visit)
    try:
        await back.reporter.come_back(words)
    except BotError as error:
        told = wording.of(error, visit.language)
        return Page(Talk(visit.token, typed=visit.typed, notice=told), "return", words)
    return Page(await back.talk(visit.say("code.enter.welcome")))


async def _ask_erase(visit: Visit) -> Page:
    return Page(Talk(visit.token, typed=visit.typed), "erase")


async def _erase(visit: Visit) -> Page:
    try:
        await visit.reporter.erase()
    except StoreUnavailable:
        return Page(Talk(visit.token, notice=visit.say("erase.failed")), "erase")
    return Page(Talk(notice=visit.say("erase.done")), headers={"Clear-Site-Data": '"cache"'})


def _read_in(language: Language) -> Callable[[Visit], Awaitable[Page]]:
    async def change(visit: Visit) -> Page:
        there = Visit(visit.request, language, visit.token, visit.typed)
        await there.reporter.read_in(language)
        visit.request.ctx.language = language
        return Page(await there.talk())

    return change


_ACTIONS: Final[Mapping[str, Callable[[Visit], Awaitable[Page]]]] = {
    "say": _say,
    "press": _press,
    "withdraw": _withdraw,
    "code": _show_code,
    "code-check": _check_code,
    "return": _ask_code,
    "return-go": _come_back,
    "erase": _ask_erase,
    "erase-yes": _erase,
    "language-nl": _read_in("nl"),
    "language-a2": _read_in("a2"),
    "language-en": _read_in("en"),
    **ask_forms.ACTIONS,
    **pass_forms.ACTIONS,
    **note_forms.ACTIONS,
    **picture_forms.ACTIONS,
}


async def _after(error: BotError, visit: Visit) -> Page:
    """The page after something went wrong: told why, with the cards and all that was typed."""
    cards = tuple(getattr(visit.request.ctx, "cards", ()))
    told = wording.of(error, visit.language)
    token = "" if isinstance(error, NoAccess) else visit.token
    talk = Talk(token, visit.value("message_id"), None, visit.typed, told, cards)
    if not token or isinstance(error, StoreUnavailable):
        return Page(talk)
    try:
        seen = views.of(
            await visit.reporter.view(), visit.language, visit.reporter.services.clock()
        )
    except BotError:
        return Page(talk)
    return Page(Talk(token, talk.message_id, seen, visit.typed, told, cards))


def _with_new_token(visit: Visit) -> Visit:
    token = secrets.token_urlsafe(32)
    return Visit(visit.request, visit.language, token, visit.typed)
