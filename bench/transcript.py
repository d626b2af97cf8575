"""How long a counsellor's page takes to open a conversation of 500 messages, with all beside it.

.venv/bin/python -m bench.transcript
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sqlalchemy.orm import Session

from bot import handover
from bot.access import Access
from bot.clock import utc_now
from bot.desk import canned, notes
from bot.member import Counsellor
from bot.models import Author, Conversation
from bot.turns import Body, append
from tests.console.seats import Seat, at, seat
from tests.support import people
from tests.support.service import Running, running_service
from vertelmaar.server import settle

_MESSAGES: Final = 500
_NOTES: Final = 20
_ROUNDS: Final = 60
_SAID: Final = "ze zetten ook foto's van mij in de groepsapp en iedereen lacht, elke dag weer "


def fill(db: Session, who: Counsellor) -> Access:
    """A conversation as long as they get, with everything that stands beside it."""
    now = utc_now()
    access = people.talk(db, _SAID, now=now)
    handover.ask(db, access, now)
    handover.claim(db, who, access.id, now)
    row = db.get_one(Conversation, access.id)
    authors = (Author.REPORTER, Author.BOT, Author.COUNSELLOR)
    for number in range(1, _MESSAGES):
        author = authors[number % len(authors)]
        name = who.name if author is Author.COUNSELLOR else None
        append(db, access, row, author, Body(text=f"{_SAID}{number}", name=name), now)
    for number in range(_NOTES):
        notes.add(db, who, access.id, uuid4(), f"notitie {number}", now)
    canned.adopt(db, who, now)
    return access


def measure(running: Running) -> tuple[list[float], list[float]]:
    """Milliseconds of opening the page, and of a look by itself when one message is new."""
    with running.services.store.session(writing=True) as db:
        who, _ = people.team(db, "Samira", "Bram")
        access = fill(db, who)
    desk = seat(running, who)
    whole = [_timed(desk, access) for _ in range(_ROUNDS)]
    last = {"Live-After": str(_MESSAGES - 1)}
    return whole, [_timed(desk, access, **last) for _ in range(_ROUNDS)]


def _timed(desk: Seat, access: Access, **headers: Any) -> float:
    began = time.perf_counter()
    answer = desk.get(at(access), **headers)
    took = (time.perf_counter() - began) * 1000
    assert answer.status_code == 200, answer.status_code
    return took


def main() -> None:
    """Print how long it takes."""
    with tempfile.TemporaryDirectory() as folder, running_service(Path(folder)) as running:
        settle()
        whole, news = measure(running)
    rows = (
        (f"opening {_MESSAGES} messages, ms", whole, "p95 ≤ 150"),
        ("looking for news in it, ms", news, ""),
    )
    for name, times, goal in rows:
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{name:32} median {statistics.median(times):7.1f}   p95 {p95:7.1f}   {goal}")


if __name__ == "__main__":
    main()
