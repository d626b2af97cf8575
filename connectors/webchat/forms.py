"""The talk without JavaScript: one form, one address, the whole page each time.

Every button names its action. What stands in the text field travels along with all of them, so
that nothing typed is lost; the token travels in a hidden field, never in an address.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, html, redirect

from bot.errors import BotError, NoAccess, StoreUnavailable
from connectors.reporter import Reporter
from connectors.webchat import answers, intake, rendering, views, wording
from connectors.webchat.pages import address
from connectors.webchat.views import Talk
from expertise import texts
from expertise.languages import Language

routes = Blueprint("webchat_forms")


@dataclass(frozen=True)
class Page:
    """What is shown next: the talk, or a step that is asked about first."""

    talk: Talk
    step: str = ""
    code: tuple[str, ...] | str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Visit:
    """One press on a button of the page."""

    request: Request
    language: Language
    token: str = field(repr=False)
    typed: str = field(repr=False)

    @classmethod
    def of(cls, request: Request) -> Visit:
        """Read the form's hidden fields."""
        language = intake.language_of(field_of(request, "language"))
        request.ctx.language = language
        return cls(request, language, field_of(request, "token"), field_of(request, "text"))

    def value(self, name: str) -> str:
        """A field of the form; empty when it is not there."""
        return field_of(self.request, name)

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

    def say(self, key: str) -> str:
        """A text of the page."""
        return texts.text(f"page.{key}", self.language)


@routes.get("/gesprek")
async def start(request: Request) -> HTTPResponse:
    """The address alone is no talk: to the first screen."""
    return redirect("/", status=303)


@routes.post("/gesprek")
async def act(request: Request) -> HTTPResponse:
    """Do what the button says, and show the page again, also when that went wrong."""
    visit = Visit.of(request)
    action = "press" if visit.value("press") else visit.value("action")
    try:
        page = await _ACTIONS.get(action, _look)(visit)
    except BotError as error:
        page = await _after(error, visit)
        return _show(visit, page, 503 if isinstance(error, StoreUnavailable) else 422)
    return _show(visit, page, 200)


async def _say(visit: Visit) -> Page:
    return await _send(visit, visit.typed, None)


async def _press(visit: Visit) -> Page:
    """A button's value is turn.place.label: the label counts when the button is gone."""
    turn, _, rest = visit.value("press").partition(".")
    place, _, label = rest.partition(".")
    is_number = all(digits.isdecimal() and len(digits) < 10 for digits in (turn, place))
    pressed = (int(turn), int(place)) if is_number else None
    return await _send(visit, label, pressed)


async def _send(visit: Visit, text: str, pressed: intake.Press | None) -> Page:
    finding = intake.look_for_danger(visit.request, text, visit.language)
    begins = not visit.token
    here = visit if visit.token else _with_new_token(visit)
    message_id = visit.value("message_id") or secrets.token_urlsafe(12)
    incoming = intake.incoming(message_id, text, visit.language, finding, pressed)
    await here.reporter.say(incoming, intake.by_allowance(here.reporter) if begins else None)
    return Page(await here.talk(typed="" if pressed is None else visit.typed))


async def _look(visit: Visit) -> Page:
    return Page(await visit.talk() if visit.token else Talk(typed=visit.typed))


async def _ask_consent(visit: Visit) -> Page:
    return Page(await visit.talk(), "consent")


async def _hand_over(visit: Visit) -> Page:
    await visit.reporter.ask_for_human()
    return Page(await visit.talk())


async def _withdraw(visit: Visit) -> Page:
    await visit.reporter.withdraw()
    return Page(await visit.talk(visit.say("human.withdrawn")))


async def _show_code(visit: Visit) -> Page:
    code = await visit.reporter.code()
    return Page(await visit.talk(), "code", code)


async def _check_code(visit: Visit) -> Page:
    typed = None if visit.value("ticked") else visit.value("typed")
    try:
        right = await visit.reporter.confirm_code(typed)
        told = visit.say("code.check.ok" if right else "code.check.wrong")
    except BotError as error:
        right, told = False, wording.of(error, visit.language)
    talk = await visit.talk(told)
    return Page(talk) if right else Page(talk, "code", await visit.reporter.code())


async def _ask_code(visit: Visit) -> Page:
    return Page(Talk(visit.token, typed=visit.typed), "return")


async def _come_back(visit: Visit) -> Page:
    words = visit.value("words")
    back = _with_new_token(visit)
    try:
        await back.reporter.come_back(words)
    except BotError as error:
        told = wording.of(error, visit.language)
        return Page(Talk(visit.token, typed=visit.typed, notice=told), "return", words)
    return Page(await back.talk(visit.say("code.enter.welcome")))


async def _ask_erase(visit: Visit) -> Page:
    return Page(Talk(visit.token, typed=visit.typed), "erase")


async def _erase(visit: Visit) -> Page:
    try:
        await visit.reporter.erase()
    except StoreUnavailable:
        return Page(Talk(visit.token, notice=visit.say("erase.failed")), "erase")
    return Page(Talk(notice=visit.say("erase.done")), headers={"Clear-Site-Data": '"cache"'})


def _read_in(language: Language) -> Callable[[Visit], Awaitable[Page]]:
    async def change(visit: Visit) -> Page:
        there = Visit(visit.request, language, visit.token, visit.typed)
        await there.reporter.read_in(language)
        visit.request.ctx.language = language
        return Page(await there.talk())

    return change


_ACTIONS: Final[Mapping[str, Callable[[Visit], Awaitable[Page]]]] = {
    "say": _say,
    "press": _press,
    "human": _ask_consent,
    "human-yes": _hand_over,
    "withdraw": _withdraw,
    "code": _show_code,
    "code-check": _check_code,
    "return": _ask_code,
    "return-go": _come_back,
    "erase": _ask_erase,
    "erase-yes": _erase,
    "language-nl": _read_in("nl"),
    "language-a2": _read_in("a2"),
    "language-en": _read_in("en"),
}


async def _after(error: BotError, visit: Visit) -> Page:
    """The page after something went wrong: told why, with the cards and all that was typed."""
    cards = tuple(getattr(visit.request.ctx, "cards", ()))
    told = wording.of(error, visit.language)
    token = "" if isinstance(error, NoAccess) else visit.token
    talk = Talk(token, visit.value("message_id"), None, visit.typed, told, cards)
    if not token or isinstance(error, StoreUnavailable):
        return Page(talk)
    try:
        seen = views.of(
            await visit.reporter.view(), visit.language, visit.reporter.services.clock()
        )
    except BotError:
        return Page(talk)
    return Page(Talk(token, talk.message_id, seen, visit.typed, told, cards))


def _with_new_token(visit: Visit) -> Visit:
    token = secrets.token_urlsafe(32)
    return Visit(visit.request, visit.language, token, visit.typed)


def _show(visit: Visit, page: Page, status: int) -> HTTPResponse:
    language: Language = visit.request.ctx.language
    body = rendering.render(
        "step.html" if page.step else "talk.html",
        language,
        exit_url=visit.request.app.ctx.services.exit_url,
        address=address,
        words="" if page.talk.token else rendering.script_words(language),
        talk=page.talk,
        step=page.step,
        code=page.code,
    )
    return html(body, status=status, headers=dict(page.headers))


def field_of(request: Request, name: str) -> str:
    """A field of the form; empty when it is not there."""
    return intake.readable(request.form.get(name) if request.form else "")
