"""Pages as a reader's browser asks for them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice

import httpx

from connectors.webchat.pages import address
from expertise.languages import LANGUAGES
from expertise.listing import shown
from expertise.wayfinder import results
from tests.connectors.webchat.tab import PLAIN
from tests.support.service import Running

QUESTIONS = ("wegwijzer", "wegwijzer/leerling", "wegwijzer/ouder/po", "wegwijzer/leerling/vo/thuis")
RESULTS = (
    "wegwijzer/leerling/vo/pesten/leerling/mentor",
    "wegwijzer/leerling/po/thuis/nog-niets",
    "wegwijzer/ouder/vo/grens-over/nee/personeel/bestuur",
    "wegwijzer/medewerker/mbo/calamiteit",
    "wegwijzer/iemand-anders/weet-ik-niet/iets-anders/nog-niets",
)
RIGHTS = ("rechten", *(f"rechten/{who}" for who in ("leerling", "ouder", "medewerker", "school")))
PARTIES = tuple(f"partijen/{name}" for name in shown())
STAFF = ("rechten/signalen", "rechten/team")
OTHERS = ("partijen", "partijen/kindertelefoon", "partijen/lkc", "cijfers", *RIGHTS, *STAFF)

EVERY_PAGE = [
    address(path, language) for path in (*QUESTIONS, *RESULTS, *OTHERS) for language in LANGUAGES
]


def get(service: Running, path: str, **headers: str) -> httpx.Response:
    """A page."""
    return httpx.get(service.base_url + path, headers=headers, verify=PLAIN)


def read(service: Running, path: str) -> str:
    """A page's source, with characters as they are read."""
    return html.unescape(get(service, path).text)


def links(source: str) -> set[str]:
    """The addresses on a page that lead somewhere in this application."""
    return {
        html.unescape(found)
        for found in re.findall(r'<a [^>]*?href="([^"]+)"', source)
        if found.startswith(("/", "#"))
    }


def some_results(every: int) -> Iterator[str]:
    """Addresses of results, evenly chosen."""
    for way in islice(results(), 0, None, every):
        yield "/wegwijzer/" + "/".join(way.slugs)
