"""What the page's script calls. The token travels in a header and the text in the body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError
from sanic import Blueprint, Request
from sanic.exceptions import BadRequest
from sanic.response import HTTPResponse, json

from bot import limits
from bot.errors import CodeMistyped, MalformedToken, UnusableMessage
from connectors import wording
from connectors.reporter import Reporter
from connectors.webchat import intake, views
from expertise.languages import Language

T = TypeVar("T")

routes = Blueprint("webchat_api", url_prefix="/chat")


@dataclass(frozen=True)
class Button:
    """Which button of which turn was pressed."""

    turn: int
    place: int


@dataclass(frozen=True)
class Message:
    """A message as the script sends it. `first` says that no talk exists yet as far as it knows."""

    message_id: str
    text: str = field(repr=False)
    language: Language
    first: bool = False
    button: Button | None = None
    proof: str = field(default="", repr=False)


_MESSAGE: Final = TypeAdapter(Message)
_STEP: Final = TypeAdapter(Literal["ask", "withdraw"])


@routes.post("/challenge")
async def challenge(request: Request) -> HTTPResponse:
    """A proof of work for this tab, to be solved while the first screen is read."""
    who = reporter(request)
    secret = await who.services.store.read(limits.proof_secret)
    return json(limits.challenge(secret, who.token, who.services.clock()))


@routes.post("/messages")
async def message(request: Request) -> HTTPResponse:
    """Keep a message. The safety cards are in the answer, whatever becomes of the rest."""
    body = {**body_of(request)}
    body["text"] = intake.readable(body.get("text"))
    language = intake.language_of(body.get("language"))
    finding = intake.look_for_danger(request, body["text"], language)
    said = shaped(_MESSAGE, body)
    pressed = (said.button.turn, said.button.place) if said.button else None
    incoming = intake.incoming(said.message_id, said.text, language, finding, pressed)
    who = reporter(request)
    received = await who.say(incoming, intake.by_proof(who, said.proof) if said.first else None)
    return json({"seq": received.seq, "state": received.state, "cards": request.ctx.cards})


@routes.get("/view")
async def view(request: Request) -> HTTPResponse:
    """The talk, or the part of it after a turn."""
    return await _view(request, reporter(request), after_of(request))


@routes.post("/typing")
async def typing(request: Request) -> HTTPResponse:
    """The reporter is typing: whoever talks with them sees it, and nothing is kept."""
    who = reporter(request)
    access = await who.access()
    who.services.bus.publish(f"typing:{access.id}:reporter")
    return json({})


@routes.post("/handover")
async def handover(request: Request) -> HTTPResponse:
    """Ask for a human, after consent, or take that back. It needs no engine."""
    who = reporter(request)
    step = shaped(_STEP, body_of(request).get("action"))
    await (who.ask_for_human() if step == "ask" else who.withdraw())
    return await _view(request, who, after_of(request))


@routes.post("/code")
async def code(request: Request) -> HTTPResponse:
    """The return code's words, made now if there are none."""
    return json({"words": await reporter(request).code()})


@routes.post("/code/confirm")
async def confirm_code(request: Request) -> HTTPResponse:
    """Whether what was typed is the code; ticking (null) counts as knowing it."""
    typed = body_of(request).get("typed")
    try:
        right = await reporter(request).confirm_code(typed if isinstance(typed, str) else None)
    except CodeMistyped as error:
        return _mistyped(request, error)
    return json({"right": right})


@routes.post("/return")
async def come_back(request: Request) -> HTTPResponse:
    """Open a conversation with its code for a new token."""
    who = reporter(request)
    try:
        await who.come_back(intake.readable(body_of(request).get("words")))
    except CodeMistyped as error:
        return _mistyped(request, error)
    return await _view(request, who, 0)


@routes.post("/language")
async def read_in(request: Request) -> HTTPResponse:
    """Go on in the language of the page."""
    await reporter(request).read_in(request.ctx.language)
    return json({})


@routes.post("/erase")
async def erase(request: Request) -> HTTPResponse:
    """Erase the conversation. Other tabs that show it are told that it has ended."""
    await reporter(request).erase()
    return json({})


def reporter(request: Request) -> Reporter:
    """Whoever holds the token in the header; errors are told in the language of their page.

    Raises:
        MalformedToken: there is none, or it cannot be one.
    """
    request.ctx.language = intake.language_of(request.headers.get("x-language"))
    if not request.token:
        raise MalformedToken
    return intake.reporter_of(request, request.token)


def after_of(request: Request) -> int:
    """The last turn that the page has already; 0 when it has none."""
    digits = request.args.get("after", "0")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0


def body_of(request: Request) -> dict[str, Any]:
    """The body as an object.

    Raises:
        UnusableMessage: it is none.
    """
    try:
        body = request.json
    except BadRequest:
        body = None
    if not isinstance(body, dict):
        raise UnusableMessage
    return body


def shaped(shape: TypeAdapter[T], raw: object) -> T:
    """A body, or a part of it, in the shape that it must have.

    Raises:
        UnusableMessage: it has another.
    """
    try:
        return shape.validate_python(raw)
    except ValidationError:
        # Without the cause: a validation error quotes what it could not read.
        raise UnusableMessage from None


async def _view(request: Request, who: Reporter, after: int) -> HTTPResponse:
    seen = await who.view(after)
    return json(views.of(seen, request.ctx.language, who.services.clock()))


def _mistyped(request: Request, error: CodeMistyped) -> HTTPResponse:
    told = wording.mistyped(error, request.ctx.language)
    return json({"error": "CodeMistyped", "message": told}, status=422)
