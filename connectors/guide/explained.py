"""/rechten and /cijfers: what the law says to whom, and what is known in numbers, with sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from connectors.guide import rendering
from connectors.guide.rendering import View
from connectors.webchat.packed import Packed
from connectors.webchat.pages import address
from expertise.figures import figures
from expertise.ladder import rungs
from expertise.languages import LANGUAGES, Language
from expertise.listing import ROLES
from expertise.parties import parties
from expertise.rights import rights
from expertise.staff_work import CAN, TEAM, staff_work
from expertise.texts import text

# The last part of an address, in every language, and whose rights and duties stand there.
_ROLES: Final = {"leerling": "pupil", "ouder": "parent", "medewerker": "staff", "school": "school"}

routes = Blueprint("guide_explained")


def _rights(view: View) -> Packed:
    known = rights()
    ladder = [(rungs()[name], terms) for name, terms in known.ladder.items()]
    return view.page("rights.html", "rechten", rights=known, ladder=ladder, roles=_ROLES)


def _standing(view: View, slug: str) -> Packed:
    who = _ROLES[slug]
    role = who if who in ROLES else "unknown"
    roles = staff_work().roles if who == "staff" else ()
    return view.page(
        "standing.html",
        f"rechten/{slug}",
        role,
        who=who,
        standing=rights().people[who],
        roles=roles,
        can=CAN,
    )


def _for_staff(view: View, slug: str) -> Packed:
    """A page that explains no right: how to listen, or what a team may ask itself."""
    return view.page(f"{slug}.html", f"rechten/{slug}", "staff", work=staff_work(), parts=TEAM)


def _figures(view: View) -> Packed:
    talk = [line.at(view.minute, view.language) for line in parties()["113"].shown_contacts()]
    return view.page(
        "figures.html",
        "cijfers",
        tables=figures(),
        care=text("advice.concern.suicide", view.language),
        talk=[contact.as_payload() for contact in talk],
    )


_PAGES: Final[Mapping[str, Callable[[View], Packed]]] = {
    "rechten": _rights,
    **{f"rechten/{slug}": partial(_standing, slug=slug) for slug in _ROLES},
    **{f"rechten/{slug}": partial(_for_staff, slug=slug) for slug in ("signalen", "team")},
    "cijfers": _figures,
}


@lru_cache(len(_PAGES) * len(LANGUAGES))
def _page(view: View, path: str) -> Packed:
    return _PAGES[path](view)


def _serve(path: str, language: Language) -> None:
    async def page(request: Request) -> HTTPResponse:
        return rendering.answer(request, _page(View.of(request, language), path))

    name = f"{path.replace('/', '_')}_{language}"
    routes.add_route(page, address(path, language), name=name)


for _path in _PAGES:
    for _language in LANGUAGES:
        _serve(_path, _language)
