"""What every page to read has in common: its frame, its words, and how it is sent.

A page says when somebody is open, so it is made anew every minute; within that minute everybody
who asks for it gets the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from sanic import Request
from sanic.response import HTTPResponse

from connectors.guide import assets, calling
from connectors.webchat import rendering
from connectors.webchat.packed import Packed
from connectors.webchat.pages import address
from expertise import texts
from expertise.evidence import Evidence
from expertise.hours import ZONE
from expertise.languages import Language

PAGES: Final = ("wegwijzer", "partijen", "rechten", "cijfers")
# How many pages are kept in memory: those of a busy minute, some tens of kilobytes each.
KEPT: Final = 256

_CACHING: Final = "public, max-age=60"
_HTML: Final = "text/html; charset=utf-8"
_TEMPLATES: Final = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class View:
    """For whom a page is made: a language and a minute, and where the quick exit leads."""

    language: Language
    minute: datetime
    exit_url: str

    @classmethod
    def of(cls, request: Request, language: Language) -> View:
        """The view of somebody who asks now."""
        services = request.app.ctx.services
        minute = services.clock().replace(second=0, microsecond=0)
        return cls(language, minute, services.exit_url)

    def page(self, template: str, path: str, role: str = "unknown", **values: Any) -> Packed:
        """A page at a path, such as "wegwijzer/leerling", which is the same in each language."""
        html = rendering.render(
            template,
            self.language,
            _TEMPLATES,
            exit_url=self.exit_url,
            address=address,
            path=path,
            pages=PAGES,
            style_url=assets.style_url(),
            g=words(self.language),
            here=lambda target: address(target, self.language),
            lines=calling.lines(role, self.minute, self.language),
            made=_made(self.minute, self.language),
            source=lambda evidence: source(evidence, self.language),
            **values,
        )
        return Packed.of(html.encode(), _HTML)


def answer(request: Request, page: Packed, status: int = 200) -> HTTPResponse:
    """A page as it is sent."""
    response = page.answer(request, _CACHING)
    if response.status == 200:
        response.status = status
    return response


def words(language: Language) -> Callable[..., str]:
    """The words of these pages, by key."""

    def word(key: str, **values: object) -> str:
        return texts.text(f"guide.{key}", language, **values)

    return word


def source(evidence: Evidence, language: Language) -> str:
    """Where something was read, when, and whether it may have changed since."""
    key = "source" if evidence.confidence == "A" else "source_old"
    when = _date(evidence.verified, language)
    return words(language)(key, source=_site(evidence.source), when=when)


def _site(named: str) -> str:
    """The site of a page; a source that is no page has a name."""
    host = urlsplit(named).hostname
    return host.removeprefix("www.") if host else named


def _made(minute: datetime, language: Language) -> str:
    here = minute.astimezone(ZONE)
    return words(language)("made", day=_date(f"{here:%Y-%m-%d}", language), time=f"{here:%H:%M}")


def _date(written: str, language: Language) -> str:
    """A year, a month or a day, in words."""
    year, *rest = written.split("-")
    if not rest:
        return year
    month = words(language)(f"month.{rest[0]}")
    return " ".join((*(str(int(day)) for day in rest[1:]), month, year))
