"""The whole service with Telegram before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from bot.clock import Clock, utc_now
from bot.engine import Engine
from tests.support.service import Running, running_service
from tests.support.telegram import Telegram

PUBLIC = "https://meld.school.example"
Way = Literal["polling", "webhook"]


@contextmanager
def telegram_service(
    telegram: Telegram,
    data_dir: Path,
    way: Way = "polling",
    engine: Engine | None = None,
    clock: Clock = utc_now,
) -> Iterator[Running]:
    """Serve until the block ends, fetching updates or being brought them."""
    more: dict[str, Any] = {"telegram_token": telegram.token, "telegram_api": telegram.url}
    if way == "webhook":
        more |= {"telegram_webhook": True, "public_url": PUBLIC}
    with running_service(
        data_dir, engine, clock=clock, telegram_per_second=1000, **more
    ) as running:
        telegram.leads(PUBLIC, to=running.base_url)
        yield running
        telegram.server.webhook.hook = None
    # Until its address was known, Telegram would not take the webhook.
    refused = telegram.takes_complaints()
    assert all("resolve host" in each for each in refused), refused
