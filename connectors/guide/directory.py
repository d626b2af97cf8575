"""/partijen: everybody who can help, with filters that are a plain form, and a page for each."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from connectors.guide import rendering
from connectors.guide.rendering import View
from connectors.webchat.packed import Packed
from connectors.webchat.pages import address
from expertise.evidence import Evidence
from expertise.languages import LANGUAGES, Language
from expertise.listing import ROLES, Wanted, listed, shown
from expertise.parties import SECTORS, Party, parties
from expertise.texts import text
from expertise.themes import THEMES, theme_label
from expertise.timetable import timetable

_PATH: Final = "partijen"

routes = Blueprint("guide_directory")


def _serve(language: Language) -> None:
    async def directory(request: Request) -> HTTPResponse:
        asked = {name: request.args.get(name, "") for name in ("rol", "sector", "thema", "open")}
        page = page_of(View.of(request, language), Wanted.of(asked))
        return rendering.answer(request, page)

    async def party(request: Request, party_id: str) -> HTTPResponse:
        view = View.of(request, language)
        if party_id not in shown():
            return rendering.answer(request, page_of(view, Wanted(), is_lost=True), 404)
        return rendering.answer(request, _party(view, party_id))

    start = address(_PATH, language)
    routes.add_route(directory, start, name=f"all_{language}")
    routes.add_route(party, f"{start}/<party_id:str>", name=f"party_{language}")


@lru_cache(rendering.KEPT)
def page_of(view: View, wanted: Wanted, *, is_lost: bool = False) -> Packed:
    """The directory with its filters; `is_lost`: the party asked for is not there."""
    groups = [
        (group.id, [_short(party, view) for party in group.parties])
        for group in listed(wanted, view.minute)
    ]
    return view.page(
        "directory.html",
        _PATH,
        wanted.role or "unknown",
        groups=groups,
        count=sum(len(parties) for _, parties in groups),
        wanted=wanted,
        filters=_filters(wanted, view.language),
        is_lost=is_lost,
    )


@lru_cache(rendering.KEPT)
def _party(view: View, party_id: str) -> Packed:
    party = shown()[party_id]
    language = view.language
    return view.page(
        "party.html",
        f"{_PATH}/{party_id}",
        party=_short(party, view),
        can=[sentence.in_(language) for sentence in party.can],
        cannot=[sentence.in_(language) for sentence in party.cannot],
        facts=party.facts(language),
        themes=[theme_label(theme, language) for theme in THEMES if theme in party.themes],
        every_theme=len(party.themes) == len(THEMES),
        contacts=[line.at(view.minute, language).as_payload() for line in party.shown_contacts()],
        hours=_hours(party, language),
        alternatives=[
            _short(parties()[name], view) for name in party.alternatives if name in shown()
        ],
        sources=dict.fromkeys(rendering.source(seen, language) for seen in _evidence(party)),
    )


def _short(party: Party, view: View) -> dict[str, Any]:
    return {
        "id": party.id,
        "name": party.name.in_(view.language),
        "why": party.why.in_(view.language),
        "open": party.opening(view.minute, view.language),
        "open_now": party.is_open(view.minute),
        "for_whom": party.for_whom(view.language),
        "phone": next((line for line in party.shown_contacts() if line.kind == "phone"), None),
    }


def _filters(wanted: Wanted, language: Language) -> list[dict[str, Any]]:
    """The choices of the form, each with its name in the address and what is chosen."""
    roles = [(role, text(f"guide.role.{role}", language)) for role in ROLES]
    sectors = [(sector, text(f"guide.sector.{sector}", language)) for sector in SECTORS]
    themes = [(theme, theme_label(theme, language)) for theme in THEMES]
    return [
        {"name": "rol", "chosen": wanted.role, "choices": roles},
        {"name": "sector", "chosen": wanted.sector, "choices": sectors},
        {"name": "thema", "chosen": wanted.theme, "choices": themes},
    ]


def _hours(party: Party, language: Language) -> list[str]:
    """The whole week, where it was verified; otherwise one sentence on the party says enough."""
    if party.hours is None or not party.hours.evidence.shown:
        return []
    lines = timetable(party.hours.opening, language)
    return [*lines, *filter(None, [party.hours.evidence.dated("", language)])]


def _evidence(party: Party) -> tuple[Evidence, ...]:
    """What vouches for what is shown, each source once."""
    facts = (party.hours, party.hours_in_words, party.anonymity, party.takes, party.cost)
    every = (
        *(line.evidence for line in party.shown_contacts()),
        *(fact.evidence for fact in (*facts, party.binding) if fact),
    )
    return tuple(dict.fromkeys(evidence for evidence in every if evidence.shown))


for _language in LANGUAGES:
    _serve(_language)
