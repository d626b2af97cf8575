"""Fifty consoles and five hundred reporters at once: how long a message takes to the other screen.

.venv/bin/python -m bench.live [--seconds 120] [--engine]

`vertelmaar run` in a process of its own, on SQLite; everybody over HTTP with a stream each, as the
pages do it. With `--engine` the real engine answers, else a stand-in that answers at once.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import secrets
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import psutil
from sqlalchemy.orm import Session

from bench import crowd
from bench.crowd import Console, Reporter, Samples
from bot import handover, login
from bot.access import Access
from bot.clock import utc_now
from bot.member import Counsellor
from bot.models import Staff, TeamKind
from bot.turns import Body
from console import session
from tests.support import people
from tests.support.process import running_program
from tests.support.stores import opened
from vertelmaar.settings import Settings

_CONSOLES: Final = 50
_REPORTERS: Final = 500
# Of the consoles so many have a talk before them, the others the queue; so many talks wait.
_TALKING: Final = 30
_WAITING: Final = 15
_SETTLING_S: Final = 5.0
_GOAL: Final = "p95 ≤ 300"


@dataclass(frozen=True)
class Cast:
    """Secrets of logins and tokens of tabs; the first talks are in the first consoles' hands."""

    logins: Sequence[bytes]
    tokens: Sequence[bytes]
    talks: Sequence[Access]


def fill(db: Session) -> Cast:
    """Everybody logged in, and every talk with something said in it."""
    now = utc_now()
    names = [f"collega {number}" for number in range(_CONSOLES)]
    team = people.team(db, *names, kind=TeamKind.NATIONAL)
    logins = [
        login.begin(db, db.get_one(Staff, who.id), people.private_key(who), now).token
        for who in team
    ]
    tokens = [secrets.token_bytes(32) for _ in range(_REPORTERS)]
    talks = [_talk(db, team, number, token) for number, token in enumerate(tokens)]
    return Cast(logins, tokens, talks)


def _talk(db: Session, team: list[Counsellor], number: int, token: bytes) -> Access:
    now = utc_now()
    access = people.talk(db, "ik word gepest", "elke dag", token=token, now=now)
    row = people.row_of(db, access)
    row.answered = row.heard
    for words in ("Wat vervelend voor je.", "Wil je er meer over vertellen?"):
        people.bot_says(db, access, Body(words), now)
    if number < _TALKING + _WAITING:
        handover.ask(db, access, now)
    if number < _TALKING:
        handover.say(db, team[number], access.id, f"m-{number}", "Hoi, ik ben er.", now)
    return access


class Scene:
    """Everybody at work, for as long as it is measured."""

    def __init__(self, port: int, cast: Cast) -> None:
        self._dice = random.Random(0)
        self.samples = Samples()
        self._reporters = [
            Reporter(port, session.encode(token), str(access.id), self.samples)
            for token, access in zip(cast.tokens, cast.talks, strict=True)
        ]
        self._consoles = [
            Console(port, secret, self.samples, reporter)
            for secret, reporter in zip(
                cast.logins, [*self._reporters[:_TALKING], *[None] * (_CONSOLES - _TALKING)],
                strict=True,
            )
        ]  # fmt: skip

    async def play(self, seconds: float, begins: Callable[[], None]) -> None:
        """Let everybody come in, and then work; only the latter is measured."""
        async with asyncio.TaskGroup() as everybody:
            tasks = [everybody.create_task(who.listen()) for who in self._reporters]
            for console in self._consoles:
                tasks += [everybody.create_task(do()) for do in (console.listen, console.look)]
            for reporter in self._reporters:
                await reporter.is_there.wait()
            for console in self._consoles:
                await console.is_there.wait()
            await asyncio.sleep(_SETTLING_S)
            begins()
            writers: tuple[Reporter | Console, ...]
            writers = (*self._reporters, *self._consoles[:_TALKING])
            tasks += [everybody.create_task(each.write(self._dice)) for each in writers]
            tasks.append(everybody.create_task(self._hand_over()))
            await asyncio.sleep(seconds)
            for task in tasks:
                task.cancel()

    async def _hand_over(self) -> None:
        """Now and then somebody asks for a human, gets one, and goes on with the bot."""
        async with asyncio.TaskGroup() as those:
            for reporter in self._reporters[_TALKING + _WAITING :]:
                await asyncio.sleep(crowd.ASKS_EVERY)
                those.create_task(self._with_human(reporter))

    async def _with_human(self, reporter: Reporter) -> None:
        for console in self._consoles:
            console.expect(reporter.talk)
        await reporter.ask_for_human()
        who, at = self._dice.choice(self._consoles), f"/console/c/{reporter.talk}"
        await asyncio.sleep(crowd.STAYS_WITH_HUMAN / 2)
        await who.post(f"{at}/claim")
        await asyncio.sleep(crowd.STAYS_WITH_HUMAN)
        await who.post(f"{at}/give-back")


@dataclass
class Effort:
    """What the service took, and all programs together, while it was measured."""

    service: psutil.Process
    since: float = 0.0
    own: float = 0.0
    all_of_them: float = 0.0

    def begin(self) -> None:
        """From here on."""
        self.since, self.own, self.all_of_them = time.perf_counter(), self._own(), _busy()

    def __str__(self) -> str:
        took = time.perf_counter() - self.since
        own, all_of_them = (self._own() - self.own) / took, (_busy() - self.all_of_them) / took
        memory = self.service.memory_info().rss / 1024 / 1024
        return (
            f"the service took {own:.2f} cores and {memory:.0f} MB, the machine {all_of_them:.2f}"
        )

    def _own(self) -> float:
        spent = self.service.cpu_times()
        return float(spent.user + spent.system)


def _busy() -> float:
    spent = psutil.cpu_times()
    return float(sum(spent) - spent.idle - spent.iowait - spent.guest - spent.guest_nice)


def measure(seconds: float, *, with_engine: bool) -> None:
    """Run it, and print what came of it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_program(Path(folder), with_engine=with_engine) as program,
    ):
        program.until("engine: ready")
        address = Settings(data_dir=program.data_dir, _env_file=None).store_url
        with opened(address) as store, store.session(writing=True) as db:
            cast = fill(db)
        effort = Effort(psutil.Process(program.process.pid))
        scene = Scene(program.port, cast)
        asyncio.run(scene.play(seconds, effort.begin))
        print(effort)
    _tell(scene.samples)


def _tell(samples: Samples) -> None:
    rows = (
        ("reporter to counsellor", samples.to_counsellor, _GOAL),
        ("counsellor to reporter", samples.to_reporter, _GOAL),
        ("reporter to the bot's answer", samples.answered_by_bot, _GOAL),
        ("a new talk into every console", samples.into_consoles, "≤ 1000"),
    )
    for name, times, goal in rows:
        if len(times) > 1:
            p95 = quantiles(times, n=20)[-1]
            print(
                f"{name:30} {len(times):5} times, p50 {median(times):6.0f} ms, p95 {p95:6.0f} ms, "
                f"longest {max(times):6.0f} ms   {goal}"
            )


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--engine", action="store_true", help="with the real engine")
    asked = parser.parse_args()
    measure(asked.seconds, with_engine=asked.engine)


if __name__ == "__main__":
    main()
