"""A hundred messages a second in Telegram, for a minute: how long an answer takes, and the memory.

.venv/bin/python -m bench.telegram [--seconds 60] [--rate 100] [--webhook] [--engine]

`vertelmaar run` in a process of its own on SQLite, before the strict Bot API server of the tests,
which runs in this one: both share the machine. Everybody was greeted before it is measured. With
`--engine` the real engine answers, else a stand-in that answers at once.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import psutil

from tests.support.process import Program, running_program
from tests.support.telegram import Message, Person, Telegram, running_telegram

# A talk takes thirty messages a minute; people write half as fast at most.
_EACH_EVERY_S: Final = 4.0
_SAID: Final = (
    "ik word gepest in de klas",
    "het gebeurt bijna elke dag",
    "ook in de groepsapp",
    "ik weet niet wat ik moet doen",
    "mijn mentor doet niets",
)
_PATIENCE_S: Final = 120.0
_GOAL: Final = "p95 ≤ 400"


class Stopwatch:
    """Notes when somebody wrote, and when the bot's next words stood in their chat."""

    def __init__(self, telegram: Telegram) -> None:
        self.took: list[float] = []
        self.is_quiet = threading.Condition()
        self._since: dict[int, float] = {}
        self._post = telegram.world.post
        telegram.world.post = self._posted  # type: ignore[method-assign]

    def write(self, person: Person, text: str) -> None:
        """Somebody writes; who still waits for an answer only waits longer."""
        self._since.setdefault(person.id, time.perf_counter())
        person.writes(text)

    def settle(self) -> None:
        """Wait until everybody was answered."""
        with self.is_quiet:
            assert self.is_quiet.wait_for(lambda: not self._since, _PATIENCE_S), "not all answered"

    def _posted(self, *where: Any, **rest: Any) -> Message:
        message = self._post(*where, **rest)
        if message.by_bot:
            since = self._since.pop(message.chat["id"], None)
            with self.is_quiet:
                if since is not None:
                    self.took.append((time.perf_counter() - since) * 1000)
                self.is_quiet.notify_all()
        return message


def measure(seconds: float, rate: float, *, webhook: bool, with_engine: bool) -> None:
    """Run it, and print what came of it."""
    with running_telegram() as telegram, tempfile.TemporaryDirectory() as folder:
        settings = {
            "telegram_token": telegram.token,
            "telegram_api": telegram.url,
            "telegram_per_second": "1000",
        }
        if webhook:
            settings |= {"telegram_webhook": "true", "public_url": "https://meld.example"}
        with running_program(Path(folder), with_engine=with_engine, **settings) as program:
            telegram.leads("https://meld.example", f"http://127.0.0.1:{program.port}")
            program.until("engine: ready")
            _play(telegram, program, seconds, rate)
        telegram.takes_complaints()


def _play(telegram: Telegram, program: Program, seconds: float, rate: float) -> None:
    watch = Stopwatch(telegram)
    people = [telegram.person() for _ in range(int(rate * _EACH_EVERY_S))]
    _write(watch, people, rate / 2, 1)
    # Their greeting was the first answer; what the bot said to it comes on its heels.
    time.sleep(_EACH_EVERY_S)
    watch.took.clear()
    service = psutil.Process(program.process.pid)
    before, began = service.memory_info().rss, service.cpu_times()
    _write(watch, people, rate, round(seconds / _EACH_EVERY_S))
    ended = service.cpu_times()
    busy = (ended.user + ended.system - began.user - began.system) / seconds
    p95 = quantiles(watch.took, n=20)[-1]
    print(
        f"{len(watch.took)} answers, p50 {median(watch.took):.0f} ms, p95 {p95:.0f} ms, "
        f"longest {max(watch.took):.0f} ms   {_GOAL}\n"
        f"the service took {busy:.2f} cores; memory {before >> 20} MB before, "
        f"{service.memory_info().rss >> 20} MB after"
    )


def _write(watch: Stopwatch, people: list[Person], rate: float, rounds: int) -> None:
    """Everybody writes in turn, at a pace that waits for nobody."""
    began = time.perf_counter()
    for number in range(rounds * len(people)):
        time.sleep(max(0.0, began + number / rate - time.perf_counter()))
        watch.write(people[number % len(people)], _SAID[number // len(people) % len(_SAID)])
    watch.settle()


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=100, help="messages a second")
    parser.add_argument("--webhook", action="store_true", help="brought instead of fetched")
    parser.add_argument("--engine", action="store_true", help="with the real engine")
    asked = parser.parse_args()
    measure(asked.seconds, asked.rate, webhook=asked.webhook, with_engine=asked.engine)


if __name__ == "__main__":
    main()
