"""What goes wrong on demand: before or after the effect, for so many calls, or for all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import Conflict, NetworkError, RetryAfter, TelegramError, TimedOut

from tests.support.telegram import DROP, HANG, Person, Telegram, broken, conflict, flood
from tests.support.telegram.faults import Fault


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (flood(3), RetryAfter),
        (conflict(), Conflict),
        (broken(500), NetworkError),
        (broken(502), NetworkError),
        (HANG, TimedOut),
        (DROP, NetworkError),
    ],
)
async def test_next_calls_fail_before_or_after_their_effect(
    bot: Bot,
    telegram: Telegram,
    roos: Person,
    fault: Fault,
    error: type[TelegramError],
    after: bool,
) -> None:
    telegram.goes_wrong("sendMessage", fault, times=2, after_effect=after)

    for _ in range(2):
        with pytest.raises(error):
            await bot.send_message(roos.id, "een", read_timeout=0.1)
    await bot.send_message(roos.id, "twee")

    said = [message.text for message in roos.sees() if message.by_bot]
    assert said == ["een"] * (2 * after) + ["twee"]
    assert len(telegram.calls("sendMessage")) == 3


async def test_flood_says_how_long_to_wait_and_may_be_of_one_chat(
    bot: Bot, telegram: Telegram, roos: Person
) -> None:
    sem = telegram.person()
    sem.writes("hoi")
    telegram.goes_wrong("sendMessage", flood(7), chat_id=roos.id)

    await bot.send_message(sem.id, "dag")
    with pytest.raises(RetryAfter) as told:
        await bot.send_message(roos.id, "dag")

    assert told.value.retry_after == timedelta(seconds=7)


async def test_nothing_gets_through_while_it_is_unreachable(
    bot: Bot, telegram: Telegram, roos: Person
) -> None:
    with telegram.unreachable():
        with pytest.raises(NetworkError):
            await bot.get_updates()
        with pytest.raises(NetworkError):
            await bot.send_message(roos.id, "dag")

    assert len(await bot.get_updates()) == 1
