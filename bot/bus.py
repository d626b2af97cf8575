"""Telling open pages that there is something to fetch. Notices carry ids, never text.

`Bus` serves one process; `bot.postgres_bus` carries notices between processes.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

QUEUE: Final = "queue"
MAIL: Final = "mail"


def held_by(staff_id: UUID) -> str:
    """What is new in the conversations that one counsellor has.

    It is told to them alone: did every open console look at every message, a busy team's would do
    nothing else.
    """
    return f"held:{staff_id}"


class Subscription:
    """What one open page listens to. Notices that come faster than they are read become one.

    `followed` is what it listens to; a bus keeps it (`Bus.follow`, `Bus.leave`).
    """

    def __init__(self) -> None:
        self.followed: set[str] = set()
        self._event = asyncio.Event()
        self._topics: set[str] = set()

    def notify(self, topic: str) -> None:
        """Something happened on a topic."""
        self._topics.add(topic)
        self._event.set()

    async def wait(self, timeout_s: float | None = None) -> frozenset[str]:
        """The topics on which something happened since; empty when the time ran out."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._event.wait()
        except TimeoutError:
            return frozenset()
        self._event.clear()
        topics, self._topics = frozenset(self._topics), set()
        return topics


class Bus:
    """Notices within one process."""

    def __init__(self) -> None:
        self._subscriptions: defaultdict[str, set[Subscription]] = defaultdict(set)

    def publish(self, topic: str) -> None:
        """Tell everybody who listens to a topic, here and in other processes."""
        self.deliver(topic)

    def deliver(self, topic: str) -> None:
        """Tell everybody in this process."""
        for subscription in tuple(self._subscriptions.get(topic, ())):
            subscription.notify(topic)

    @contextmanager
    def subscribe(self, *topics: str) -> Iterator[Subscription]:
        """Listen to topics for as long as the block lasts."""
        subscription = Subscription()
        self.follow(subscription, *topics)
        try:
            yield subscription
        finally:
            self.leave(subscription, *subscription.followed)

    def follow(self, subscription: Subscription, *topics: str) -> None:
        """Let a subscription listen to further topics, from now on."""
        for topic in topics:
            self._subscriptions[topic].add(subscription)
            subscription.followed.add(topic)

    def leave(self, subscription: Subscription, *topics: str) -> None:
        """Let a subscription listen to topics no longer."""
        for topic in subscription.followed.intersection(topics):
            subscription.followed.discard(topic)
            self._subscriptions[topic].discard(subscription)
            if not self._subscriptions[topic]:
                del self._subscriptions[topic]

    def listeners(self, topic: str) -> int:
        """How many pages listen to a topic in this process."""
        return len(self._subscriptions.get(topic, ()))
