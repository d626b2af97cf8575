"""Taking in what a reporter sent: danger first, then shape, then limits."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

from sanic import Request

from bot import access, limits, messages
from bot.conversations import Incoming
from bot.errors import UnusableMessage
from bot.services import Services
from connectors.reporter import Reporter
from connectors.webchat import views
from expertise import safety
from expertise.languages import LANGUAGES, Language
from expertise.safety import Finding

CHANNEL: Final = "web"
_MESSAGE_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
Press = tuple[int, int]


def is_from_elsewhere(request: Request) -> bool:
    """Whether a page of another site sent this form, as browsers say themselves.

    Such a form could carry a token of its sender, who would then read what a child types below it.
    """
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def services_of(request: Request) -> Services:
    """The core."""
    services: Services = request.app.ctx.services
    return services


def language_of(wish: object) -> Language:
    """A language that the page asks for; anything else is Dutch."""
    return next((language for language in LANGUAGES if language == wish), "nl")


def look_for_danger(request: Request, text: str, language: Language) -> Finding:
    """The safety rules. From here on every answer to this request carries their cards."""
    finding = safety.check(text)
    now = services_of(request).clock()
    request.ctx.language = language
    request.ctx.cards = views.of_cards(finding.cards, language, now)
    return finding


def message_id_of(sent: str) -> str:
    """The id that a page gave to what it sends.

    Raises:
        UnusableMessage: it is none.
    """
    if not _MESSAGE_ID.fullmatch(sent):
        raise UnusableMessage
    return sent


def incoming(
    message_id: str, text: str, language: Language, finding: Finding, pressed: Press | None
) -> Incoming:
    """A message that may be kept.

    Raises:
        UnusableMessage: there is nothing to read in it, too much of it, or its id is none.
    """
    message_id = message_id_of(message_id)
    return Incoming(message_id, messages.clean(text), finding, language, CHANNEL, pressed)


def reporter_of(request: Request, token: str) -> Reporter:
    """Whoever holds a token.

    Raises:
        MalformedToken: it is none.
    """
    return Reporter(services_of(request), access.parse_token(token))


def by_proof(reporter: Reporter, solved: str) -> Callable[[], Awaitable[None]]:
    """Let a talk begin for a proof of work; `ProofMissing` is raised without one."""

    async def prove() -> None:
        secret = await reporter.services.store.read(limits.proof_secret)
        await asyncio.to_thread(limits.check_proof, secret, reporter.token, solved)

    return prove


def by_allowance(reporter: Reporter) -> Callable[[], Awaitable[None]]:
    """Let a talk begin without a proof, as long as not too many do; else `TooFast` is raised."""

    async def prove() -> None:
        reporter.services.without_script.take(reporter.services.clock())

    return prove


def readable(text: Any) -> str:
    """What was sent as text, without halves of characters that no text can hold."""
    return text.encode("utf-8", "ignore").decode() if isinstance(text, str) else ""
