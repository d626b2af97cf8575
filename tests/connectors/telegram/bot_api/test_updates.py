"""How updates reach a bot: confirmed by offset, one poller at a time, or posted to a webhook."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from sanic import HTTPResponse, Request, Sanic
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict, TimedOut

from tests.support.served import served
from tests.support.telegram import DROP, Telegram

PUBLIC = "https://meld.school.example"


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [it.effective_message.text for it in updates if it.effective_message]


async def test_update_comes_until_it_is_confirmed(bot: Bot, telegram: Telegram) -> None:
    roos = telegram.person()
    roos.writes("een")
    roos.writes("twee")

    first = await bot.get_updates()
    again = await bot.get_updates(limit=1)
    rest = await bot.get_updates(offset=first[0].update_id + 1)

    assert (texts(first), texts(again), texts(rest)) == (["een", "twee"], ["een"], ["twee"])
    assert not telegram.is_all_taken()
    await bot.get_updates(offset=first[1].update_id + 1)
    assert telegram.is_all_taken()


async def test_call_that_waits_is_answered_when_something_comes(
    bot: Bot, telegram: Telegram
) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.to_thread(telegram.waits_for_calls, "getUpdates")
    telegram.person().writes("hoi")

    assert texts(await waiting) == ["hoi"]


async def test_second_poller_sends_the_first_away(bot: Bot, telegram: Telegram) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.to_thread(telegram.waits_for_calls, "getUpdates")
    async with Bot(telegram.token, telegram.base_url) as other:
        second = asyncio.create_task(other.get_updates(timeout=30))

        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first
        telegram.person().writes("hoi")
        assert texts(await second) == ["hoi"]


async def test_poller_that_gave_up_takes_nothing_along(bot: Bot, telegram: Telegram) -> None:
    with pytest.raises(TimedOut):
        await bot.get_updates(timeout=30, read_timeout=-29.9)
    telegram.person().writes("hoi")

    assert texts(await bot.get_updates(timeout=30)) == ["hoi"]


async def test_only_wanted_kinds_come(bot: Bot, telegram: Telegram) -> None:
    await bot.get_updates(allowed_updates=["my_chat_member"])
    roos = telegram.person()
    roos.writes("hoi")
    roos.blocks()

    (update,) = await bot.get_updates()
    assert update.my_chat_member
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_update_comes_late_and_again_whatever_the_offset(
    bot: Bot, telegram: Telegram
) -> None:
    roos = telegram.person()
    with telegram.held_back() as late:
        roos.writes("laat")
    roos.writes("op tijd")
    (seen,) = await bot.get_updates()
    offset = seen.update_id + 1

    telegram.delivers([*late, telegram.updates.made[1]])

    batch = await bot.get_updates(offset=offset)
    assert texts(batch) == ["laat", "op tijd"]
    assert await bot.get_updates(offset=offset) == ()


async def test_answer_that_was_lost_confirms_nothing(bot: Bot, telegram: Telegram) -> None:
    telegram.person().writes("hoi")
    (update,) = await bot.get_updates()
    telegram.delivers(telegram.updates.made)
    telegram.goes_wrong("getUpdates", DROP, after_effect=True)
    offset = update.update_id + 1

    with pytest.raises(Exception, match="disconnected"):
        await bot.get_updates(offset=offset)

    assert texts(await bot.get_updates(offset=offset)) == ["hoi"]


@dataclass
class Receiver:
    """A service behind a webhook, that says no as often as it is told to."""

    url: str = ""
    refusals: int = 0
    heard: list[str] = field(default_factory=list)
    secrets: set[str | None] = field(default_factory=set)
    changed: threading.Condition = field(default_factory=threading.Condition)

    async def take(self, request: Request) -> HTTPResponse:
        with self.changed:
            self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            self.heard.append(request.json["message"]["text"])
            self.changed.notify_all()
            self.refusals -= 1
        return HTTPResponse(status=200 if self.refusals < 0 else 500)

    async def hears(self, count: int) -> list[str]:
        def wait() -> bool:
            with self.changed:
                return self.changed.wait_for(lambda: len(self.heard) >= count, 10)

        assert await asyncio.to_thread(wait)
        return self.heard


@asynccontextmanager
async def receiver(telegram: Telegram, refusals: int = 0) -> AsyncIterator[Receiver]:
    it = Receiver(refusals=refusals)

    def app() -> Sanic[Any, Any]:
        app: Sanic[Any, Any] = Sanic(f"r{uuid4().hex}", configure_logging=False)
        app.add_route(it.take, "/haak", methods=["POST"])
        return app

    with served(app) as port:
        telegram.leads(PUBLIC, f"http://127.0.0.1:{port}")
        yield it


async def test_webhook_gets_what_waited_and_what_comes(bot: Bot, telegram: Telegram) -> None:
    roos = telegram.person()
    roos.writes("een")
    async with receiver(telegram) as service:
        await bot.set_webhook(f"{PUBLIC}/haak", secret_token="geheim")
        await service.hears(1)
        roos.writes("twee")

        assert await service.hears(2) == ["een", "twee"]
        assert service.secrets == {"geheim"}
        await asyncio.to_thread(telegram.waits_for, telegram.is_all_taken)
        await bot.delete_webhook()


async def test_refused_post_is_repeated_before_the_next_of_its_chat(
    bot: Bot, telegram: Telegram
) -> None:
    roos = telegram.person()
    roos.writes("een")
    roos.writes("twee")
    async with receiver(telegram, refusals=2) as service:
        await bot.set_webhook(f"{PUBLIC}/haak")

        assert await service.hears(4) == ["een", "een", "een", "twee"]
        info = await bot.get_webhook_info()
        assert info.last_error_message == "Wrong response from the webhook: 500"
        await bot.delete_webhook()


async def test_webhook_and_polling_exclude_each_other(bot: Bot, telegram: Telegram) -> None:
    async with receiver(telegram) as service:
        waiting = asyncio.create_task(bot.get_updates(timeout=30))
        await asyncio.to_thread(telegram.waits_for_calls, "getUpdates")
        await bot.set_webhook(f"{PUBLIC}/haak")

        with pytest.raises(Conflict, match="terminated by setWebhook"):
            await waiting
        with pytest.raises(Conflict, match="while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        telegram.person().writes("hoi")
        assert texts(await bot.get_updates()) == ["hoi"]
        assert service.heard == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://meld.school.example/haak", "HTTPS URL must be provided"),
        (f"{PUBLIC}:8000/haak", "only on ports 80, 88, 443 or 8443"),
        ("https://elders.example/haak", "Failed to resolve host"),
    ],
)
async def test_webhook_needs_a_public_address(
    bot: Bot, telegram: Telegram, url: str, why: str
) -> None:
    telegram.leads(PUBLIC, telegram.url)

    with pytest.raises(BadRequest, match=f"(?i)bad webhook: .*{why}"):
        await bot.set_webhook(url)

    assert len(telegram.takes_complaints()) == 1
    assert (await bot.get_webhook_info()).url == ""
