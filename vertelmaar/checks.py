"""`vertelmaar check`: is everything there that a reporter needs?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from bot import schema, staff
from bot.engine import HttpEngine
from bot.errors import StoreUnavailable
from bot.mail import outbox
from bot.store import Store
from expertise import cards, parties, whole
from expertise.source import ContentError
from vertelmaar import mailer
from vertelmaar.mailer import Post
from vertelmaar.messengers import account_of
from vertelmaar.settings import Settings

_PATIENCE_S: Final = 5.0


@dataclass(frozen=True)
class Line:
    """One thing that was looked at."""

    what: str
    is_right: bool
    detail: str

    @property
    def mark(self) -> str:
        """A sign that does not need colour."""
        return "✓" if self.is_right else "✗"

    def __str__(self) -> str:
        return f"{self.what}: {self.detail}"


async def all_of(settings: Settings) -> list[Line]:
    """All checks, in the order in which they build on each other."""
    found = [Line("settings", True, f"data in {settings.data_dir}")]
    found += await asyncio.to_thread(_database, settings)
    found += [await _engine(settings), _model(settings), await _mail_server(settings)]
    found.append(await _telegram(settings))
    return [*found, *_content()]


def _database(settings: Settings) -> list[Line]:
    store = Store(settings.store_url)
    try:
        with store.session() as session:
            current = schema.is_current(session)
            accounts = staff.all_staff(session) if current else []
            unreached = outbox.given_up(session) if current else 0
    except StoreUnavailable:
        return [Line("database", False, "cannot be reached")]
    finally:
        store.close()
    active = sum(account.disabled_at is None for account in accounts)
    return [
        Line("database", current, "up to date" if current else "needs `vertelmaar run` once"),
        Line("e-mails", not unreached, f"{unreached} of the team could not be reached for a day"),
        Line("counsellors", active > 0, f"{active} active (`vertelmaar staff add NAME`)"),
    ]


async def _engine(settings: Settings) -> Line:
    engine = HttpEngine(settings.engine_socket)
    try:
        health = await engine.health()
    finally:
        await engine.close()
    detail = health.detail or f"model {health.model}, {health.memory_mb} MB"
    is_right = health.is_ready and health.detail is None
    return Line("engine", is_right, f"{health.status}, {detail}")


async def _mail_server(settings: Settings) -> Line:
    post = Post.of(settings)
    if post is None:
        return Line("e-mail", True, "not set up (VERTELMAAR_SMTP_URL)")
    try:
        async with asyncio.timeout(_PATIENCE_S):
            client = await post.connect(_PATIENCE_S)
        client.close()
    except mailer.TROUBLE as error:
        return Line("e-mail", False, f"the server cannot be used ({type(error).__name__})")
    return Line("e-mail", True, "the server answers")


async def _telegram(settings: Settings) -> Line:
    account = account_of(settings)
    if account is None:
        return Line("telegram", True, "not set up (VERTELMAAR_TELEGRAM_TOKEN)")
    from connectors.telegram import trouble

    wrong = await trouble.tried(account)
    return Line("telegram", wrong is None, wrong or "the token works")


def _model(settings: Settings) -> Line:
    models = sorted(settings.models_dir.glob("*.tar.gz"))
    if not models:
        return Line("model", False, "none; `vertelmaar train` makes one")
    return Line("model", True, models[-1].name)


def _content() -> list[Line]:
    """Whether the content may be served; then the numbers that must always be there, and how old
    the evidence for the others is.
    """
    try:
        whole.check()
    except ContentError as error:
        return [Line("content", False, f"expertise/content/{error}")]
    numbers = cards.NUMBERS("nl")
    shown = [line for party in parties.parties().values() for line in party.shown_contacts()]
    oldest = min((line.evidence.verified for line in shown), default="never")
    return [
        Line("content", True, "every text in every language, every route with an end"),
        Line("crisis numbers", bool(numbers), ", ".join(line.label for line in numbers)),
        Line("contacts", bool(shown), f"{len(shown)} lines shown, the oldest seen in {oldest}"),
    ]
