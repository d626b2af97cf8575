"""One lock per conversation."""

from __future__ import annotations

import asyncio
import gc
from uuid import uuid4

import pytest

from bot.locks import KeyedLocks


async def test_of_when_two_want_the_same_then_one_waits_and_others_do_not() -> None:
    locks, same, other = KeyedLocks(), uuid4(), uuid4()
    done: list[str] = []

    async def work(name: str) -> None:
        async with locks.of(same):
            done.append(f"{name} in")
            async with locks.of(uuid4()):
                pass
            done.append(f"{name} out")

    async with locks.of(same):
        first = asyncio.gather(work("a"), work("b"))
        async with locks.of(other):
            done.append("other")
    await first
    assert done == ["other", "a in", "a out", "b in", "b out"]


async def test_of_when_nobody_holds_it_then_it_is_forgotten() -> None:
    locks = KeyedLocks()
    for _ in range(100):
        async with locks.of(uuid4()):
            pass
    gc.collect()
    assert len(locks._locks) == 0


async def test_of_when_the_work_fails_then_the_lock_is_free_again() -> None:
    locks, key = KeyedLocks(), uuid4()
    with pytest.raises(RuntimeError):
        async with locks.of(key):
            raise RuntimeError
    async with locks.of(key):
        assert len(locks._locks) == 1
