"""The note to take along, for the page's script: what may go in, its text, and the file."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from connectors import note_pages, notes
from connectors.notes import Choices, Draft
from connectors.reporter import Reporter
from connectors.webchat import api, intake, note_files
from expertise.languages import Language

_CHOICES: Final = TypeAdapter(Choices)

routes = Blueprint("webchat_note_api", url_prefix="/chat")


@routes.get("/note")
async def offer(request: Request) -> HTTPResponse:
    """What a talk has that may go into a note."""
    who = api.reporter(request)
    draft = await _draft(request, who)
    facts = [
        {"id": fact.id, "heading": draft.headings[fact.part], "text": fact.text}
        for fact in draft.offer.facts
    ]
    said = [{"id": str(own.seq), "heading": "", "text": own.text} for own in draft.offer.said]
    return json({"facts": facts, "said": said})


@routes.post("/note/text")
async def text(request: Request) -> HTTPResponse:
    """The note as it was chosen."""
    who = api.reporter(request)
    choices = api.shaped(_CHOICES, api.body_of(request))
    intake.look_for_danger(request, choices.typed, _language(request))
    draft = await _draft(request, who)
    made = notes.composed(draft.offer, choices, who.services.clock(), draft.language)
    return _seen(request, Draft(draft.language, draft.offer, choices, made))


@routes.post("/note/look")
async def look(request: Request) -> HTTPResponse:
    """What in a text may show who it is about, and the cards that it calls for."""
    who = api.reporter(request)
    typed = _text(request)
    intake.look_for_danger(request, typed, _language(request))
    draft = await _draft(request, who)
    return _seen(request, Draft(draft.language, draft.offer, text=notes.checked(typed)))


@routes.post("/note/pdf")
async def pdf(request: Request) -> HTTPResponse:
    """The text as a file."""
    who = api.reporter(request)
    language = _language(request)
    await who.access()
    drawn = await note_pages.pdf(notes.checked(_text(request)), who.services.clock(), language)
    return note_files.attached(drawn, "pdf", language)


async def _draft(request: Request, who: Reporter) -> Draft:
    language = _language(request)
    return Draft(language, await notes.offered(who, language))


def _seen(request: Request, draft: Draft) -> HTTPResponse:
    cards = draft.offer.fresh(request.ctx.cards)
    return json({"text": draft.text, "found": draft.found, "lost": draft.lost, "cards": cards})


def _language(request: Request) -> Language:
    language: Language = request.ctx.language
    return language


def _text(request: Request) -> str:
    return intake.readable(api.body_of(request).get("text"))
