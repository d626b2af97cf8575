"""Work for one chat at a time, and for many side by side."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

import pytest

from bot.errors import StoreUnavailable
from connectors.messenger import errands
from connectors.messenger.errands import Errands, growing_waits, patiently

ONE, OTHER = uuid4(), uuid4()


class Work:
    """Work that can be held up, and notes what was done."""

    def __init__(self) -> None:
        self.done: list[UUID] = []
        self.begun: asyncio.Queue[UUID] = asyncio.Queue()
        self.goes_on = asyncio.Semaphore(0)

    async def __call__(self, chat_id: UUID, _news: asyncio.Event) -> None:
        self.begun.put_nowait(chat_id)
        await self.goes_on.acquire()
        self.done.append(chat_id)


async def test_stir_when_it_is_being_done_then_it_is_done_once_more_and_never_twice_at_once() -> (
    None
):
    work = Work()
    found = Errands(work)
    found.stir(ONE)
    assert await work.begun.get() == ONE
    for _ in range(5):
        found.stir(ONE)
    found.stir(OTHER)
    assert await work.begun.get() == OTHER
    assert work.begun.empty()
    for _ in range(3):
        work.goes_on.release()
    assert await work.begun.get() == ONE
    await found.close()
    assert sorted(work.done) in (sorted([ONE, OTHER]), sorted([ONE, ONE, OTHER]))
    assert found._errands == {}


async def test_stir_when_one_fails_then_the_others_go_on_and_nothing_of_it_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done = asyncio.Event()

    async def work(chat_id: UUID, _news: asyncio.Event) -> None:
        if chat_id == ONE:
            raise ValueError("Wiebelientje")
        done.set()

    found = Errands(work)
    found.stir(ONE)
    found.stir(OTHER)
    await done.wait()
    await found.close()
    assert "ValueError" in caplog.text
    assert "Wiebelientje" not in caplog.text


async def test_stir_when_it_is_closed_then_nothing_is_begun() -> None:
    work = Work()
    found = Errands(work)
    await found.close()
    found.stir(ONE)
    assert found._errands == {}


async def test_patiently_when_the_database_comes_back_then_it_has_what_was_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(errands, "_WAITS_S", (0.0,))
    tries = iter([StoreUnavailable(), StoreUnavailable(), None])

    async def ask() -> str:
        trouble = next(tries)
        if trouble is not None:
            raise trouble
        return "here"

    assert await patiently(ask) == "here"


def test_waits_when_there_are_many_then_they_grow_to_a_minute_and_stay() -> None:
    waits = growing_waits()
    found = [next(waits) for _ in range(20)]
    assert found == sorted(found)
    assert found[-1] == found[7] == 60.0
