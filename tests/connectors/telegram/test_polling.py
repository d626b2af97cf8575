"""Updates are fetched, and none is forgotten before it was dealt with."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bot.errors import StoreUnavailable
from connectors.telegram import intake, polling, trouble
from connectors.telegram.client import TelegramMessenger
from connectors.telegram.intake import Intake
from connectors.telegram.line import Connection
from connectors.telegram.polling import Polling
from tests.connectors.telegram.desks import Notebook, words
from tests.support.telegram import Person, Telegram, broken, conflict, flood
from tests.support.telegram.faults import Fault

Run = Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble, "FIRST_WAIT_S", 0.01)
    monkeypatch.setattr(intake, "_FIRST_WAIT_S", 0.01)
    monkeypatch.setattr(intake, "_WAITS_S", (0.0, 0.01, 0.01))
    monkeypatch.setattr(polling, "_AT_THE_END_S", 0.05)


@pytest.fixture
def desk() -> Notebook:
    return Notebook()


@pytest.fixture
def run(connection: Connection, messenger: TelegramMessenger, desk: Notebook) -> Run:
    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        task = asyncio.create_task(Polling(connection.bot, Intake(desk, messenger)).run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})
            assert task.cancelled()

    return running


async def all_taken(telegram: Telegram) -> None:
    """Wait until Telegram was told that everything was dealt with."""
    await asyncio.to_thread(telegram.waits_for, telegram.is_all_taken)


async def test_update_when_it_was_dealt_with_then_telegram_is_told_so(
    telegram: Telegram, roos: Person, desk: Notebook, run: Run
) -> None:
    async with run():
        await desk.until(1)
        roos.writes("ik word gepest")
        assert words(await desk.until(2)) == ["Hoi", "ik word gepest"]
        await all_taken(telegram)
    assert len(desk.begun) == 2


async def test_update_when_it_is_still_in_hand_then_others_go_on_and_it_is_not_confirmed(
    telegram: Telegram, roos: Person, desk: Notebook, run: Run
) -> None:
    desk.doors[str(roos.id)] = asyncio.Event()
    others = [telegram.person() for _ in range(3)]
    async with run():
        await desk.until(1, begun=True)
        for number in range(9):
            others[number % 3].writes(f"bericht {number}")
        roos.writes("nog iets")
        await desk.until(9)
        assert not telegram.is_all_taken()
        assert {update.update_id for update in telegram.updates.pending()} >= {
            telegram.updates.made[0].update_id
        }
        desk.doors[str(roos.id)].set()
        assert words(await desk.until(11))[-2:] == ["Hoi", "nog iets"]
        await all_taken(telegram)
    assert len(desk.begun) == 11
    for other in others:
        mine = [event for event in desk.taken if event.address == str(other.id)]
        assert mine == sorted(mine, key=lambda event: event.number)


async def test_update_when_nothing_can_be_stored_then_it_waits_and_its_chat_with_it(
    telegram: Telegram, roos: Person, desk: Notebook, run: Run
) -> None:
    desk.troubles.extend(StoreUnavailable() for _ in range(5))
    roos.writes("en nog iets")
    async with run():
        assert words(await desk.until(2)) == ["Hoi", "en nog iets"]
        await all_taken(telegram)
    assert len(desk.begun) == 7


async def test_update_when_the_process_ends_in_the_middle_then_it_comes_again(
    telegram: Telegram, roos: Person, desk: Notebook, run: Run
) -> None:
    desk.doors[str(roos.id)] = asyncio.Event()
    async with run():
        await desk.until(1, begun=True)
    assert desk.taken == []
    desk.doors.clear()
    async with run():
        assert words(await desk.until(1)) == ["Hoi"]
        await all_taken(telegram)


async def test_update_when_it_fails_every_time_then_it_is_let_go_without_a_word(
    telegram: Telegram, roos: Person, desk: Notebook, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    desk.troubles.extend(ValueError("Hoi van Roos") for _ in range(3))
    roos.writes("en nog iets")
    async with run():
        assert words(await desk.until(1)) == ["en nog iets"]
        await all_taken(telegram)
    assert [record.getMessage() for record in caplog.records] == [
        "telegram: an update could not be dealt with and was let go (ValueError)"
    ]
    assert caplog.records[0].exc_info is None


async def test_update_when_nobody_can_read_it_then_those_beside_it_are_taken(
    telegram: Telegram, roos: Person, desk: Notebook, run: Run
) -> None:
    telegram.makes_update("message", {"message_id": "x", "date": 10**30})
    telegram.makes_update("sunrise", {})
    roos.writes("ik ook")
    async with run():
        assert words(await desk.until(2)) == ["Hoi", "ik ook"]
        await all_taken(telegram)


async def test_update_when_it_comes_again_late_then_the_desk_is_asked_and_telegram_told(
    telegram: Telegram, roos: Person, desk: Notebook, run: Run
) -> None:
    async with run():
        await desk.until(1)
        await all_taken(telegram)
        telegram.delivers(telegram.updates.made)
        await desk.until(2)
        await all_taken(telegram)
        roos.writes("verder")
        await desk.until(3)
        await all_taken(telegram)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (conflict(), "another program takes this bot's messages"),
        (broken(502), "it cannot be reached"),
        (broken(500), "it cannot be reached"),
        (flood(1), "it asked to wait"),
    ],
)
async def test_line_when_it_fails_then_one_line_says_so_and_it_is_tried_again(
    telegram: Telegram, roos: Person, desk: Notebook, run: Run,
    caplog: pytest.LogCaptureFixture, fault: Fault, said: str,
) -> None:  # fmt: skip
    times = 1 if "wait" in said else 4
    telegram.goes_wrong("getUpdates", fault, times=times)
    async with run():
        await desk.until(1)
        await all_taken(telegram)
    first, *rest = [record.getMessage() for record in caplog.records]
    assert said in first
    assert rest == ["telegram: it works again"]
    assert telegram.token not in caplog.text


class Told(logging.Filter):
    """Lets every record pass, and says that there was one."""

    def __init__(self) -> None:
        super().__init__()
        self.event = asyncio.Event()

    def filter(self, _record: logging.LogRecord) -> bool:
        self.event.set()
        return True


async def test_token_when_it_is_wrong_then_one_line_says_which_setting_and_no_token(
    telegram: Telegram, roos: Person, desk: Notebook, run: Run,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    token, told = telegram.token, Told()
    telegram.revokes_token()
    async with run():
        with caplog.filtering(told):
            async with asyncio.timeout(20):
                await told.event.wait()
        telegram.server.token = token
        await desk.until(1)
        await all_taken(telegram)
    first, second = [record.getMessage() for record in caplog.records]
    assert "VERTELMAAR_TELEGRAM_TOKEN" in first
    assert second == "telegram: it works again"
    assert token not in caplog.text


async def test_webhook_of_before_is_taken_away_and_what_waited_for_it_comes(
    telegram: Telegram, roos: Person, desk: Notebook, run: Run, connection: Connection
) -> None:
    telegram.leads("https://oud.example", to="http://127.0.0.1:9")
    await connection.bot.set_webhook("https://oud.example/haak")
    async with run():
        await desk.until(1)
        await all_taken(telegram)
    assert telegram.webhook is None


async def test_press_is_answered_although_the_desk_is_busy(
    telegram: Telegram, roos: Person, desk: Notebook, run: Run
) -> None:
    desk.doors[str(roos.id)] = asyncio.Event()
    press = roos.presses_forged("p:1:0")
    async with run():
        await asyncio.to_thread(roos.gets_answer, press)


async def test_group_gets_one_kind_word_and_the_bot_is_gone(
    telegram: Telegram, roos: Person, desk: Notebook, run: Run
) -> None:
    async with run():
        await desk.until(1)
        group = roos.adds_to_group()
        await all_taken(telegram)
        noor = telegram.person()
        noor.adds_to_group(group)
        await all_taken(telegram)
    said = [message.text for message in group.sees() if message.by_bot]
    assert [text[:12] for text in said] == ["In een groep"] * 2
    assert group.chat.closed is not None
    assert words(desk.taken) == ["Hoi"]
