"""Measures, in the page itself, from the POST of a message to the bot's words on the screen.

Run by `make bench`, or: python -m bench.webchat [--base-url http://localhost:8000]
Without an address it starts the application itself, with an engine that answers at once: what is
measured then is everything but the engine.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from playwright.sync_api import Browser

from tests.chromium import launched
from tests.support.service import running_service

# A reporter may send thirty messages in a minute; more would be held back.
_PER_TALK: Final = 25
_MESSAGES: Final = (
    "ik word gepest in de klas",
    "het gebeurt bijna elke dag",
    "ook in de groepsapp",
    "ik weet niet wat ik moet doen",
    "oké",
)
# Notes when a message is handed to the network, and when words of the bot are in the page.
_STOPWATCH: Final = """
window.waits = [];
let began = 0;
const send = window.fetch;
window.fetch = (address, request) => {
  if (String(address).endsWith("/messages")) began = performance.now();
  return send(address, request);
};
new MutationObserver((changes) => {
  const isBot = (node) => node.matches && node.matches("#turns > .from-bot");
  if (!began || !changes.some((change) => [...change.addedNodes].some(isBot))) return;
  window.waits.push(performance.now() - began);
  began = 0;
}).observe(document, { childList: true, subtree: true });
"""


def measure(browser: Browser, base_url: str, talks: int) -> list[float]:
    """Milliseconds of every message but the first of each talk, which also opens the stream."""
    waits: list[float] = []
    for _ in range(talks):
        with browser.new_context(viewport={"width": 360, "height": 740}) as context:
            context.add_init_script(_STOPWATCH)
            page = context.new_page()
            page.goto(base_url)
            for number in range(_PER_TALK):
                page.fill("#text", _MESSAGES[number % len(_MESSAGES)])
                page.press("#text", "Enter")
                page.wait_for_function("count => window.waits.length === count", arg=number + 1)
            waits += page.evaluate("window.waits")[1:]
    return waits


@contextmanager
def _own_service() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, running_service(Path(folder)) as running:
        yield running.base_url


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-url", help="a service that runs already, with its real engine")
    parser.add_argument("--talks", type=int, default=4)
    asked = parser.parse_args()
    with launched() as browser:
        if asked.base_url:
            waits = measure(browser, asked.base_url, asked.talks)
        else:
            with _own_service() as base_url:
                waits = measure(browser, base_url, asked.talks)
    p95 = quantiles(waits, n=20)[-1]
    print(f"POST to reply in the tab: p50 {median(waits):.1f} ms, p95 {p95:.1f} ms", end="")
    print(f" ({len(waits)} messages)")


if __name__ == "__main__":
    main()
