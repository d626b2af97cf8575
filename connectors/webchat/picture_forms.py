"""Adding a picture without JavaScript: a page that says what to think of first, and its form."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot.errors import BotError, NoAccess
from bot.pictures.errors import UnusablePicture
from bot.pictures.taking import too_large
from connectors import wording
from connectors.webchat import intake, sent
from connectors.webchat.views import Talk
from connectors.webchat.visit import Page, Visit, status_of
from expertise.advice import describe
from expertise.parties import parties

# Whom to turn to with a picture that must not be sent.
_HELP: Final = "helpwanted"

routes = Blueprint("webchat_picture_forms")


class NoPicture(UnusablePicture):
    """Nothing was chosen."""

    key = "page.picture.none"


@routes.get("/gesprek/foto")
async def start(request: Request) -> HTTPResponse:
    """The address alone is no picture: to the first screen."""
    return redirect("/", status=303)


@routes.post("/gesprek/foto", stream=True)
async def act(request: Request) -> HTTPResponse:
    """Keep the picture, or go back to the talk without it."""
    if intake.is_from_elsewhere(request):
        return redirect("/", status=303)
    try:
        with intake.services_of(request).pictures.place():
            is_whole = await sent.form(request)
            visit = Visit.of(request)
            page = await _done(visit, is_whole=is_whole)
    except BotError as error:
        if not request.body:
            await sent.fields(request)
        await sent.hear_out(request)
        visit = Visit.of(request)
        page = _refused(visit, error)
    return visit.show(page)


async def _choose(visit: Visit) -> Page:
    return _step(visit, secrets.token_urlsafe(12))


ACTIONS: Final[Mapping[str, Callable[[Visit], Awaitable[Page]]]] = {"picture": _choose}


async def _done(visit: Visit, *, is_whole: bool) -> Page:
    if not is_whole:
        raise too_large()
    if visit.value("action") != "picture-send":
        return Page(await visit.talk())
    chosen = visit.request.files.get("picture") if visit.request.files else None
    if chosen is None or not chosen.body:
        raise NoPicture
    message_id = intake.message_id_of(visit.value("message_id"))
    await visit.reporter.add_picture(chosen.body, message_id, visit.language)
    return Page(await visit.talk(visit.say("picture.done")))


def _refused(visit: Visit, error: BotError) -> Page:
    """The step again, with what went wrong; the file has to be chosen anew, as browsers want it."""
    told = wording.of(error, visit.language)
    if isinstance(error, NoAccess):
        return Page(Talk(typed=visit.typed, notice=told), status=status_of(error))
    again = _step(visit, visit.value("message_id"), told)
    return replace(again, status=status_of(error))


def _step(visit: Visit, message_id: str, notice: str = "") -> Page:
    talk = Talk(visit.token, message_id, typed=visit.typed, notice=notice)
    now = intake.services_of(visit.request).clock()
    helper = describe(parties()[_HELP], now, visit.language).as_payload()
    return Page(talk, "picture", turn_to=helper["contacts"])
