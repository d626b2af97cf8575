"""/wegwijzer: one question at a time, each answer a link, each result an address of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from connectors.guide import changing, rendering
from connectors.guide.rendering import View
from connectors.webchat.packed import Packed
from connectors.webchat.pages import address
from expertise import cards
from expertise.advice import advise
from expertise.ladder import rungs
from expertise.languages import LANGUAGES, Language
from expertise.parties import parties
from expertise.rights import rights
from expertise.routes import climbs, next_rung
from expertise.texts import text
from expertise.wayfinder import NoSuchWay, Way, follow

_PATH: Final = "wegwijzer"

routes = Blueprint("guide_wayfinder")


def path_of(way: Way) -> str:
    """The path of a question or a result, without its language."""
    return "/".join((_PATH, *way.slugs))


def _serve(language: Language) -> None:
    async def page(request: Request, answers: str = "") -> HTTPResponse:
        view = View.of(request, language)
        try:
            way = follow(tuple(filter(None, answers.split("/"))))
        except NoSuchWay:
            return rendering.answer(request, _lost(view), 404)
        return rendering.answer(request, page_of(view, way.slugs))

    start = address(_PATH, language)
    routes.add_route(page, start, name=f"start_{language}")
    routes.add_route(page, f"{start}/<answers:path>", name=f"way_{language}")


@lru_cache(rendering.KEPT)
def page_of(view: View, slugs: tuple[str, ...]) -> Packed:
    """The page of a question, or of a result when nothing is left to ask."""
    way = follow(slugs)
    values: dict[str, Any] = {
        "way": way,
        "path_of": path_of,
        "changes": changing.changes(way, view.language),
        "urgent": _urgent(way, view),
    }
    if way.question is None:
        values |= {"advice": _advice(way, view), "ladder": _ladder(way, view.language)}
    template = "question.html" if way.question else "result.html"
    return view.page(template, path_of(way), way.situation.role, **values)


@lru_cache(len(LANGUAGES))
def _lost(view: View) -> Packed:
    return view.page("lost.html", _PATH, way=Way(), path_of=path_of)


def _advice(way: Way, view: View) -> Mapping[str, Any]:
    return advise(way.situation, view.minute, view.language).as_payload()


def _urgent(way: Way, view: View) -> Mapping[str, Any] | None:
    """The numbers that come first; a pupil who speaks of themselves reads the card of the chat."""
    if way.urgent is None:
        return None
    known = way.situation
    (card_id, *_) = cards.for_risk("concern", [way.urgent])
    card = cards.card(card_id, view.language, view.minute).as_payload()
    if (known.role, known.perspective) == ("pupil", "self"):
        return card
    for_them = {
        line.href
        for party in parties().values()
        if known.role in party.roles
        for line in party.shown_contacts()
    }
    return card | {
        "title": text("guide.way.urgent", view.language),
        "lines": [text(f"advice.concern.{way.urgent}", view.language)],
        "contacts": [to for to in card["contacts"] if to["href"] in for_them],
    }


def _ladder(way: Way, language: Language) -> list[Mapping[str, Any]]:
    """The rungs that somebody could have named, with where they stand now."""
    known = way.situation
    if not way.steps or way.steps[-1].question.id != "tried" or not climbs(known):
        return []
    here = known.reached.number
    following = next_rung(known)
    answers = way.back_to(-1).options
    there = [rungs()[answer.sets["tried"]] for answer in answers if not answer.skips]
    return [
        {
            "label": rung.label.in_(language),
            "terms": rights().ladder[rung.id],
            "expect": rung.expected_by(child=known.may_be_child).in_(language),
            "state": _state(rung.number, here, following.number if following else None),
            "by_parent": known.may_be_child and rung.expect_child is not None,
        }
        for rung in there
    ]


def _state(number: int, here: int, following: int | None) -> str:
    if number == here:
        return "here"
    if number == following:
        return "next"
    return "done" if number < here else "ahead"


for _language in LANGUAGES:
    _serve(_language)
