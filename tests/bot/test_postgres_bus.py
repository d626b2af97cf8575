"""Notices between processes, over PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from bot.postgres_bus import PostgresBus
from bot.store import Store
from tests.support.stores import opened

PATIENCE_S = 20.0


@asynccontextmanager
async def running(store: Store) -> AsyncIterator[PostgresBus]:
    bus = PostgresBus(store.url)
    await bus.start()
    try:
        yield bus
    finally:
        await bus.stop()


def cut_connections(store: Store) -> None:
    """End every connection to the database but this one, as a restart of the server does."""
    with opened(store.url.render_as_string()) as other, other.session() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )


async def test_publish_when_another_process_listens_then_it_hears(postgres_store: Store) -> None:
    async with running(postgres_store) as here, running(postgres_store) as there:
        with here.subscribe("a") as mine, there.subscribe("a", "b") as theirs:
            # Said before anybody could listen: nothing is lost at the start either.
            here.publish("a")
            assert await mine.wait(PATIENCE_S) == {"a"}
            assert "a" in await theirs.wait(PATIENCE_S)
            there.publish("b")
            heard: frozenset[str] = frozenset()
            while "b" not in heard:
                heard = await theirs.wait(PATIENCE_S)
                assert heard


async def test_publish_when_the_connections_broke_then_it_is_heard_all_the_same(
    postgres_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.postgres_bus._RETRY_S", 0.0)
    async with running(postgres_store) as here, running(postgres_store) as there:
        with there.subscribe("a") as theirs, there.subscribe("b") as others:
            here.publish("a")
            assert await theirs.wait(PATIENCE_S) == {"a"}
            cut_connections(postgres_store)
            here.publish("b")
            assert await others.wait(PATIENCE_S) == {"b"}


async def test_follow_when_it_begins_to_listen_later_then_it_hears_other_processes(
    postgres_store: Store,
) -> None:
    async with running(postgres_store) as here, running(postgres_store) as there:
        with there.subscribe("a") as theirs:
            here.publish("a")
            assert await theirs.wait(PATIENCE_S) == {"a"}
            there.follow(theirs, "b")
            here.publish("b")
            heard: frozenset[str] = frozenset()
            while "b" not in heard:
                heard = await theirs.wait(PATIENCE_S)
                assert heard


async def test_publish_when_the_server_is_away_then_what_waits_does_not_pile_up(
    postgres_store: Store,
) -> None:
    bus = PostgresBus(postgres_store.url)
    for n in range(10_000):
        bus.publish(f"topic {n % 3}")
    assert await bus._outgoing.wait() == {"topic 0", "topic 1", "topic 2"}


async def test_stop_when_it_was_never_connected_then_it_ends(tmp_path: object) -> None:
    with opened(f"postgresql://nobody@/nothing?host={tmp_path}") as store:
        async with running(store) as bus:
            bus.publish("a")
        assert all(task.done() for task in bus._tasks)
