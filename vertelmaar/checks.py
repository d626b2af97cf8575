"""`vertelmaar check`: is everything there that a reporter needs?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot import schema, staff
from bot.engine import HttpEngine
from bot.errors import StoreUnavailable
from bot.store import Store
from expertise import cards, parties
from vertelmaar.settings import Settings


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
    found += [await _engine(settings), _model(settings), *_contacts()]
    return found


def _database(settings: Settings) -> list[Line]:
    store = Store(settings.store_url)
    try:
        with store.session() as session:
            current = schema.is_current(session)
            accounts = staff.all_staff(session) if current else []
    except StoreUnavailable:
        return [Line("database", False, "cannot be reached")]
    finally:
        store.close()
    active = sum(account.disabled_at is None for account in accounts)
    return [
        Line("database", current, "up to date" if current else "needs `vertelmaar run` once"),
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


def _model(settings: Settings) -> Line:
    models = sorted(settings.models_dir.glob("*.tar.gz"))
    if not models:
        return Line("model", False, "none; `vertelmaar train` makes one")
    return Line("model", True, models[-1].name)


def _contacts() -> list[Line]:
    """The numbers that must always be there, and how old the evidence for the others is."""
    numbers = cards.NUMBERS("nl")
    shown = [line for party in parties.parties().values() for line in party.shown_contacts()]
    oldest = min((line.evidence.verified for line in shown), default="never")
    return [
        Line("crisis numbers", bool(numbers), ", ".join(line.label for line in numbers)),
        Line("contacts", bool(shown), f"{len(shown)} lines shown, the oldest seen in {oldest}"),
    ]
