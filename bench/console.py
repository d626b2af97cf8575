"""How long the queue's page takes, with a thousand conversations in it and with a hundred thousand.

.venv/bin/python -m bench.console
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx
from sqlalchemy import insert, text

from bot.clock import to_minute, utc_now
from bot.member import Counsellor
from bot.models import Conversation, Report, State
from bot.store import Store
from console.session import COOKIE
from expertise.themes import THEMES
from tests.console.seats import Seat, seat
from tests.postgres import find_programs, running_cluster
from tests.support import people
from tests.support.service import running_service

_SIZES: Final = (1_000, 100_000)
_ROUNDS: Final = 200
_WARM: Final = 20
_AT_ONCE: Final = 5_000
_HELD_EACH: Final = 4
_WAITING_SHARE: Final = 0.5
_TEAM: Final = ("Samira", *(f"collega {number}" for number in range(49)))


def fill(store: Store, team: list[Counsellor], size: int) -> None:
    """Conversations of one team: each colleague has some, half of the rest wait, half are closed.

    Real rows also hold what is sealed; here it is bytes of the same length.
    """
    chance = random.Random(0)
    now = to_minute(utc_now())
    for start in range(0, size, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, size))
        rows = [_row(chance, team, number, now) for number in numbers]
        with store.session(writing=True) as session:
            session.execute(insert(Conversation), rows)
            session.execute(insert(Report), [_report(row) for row in rows])


def _report(row: dict[str, Any]) -> dict[str, Any]:
    is_waiting = row["state"] == State.WAITING
    return {
        "conversation_id": row["id"], "team_id": row["team_id"], "opened_at": row["waiting_since"],
        "first_human_at": None if is_waiting else row["waiting_since"],
        "ended_at": row["closed_at"],
    }  # fmt: skip


def _row(
    chance: random.Random, team: list[Counsellor], number: int, now: datetime
) -> dict[str, Any]:
    since = now - timedelta(minutes=chance.randrange(60 * 24 * 60))
    held = number < _HELD_EACH * len(team)
    is_waiting = chance.random() < _WAITING_SHARE
    state = State.HUMAN if held else State.WAITING if is_waiting else State.CLOSED
    return {
        "id": UUID(int=chance.getrandbits(128)), "team_id": team[0].team_id, "state": state,
        "version": 2, "language": chance.choice(("nl", "nl", "a2", "en")), "channel": "web",
        "theme": chance.choice((None, *THEMES)), "role": chance.choice((None, "pupil", "parent")),
        "urgency": chance.choices((0, 1, 2), (80, 17, 3))[0], "last_seq": 20, "heard": 20,
        "answered": 20, "staff_read_seq": chance.choice((0, 20)), "last_message_at": since,
        "expires_at": now + timedelta(days=90), "waiting_since": since,
        "claimed_by": team[number // _HELD_EACH].id if held else None,
        "closed_at": since if state is State.CLOSED else None, "code_confirmed": False,
        "sealed_engine_state": bytes(4096), "sealed_digest": bytes(1024),
        "team_wrapped_key": bytes(80),
    }  # fmt: skip


def measure(seats: list[Seat], path: str) -> list[list[float]]:
    """Milliseconds of many looks from each seat, in turns: what slows one slows the others."""
    spent: list[list[float]] = [[] for _ in seats]
    with ExitStack() as open_ones:
        clients = [open_ones.enter_context(_browser(each)) for each in seats]
        for number in range(_WARM + _ROUNDS):
            for client, times in zip(clients, spent, strict=True):
                began = time.perf_counter()
                client.get(path).raise_for_status()
                if number >= _WARM:
                    times.append((time.perf_counter() - began) * 1000)
    return spent


def _browser(sitting: Seat) -> httpx.Client:
    headers = {"Cookie": f"{COOKIE}={sitting.cookie}", "Live-After": "0"}
    return httpx.Client(base_url=sitting.base_url, headers=headers, trust_env=False)


@contextmanager
def _filled(url: str | None, size: int) -> Iterator[Seat]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_service(Path(folder), store_url=url) as running,
    ):
        store = running.services.store
        with store.session(writing=True) as session:
            team = people.team(session, *_TEAM)
            for colleague in team:
                people.logged_in(session, colleague, utc_now())
        fill(store, team, size)
        if not store.is_sqlite:
            # PostgreSQL does so by itself, a minute later.
            with store.session(writing=True) as session:
                session.execute(text("ANALYZE"))
        yield seat(running, team[0])


PAGES: Final = {
    "the queue": "/console",
    "narrowed to a topic": "/console?theme=lgbti",
    "what is closed": "/console?show=closed",
    "narrowed to nothing": "/console?channel=telegram",
}


def main() -> None:
    """Print p50 and p95 of each page, on each database, with few and with many conversations."""
    programs = find_programs()
    with ExitStack() as running:
        _print("SQLite", [running.enter_context(_filled(None, size)) for size in _SIZES])
    if programs is None:
        return
    with running_cluster(programs) as cluster, ExitStack() as running:
        urls = [running.enter_context(cluster.fresh_database()) for _ in _SIZES]
        both = zip(urls, _SIZES, strict=True)
        _print("PostgreSQL", [running.enter_context(_filled(url, size)) for url, size in both])


def _print(kind: str, seats: list[Seat]) -> None:
    for name, path in PAGES.items():
        few, many = measure(seats, path)
        middle = [statistics.median(times) for times in (few, many)]
        slow = [statistics.quantiles(times, n=20)[-1] for times in (few, many)]
        print(
            f"{kind:11} {name:20} p50 {middle[0]:5.1f} and {middle[1]:5.1f} ms, "
            f"p95 {slow[0]:5.1f} and {slow[1]:5.1f} ms, {slow[1] / slow[0]:.2f} times",
            flush=True,
        )


if __name__ == "__main__":
    main()
