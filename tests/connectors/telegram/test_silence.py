"""The libraries' logs hold the token in every address, and people's words: none of it is logged."""

from __future__ import annotations

import asyncio
import io
import logging
import traceback
from collections.abc import Iterator

import pytest

from bot.messengers.outbox import Message, Piece
from connectors.messenger.protocol import Away, ChatClosed, Refused
from connectors.telegram import trouble
from connectors.telegram.account import Account
from connectors.telegram.client import TelegramMessenger
from connectors.telegram.intake import Intake
from connectors.telegram.line import Connection
from connectors.telegram.polling import Polling
from tests.connectors.telegram.desks import Notebook
from tests.support.telegram import DROP, Person, Telegram, broken, conflict, flood

SAID = "Wiebelientje zag Hadewych bij de Kwakelbrug"
_LOGGERS = ("", "telegram", "telegram.Bot", "telegram.request", "httpx", "httpcore", "asyncio")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged at whatever level, with its traces."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def loud(connection: Connection) -> Iterator[None]:
    """Somebody wants to know everything, after the line was made."""
    before = {name: logging.getLogger(name).level for name in _LOGGERS}
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(1)
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def traces(telegram: Telegram, roos: Person) -> tuple[str, ...]:
    secret = telegram.token.partition(":")[2]
    return (telegram.token, secret, *roos.canaries, *SAID.split()[::2], "127.0.0.1")


@pytest.mark.usefixtures("loud")
async def test_log_when_everything_goes_wrong_then_it_names_nobody(
    telegram: Telegram, roos: Person, connection: Connection, messenger: TelegramMessenger,
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(trouble, "FIRST_WAIT_S", 0.01)
    desk = Notebook()
    desk.troubles.append(ValueError(SAID))
    for fault in (broken(500), broken(502), DROP, conflict()):
        telegram.goes_wrong("getUpdates", fault)
    telegram.makes_update("message", {"text": SAID, "from": roos.account.as_json()})
    roos.writes(SAID)
    task = asyncio.create_task(Polling(connection.bot, Intake(desk, messenger)).run())
    await desk.until(2)
    task.cancel()
    await asyncio.wait({task})
    logging.getLogger("telegram.Bot").critical("a crash with %s", telegram.token)
    said = log.getvalue()
    assert "telegram: it works again" in said
    assert [trace for trace in traces(telegram, roos) if trace in said] == []


@pytest.mark.usefixtures("loud")
async def test_error_when_it_is_printed_with_its_trace_then_it_names_nobody(
    telegram: Telegram, roos: Person, messenger: TelegramMessenger, log: io.StringIO
) -> None:
    message = Message(pieces=(Piece(SAID),))
    for fault in (flood(3), broken(500), broken(502), DROP):
        telegram.goes_wrong("sendMessage", fault)
    roos_goes = (lambda: None,) * 4 + (roos.blocks, roos.vanishes)
    for goes in roos_goes:
        goes()
        with pytest.raises((Away, ChatClosed, Refused)) as caught:
            await messenger.put(str(roos.id), message)
        printed = "".join(traceback.format_exception(caught.value)) + repr(message)
        assert [trace for trace in traces(telegram, roos) if trace in printed] == []
    assert [trace for trace in traces(telegram, roos) if trace in log.getvalue()] == []


async def test_token_when_it_is_wrong_then_what_is_said_of_it_does_not_hold_it(
    telegram: Telegram, account: Account, log: io.StringIO
) -> None:
    assert await trouble.tried(account) is None
    telegram.revokes_token()
    wrong = await trouble.tried(account)
    assert wrong is not None
    assert "VERTELMAAR_TELEGRAM_TOKEN" in wrong
    assert telegram.token not in wrong + log.getvalue() + repr(account)
