"""Measures the turn server beside stock Rasa: same model, same talks, same client, one run.

Run by `make bench`, or: .venv-engine/bin/python -m bench.engine --model models --rounds 5
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median, quantiles

import aiohttp

from bench import servers
from bench.talks import TEN, Said, long_talk
from engine.files import newest

_TALKS = 20
_LONG = 200

Begin = Callable[[], servers.Talk]


@dataclass
class Figures:
    """Milliseconds of every turn, one list for each round."""

    ten: list[list[float]] = field(default_factory=list)
    pressed: list[float] = field(default_factory=list)
    typed: list[float] = field(default_factory=list)
    long: list[list[float]] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Turns a second in talks of ten."""
        return median(1000 * len(turns) / sum(turns) for turns in self.ten)

    def up_to(self, turn: int) -> float:
        """Milliseconds a turn in the talk of ten that ends with this turn of the long talk."""
        return median(mean(turns[turn - len(TEN) : turn]) for turns in self.long)


async def measure(begin: Begin, figures: Figures, long: int) -> None:
    """One round: twenty talks of ten turns, one after the other, and one long talk."""
    ten: list[float] = []
    for _ in range(_TALKS):
        taken = await _timed(begin(), TEN)
        ten += taken
        for said, milliseconds in zip(TEN, taken, strict=True):
            (figures.pressed if said.intent else figures.typed).append(milliseconds)
    figures.ten.append(ten)
    figures.long.append(await _timed(begin(), long_talk(long)))


async def _timed(talk: servers.Talk, talk_of: Iterable[Said]) -> list[float]:
    taken = []
    for said in talk_of:
        start = time.perf_counter()
        await talk.say(said)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


async def compare(model: Path, rounds: int) -> None:
    """Starts both, measures them in turns, prints the table."""
    ours, theirs = Figures(), Figures()
    with tempfile.TemporaryDirectory() as scratch:
        async with aiohttp.ClientSession() as http:
            with servers.engine(model) as one, servers.stock(model, Path(scratch)) as other:
                await servers.until_ready(http, f"{other}/", "Hello from Rasa")
                await servers.until_ready(http, f"{one}/health", "ready")
                for _ in range(rounds):
                    await measure(lambda: servers.EngineTalk(http, one), ours, _LONG)
                    await measure(lambda: servers.StockTalk(http, other), theirs, _LONG)
            await _print_start(http, model)
    _print(ours, theirs)


async def _print_start(http: aiohttp.ClientSession, model: Path) -> None:
    """Starts the turn server once more, alone, for time and memory at rest."""
    with servers.engine(model) as address:
        seconds = await servers.until_ready(http, f"{address}/health", "ready")
        async with http.get(f"{address}/health") as response:
            memory = json.loads(await response.text())["memory_mb"]
    print(f"ready after {seconds:.1f} s, {memory} MB at rest\n")


def _print(ours: Figures, theirs: Figures) -> None:
    rows = (
        ("typed turn, p50 ms", _p(ours.typed, 50), _p(theirs.typed, 50)),
        ("typed turn, p95 ms", _p(ours.typed, 95), _p(theirs.typed, 95)),
        ("pressed button, p50 ms", _p(ours.pressed, 50), _p(theirs.pressed, 50)),
        ("pressed button, p95 ms", _p(ours.pressed, 95), _p(theirs.pressed, 95)),
        ("talks of ten, turns/s", ours.per_second, theirs.per_second),
        ("turns 191 to 200, turns/s", 1000 / ours.up_to(200), 1000 / theirs.up_to(200)),
        ("turns 1 to 10, ms", ours.up_to(10), theirs.up_to(10)),
        ("turns 101 to 110, ms", ours.up_to(110), theirs.up_to(110)),
    )
    print(f"{'':30}{'engine':>10}{'rasa run':>10}{'ratio':>8}")
    for name, one, other in rows:
        ratio = one / other if "turns/s" in name else other / one
        print(f"{name:30}{one:10.2f}{other:10.2f}{ratio:8.1f}")


def _p(values: list[float], percent: int) -> float:
    return quantiles(values, n=100)[percent - 1]


def main() -> None:
    """Reads the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("models"))
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    asyncio.run(compare(newest(arguments.model).resolve(), arguments.rounds))


if __name__ == "__main__":
    main()
