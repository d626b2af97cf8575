"""The first screen in three languages, and the pages that explain it. They know nobody."""

from __future__ import annotations

from functools import cache
from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from connectors.webchat import rendering
from connectors.webchat.notes import Draft
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
        exit_url = request.app.ctx.services.exit_url
        return _packed(template, language, exit_url).answer(request, _CACHING)

    name = f"{template.removesuffix('.html')}_{language}"
    routes.add_route(page, address(_PAGES[template], language), name=name)


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
