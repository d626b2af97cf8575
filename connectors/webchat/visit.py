"""One press on a button of the page without JavaScript, and the page that answers it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sanic import Request
from sanic.response import HTTPResponse, html

from bot.errors import BotError, StoreUnavailable
from connectors.asked import Question
from connectors.notes import Draft
from connectors.passing import Passing
from connectors.reporter import Reporter
from connectors.webchat import answers, intake, rendering, views
from connectors.webchat.pages import address
from connectors.webchat.views import Talk
from expertise import texts
from expertise.languages import Language


@dataclass(frozen=True)
class Page:
    """What is shown next: the talk, or a step that is asked about first."""

    talk: Talk
    step: str = ""
    code: tuple[str, ...] | str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    note: Draft = field(default_factory=Draft)
    ask: Question = field(default_factory=Question)
    passing: Passing = field(default_factory=Passing)
    turn_to: Sequence[Mapping[str, Any]] = ()
    status: int = 200


@dataclass(frozen=True)
class Visit:
    """What the form brought: hidden fields, and what was typed."""

    request: Request
    language: Language
    token: str = field(repr=False)
    typed: str = field(repr=False)

    @classmethod
    def of(cls, request: Request) -> Visit:
        """Read the form's hidden fields."""
        language = intake.language_of(_fields(request, "language")[0])
        request.ctx.language = language
        token, typed = (_fields(request, name)[0] for name in ("token", "text"))
        return cls(request, language, token, typed)

    def value(self, name: str) -> str:
        """A field of the form; empty when it is not there."""
        return _fields(self.request, name)[0]

    def values(self, name: str) -> list[str]:
        """All fields of one name, such as boxes that were ticked."""
        return [value for value in _fields(self.request, name) if value]

    @property
    def reporter(self) -> Reporter:
        """Whoever holds the token; `MalformedToken` is raised when it is none."""
        return intake.reporter_of(self.request, self.token)

    async def talk(self, notice: str = "", typed: str | None = None) -> Talk:
        """The talk as it is now, with the bot's answer if that comes soon enough."""
        view, is_late = await answers.awaited(self.reporter)
        if is_late and not notice:
            notice = self.say("error.engine")
        shown = views.of(view, self.language, self.reporter.services.clock())
        kept = self.typed if typed is None else typed
        return Talk(self.token, secrets.token_urlsafe(12), shown, kept, notice)

    def say(self, key: str, **values: object) -> str:
        """A text of the page."""
        return texts.text(f"page.{key}", self.language, **values)

    def show(self, page: Page) -> HTTPResponse:
        """A page, in the language that is read by now."""
        language: Language = self.request.ctx.language
        body = rendering.render(
            "step.html" if page.step else "talk.html",
            language,
            exit_url=intake.services_of(self.request).exit_url,
            address=address,
            words="" if page.talk.token else rendering.script_words(language),
            talk=page.talk,
            step=page.step,
            code=page.code,
            note=page.note,
            ask=page.ask,
            passing=page.passing,
            turn_to=page.turn_to,
        )
        return html(body, status=page.status, headers=dict(page.headers))


def status_of(error: BotError) -> int:
    """The HTTP status of a page that tells what went wrong."""
    return 503 if isinstance(error, StoreUnavailable) else 422


def _fields(request: Request, name: str) -> list[str]:
    sent = request.form.getlist(name) if request.form else None
    return [intake.readable(value) for value in sent or [""]]
