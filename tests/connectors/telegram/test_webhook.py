"""Updates that are brought, by a strict server that brings them again until they are taken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sanic import Sanic

from bot.errors import StoreUnavailable
from connectors.telegram import intake, trouble
from connectors.telegram.account import Account
from connectors.telegram.client import TelegramMessenger
from connectors.telegram.intake import Intake
from connectors.telegram.line import Connection
from connectors.telegram.webhook import Webhook
from tests.connectors.telegram.desks import Notebook, words
from tests.support.served import served
from tests.support.telegram import Person, Telegram, broken

PUBLIC = "https://meld.school.example"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble, "FIRST_WAIT_S", 0.01)
    monkeypatch.setattr(intake, "_WAITS_S", (0.0, 0.01, 0.01))


@pytest.fixture
def desk() -> Notebook:
    return Notebook()


@pytest.fixture
def hooked(account: Account) -> Account:
    return replace(account, public_url=PUBLIC)


@contextmanager
def hook(telegram: Telegram, account: Account, desk: Notebook) -> Iterator[str]:
    """A server with the webhook and nothing else; yields its address."""
    loops: list[asyncio.AbstractEventLoop] = []
    hooks: list[Webhook] = []

    def make() -> Sanic[Any, Any]:
        app: Sanic[Any, Any] = Sanic(f"hook-{uuid4().hex}", configure_logging=False)
        connection = Connection(account)
        messenger = TelegramMessenger(connection.bot, 1000)
        taken_in = Webhook(connection.bot, account, Intake(desk, messenger))
        taken_in.install(app)

        @app.after_server_start
        async def begin(_app: Sanic[Any, Any]) -> None:
            loops.append(asyncio.get_running_loop())
            hooks.append(taken_in)

        @app.after_server_stop
        async def end(_app: Sanic[Any, Any]) -> None:
            await messenger.close()
            await connection.close()

        return app

    with served(make) as port:
        address = f"http://127.0.0.1:{port}"
        telegram.leads(PUBLIC, to=address)
        asyncio.run_coroutine_threadsafe(hooks[0].run(), loops[0]).result(20)
        yield address
        # What is still brought would be brought to nobody.
        telegram.server.webhook.hook = None


def test_webhook_is_set_with_a_secret_and_brings_what_waited_and_what_comes(
    telegram: Telegram, roos: Person, hooked: Account, desk: Notebook
) -> None:
    telegram.goes_wrong("setWebhook", broken(500), times=2)
    with hook(telegram, hooked, desk):
        telegram.waits_for(telegram.is_all_taken)
        roos.writes("ik word gepest")
        telegram.waits_for(telegram.is_all_taken)
        (*_, call) = telegram.calls("setWebhook")
    assert words(desk.taken) == ["Hoi", "ik word gepest"]
    assert call.fields["url"] == f"{PUBLIC}{hooked.hook_path}"
    assert call.fields["secret_token"] == hooked.hook_secret
    assert json.loads(call.fields["allowed_updates"]) == [
        "message", "edited_message", "callback_query", "my_chat_member",
    ]  # fmt: skip
    guessable = (telegram.token, telegram.token.partition(":")[2], hooked.hook_secret)
    assert not [part for part in guessable if part in hooked.hook_path]


def test_webhook_when_nothing_can_be_stored_then_telegram_brings_it_again(
    telegram: Telegram, roos: Person, hooked: Account, desk: Notebook
) -> None:
    desk.troubles.extend(StoreUnavailable() for _ in range(3))
    with hook(telegram, hooked, desk):
        telegram.waits_for(telegram.is_all_taken)
    assert words(desk.taken) == ["Hoi"]
    assert telegram.server.webhook.last_error.endswith("503")


def test_webhook_when_an_update_fails_every_time_then_it_is_let_go(
    telegram: Telegram, roos: Person, hooked: Account, desk: Notebook,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    desk.troubles.extend(ValueError("Hoi") for _ in range(3))
    roos.writes("verder")
    with hook(telegram, hooked, desk):
        telegram.waits_for(telegram.is_all_taken)
    assert words(desk.taken) == ["verder"]
    assert [record.getMessage() for record in caplog.records] == [
        "telegram: an update could not be dealt with and was let go (ValueError)"
    ]


def brought(
    telegram: Telegram, account: Account, desk: Notebook, body: bytes, *secret: bytes
) -> httpx.Response:
    """What is answered to whoever brings this."""
    headers = [(HEADER.encode(), each) for each in secret]
    with hook(telegram, account, desk) as address:
        return httpx.post(
            address + account.hook_path, content=body, headers=headers, trust_env=False
        )


@pytest.mark.parametrize("secret", [(), ("",), ("geheim",), ("gehéim",), ("a" * 300,)])
def test_webhook_when_the_secret_is_missing_or_wrong_then_nothing_is_processed(
    telegram: Telegram, hooked: Account, desk: Notebook, secret: tuple[str, ...]
) -> None:
    with telegram.held_back() as late:
        telegram.person().writes("Hoi")
    body = json.dumps(late[0].as_json()).encode()
    answer = brought(telegram, hooked, desk, body, *(each.encode() for each in secret))
    assert (answer.status_code, answer.content) == (403, b"")
    assert desk.begun == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        *((body, 400) for body in (b"", b"{", b"[]", b"7", b"null", b"{}", b"\xff")),
        (b'{"message": 5}', 400),
        (b'{"update_id": 5}', 200),
        (b'{"update_id": 5, "message": "x"}', 200),
    ],
)
def test_webhook_when_it_is_no_update_or_says_nothing_then_nothing_is_processed(
    telegram: Telegram, hooked: Account, desk: Notebook, body: bytes, status: int
) -> None:
    answer = brought(telegram, hooked, desk, body, hooked.hook_secret.encode())
    assert answer.status_code == status
    assert desk.begun == []
