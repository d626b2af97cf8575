"""How long choosing a route and drawing a page of the guide take, on one core and without a cache.

.venv/bin/python -m bench.guide
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from connectors.guide import directory, wayfinder
from connectors.guide.rendering import View
from expertise.advice import advise
from expertise.languages import LANGUAGES
from expertise.listing import Wanted
from expertise.routes import choose
from expertise.wayfinder import results

_TIMES: Final = 400
_MONDAY: Final = datetime(2026, 11, 16, tzinfo=UTC)


def main() -> None:
    """Print the median and the slowest twentieth of each, in milliseconds."""
    chance = random.Random(0)
    ways = chance.sample(list(results()), _TIMES)
    minutes = chance.sample(range(7 * 24 * 60), _TIMES)
    hours = [_MONDAY + timedelta(minutes=minute) for minute in minutes]
    views = [View(chance.choice(LANGUAGES), hour, "https://example.org/") for hour in hours]
    found = list(zip(ways, views, strict=True))
    _print("choosing a route", lambda way, view: choose(way.situation, view.minute), found)
    _print(
        "an advice in words",
        lambda way, view: advise(way.situation, view.minute, view.language),
        found,
    )
    # No two views are of the same minute, so that no page is there already.
    _print("the page of a result", lambda way, view: wayfinder.page_of(view, way.slugs), found)
    _print("the directory page", lambda way, view: directory.page_of(view, Wanted()), found)


def _print(name: str, do: Callable[..., object], found: Sequence[tuple[Any, View]]) -> None:
    spent = []
    for way, view in found:
        started = time.perf_counter()
        do(way, view)
        spent.append((time.perf_counter() - started) * 1_000)
    slow = statistics.quantiles(spent, n=20)[-1]
    print(f"{name:22} p50 {statistics.median(spent):6.3f} ms, p95 {slow:6.3f} ms")


if __name__ == "__main__":
    main()
