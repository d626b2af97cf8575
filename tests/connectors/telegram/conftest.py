"""A Telegram of our own, and the real client before it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from telegram import Bot

from connectors.telegram.account import Account
from connectors.telegram.client import TelegramMessenger
from connectors.telegram.line import Connection
from tests.support.telegram import Person, Telegram, running_telegram


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with running_telegram() as running:
        yield running


@pytest.fixture
def roos(telegram: Telegram) -> Person:
    """Somebody whose chat with the bot is open."""
    person = telegram.person()
    person.writes("Hoi")
    return person


@pytest.fixture
def account(telegram: Telegram) -> Account:
    return Account(telegram.token, telegram.url, per_second=1000)


@pytest.fixture
async def connection(account: Account) -> AsyncIterator[Connection]:
    made = Connection(account)
    yield made
    await made.close()


@pytest.fixture
async def messenger(connection: Connection) -> AsyncIterator[TelegramMessenger]:
    made = TelegramMessenger(connection.bot, per_second=1000)
    yield made
    await made.close()


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    """The library's own bot, as it comes."""
    async with Bot(telegram.token, telegram.base_url, telegram.base_file_url) as made:
        yield made
