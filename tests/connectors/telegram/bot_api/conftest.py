"""The real client alone, without anything of ours, and somebody who wrote to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram import Bot

from tests.support.telegram import Person, Telegram, running_telegram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Iterator[Telegram]:
    """It fails a test whose bot made a call that no correct bot makes."""
    # Without it the client warns of each error that says how long to wait.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    with running_telegram() as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    """The client."""
    async with Bot(telegram.token, telegram.base_url, telegram.base_file_url) as bot:
        yield bot


@pytest.fixture
def roos(telegram: Telegram) -> Person:
    """Somebody who wrote first."""
    person = telegram.person()
    person.writes("/start")
    return person
