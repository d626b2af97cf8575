"""The first screen in three languages, and the pages that explain it. They know nobody."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot.errors import StoreUnavailable
from connectors.notes import Draft
from connectors.webchat import rendering
from connectors.webchat.packed import Packed
from connectors.webchat.views import Talk
from expertise.languages import LANGUAGES, Language

_CACHING: Final = "private, max-age=60"
_PAGES: Final = {"talk.html": "", "privacy.html": "privacy", "how.html": "how"}

routes = Blueprint("webchat_pages")


def address(page: str, language: Language) -> str:
    """Where a page stands: /privacy, /en/privacy."""
    return "/" + "/".join(filter(None, (rendering.HOME[language].strip("/"), page)))


def _serve(template: str, language: Language) -> None:
    async def page(request: Request) -> HTTPResponse:
        if "via" in request.args:
            return await _came_by(request, address(_PAGES[template], language))
        exit_url = request.app.ctx.services.exit_url
        return _packed(template, language, exit_url).answer(request, _CACHING)

    name = f"{template.removesuffix('.html')}_{language}"
    routes.add_route(page, address(_PAGES[template], language), name=name)


async def _came_by(request: Request, there: str) -> HTTPResponse:
    """Counts the channel that a printed code names, and takes it out of the address.

    So it is counted once and stands neither in the browser's history nor in a shared address.
    """
    services = request.app.ctx.services
    with suppress(StoreUnavailable):
        await services.visits.count(services.store, request.args.get("via"), services.clock())
    return redirect(there, status=303)


@cache
def _packed(template: str, language: Language, exit_url: str) -> Packed:
    html = rendering.render(
        template,
        language,
        exit_url=exit_url,
        address=address,
        page=_PAGES[template],
        words=rendering.script_words(language),
        talk=Talk(),
        note=Draft(language),
    )
    return Packed.of(html.encode(), "text/html; charset=utf-8")


for _template in _PAGES:
    for _language in LANGUAGES:
        _serve(_template, _language)
