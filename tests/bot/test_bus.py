"""Notices within one process."""

from __future__ import annotations

import asyncio

import pytest

from bot.bus import Bus


async def test_wait_when_something_happened_before_then_it_is_not_missed() -> None:
    bus = Bus()
    with bus.subscribe("a") as news:
        bus.publish("a")
        assert await news.wait(20) == {"a"}


async def test_wait_when_something_happens_while_waiting_then_it_wakes() -> None:
    bus = Bus()
    with bus.subscribe("a", "b") as news:
        waiting = asyncio.create_task(news.wait())
        asyncio.get_running_loop().call_soon(bus.publish, "b")
        assert await waiting == {"b"}


async def test_wait_when_much_happened_then_it_is_told_once() -> None:
    bus = Bus()
    with bus.subscribe("a", "b") as news:
        for topic in "abab":
            bus.publish(topic)
        assert await news.wait(20) == {"a", "b"}
        assert await news.wait(0) == frozenset()


async def test_wait_when_nothing_happens_then_time_runs_out_and_later_news_still_comes() -> None:
    bus = Bus()
    with bus.subscribe("a") as news:
        assert await news.wait(0) == frozenset()
        bus.publish("a")
        assert await news.wait(0.1) == {"a"}


async def test_wait_when_cancelled_then_the_news_is_for_the_next_look() -> None:
    bus = Bus()
    with bus.subscribe("a") as news:
        waiting = asyncio.create_task(news.wait())
        asyncio.get_running_loop().call_soon(waiting.cancel)
        with pytest.raises(asyncio.CancelledError):
            await waiting
        bus.publish("a")
        assert await news.wait(20) == {"a"}


async def test_publish_when_others_listen_to_other_things_then_they_hear_nothing() -> None:
    bus = Bus()
    with bus.subscribe("a") as first, bus.subscribe("b") as second, bus.subscribe("a") as third:
        bus.publish("a")
        assert await first.wait(20) == {"a"}
        assert await third.wait(20) == {"a"}
        assert await second.wait(0) == frozenset()


async def test_follow_when_something_begins_later_then_it_is_heard_until_it_is_left() -> None:
    bus = Bus()
    with bus.subscribe("a") as news:
        bus.publish("b")
        bus.follow(news, "b", "c")
        assert await news.wait(0) == frozenset()
        bus.publish("b")
        bus.publish("a")
        assert await news.wait(20) == {"a", "b"}
        bus.leave(news, "b", "never followed")
        bus.publish("b")
        bus.publish("c")
        assert await news.wait(20) == {"c"}
    assert bus._subscriptions == {}


async def test_subscribe_when_the_page_is_gone_then_nothing_of_it_is_kept() -> None:
    bus = Bus()
    with bus.subscribe("a", "a", "b"):
        with bus.subscribe("a"):
            assert bus.listeners("a") == 2
        assert bus.listeners("a") == 1
    assert bus.listeners("a") == 0
    bus.publish("a")
    assert bus._subscriptions == {}
