"""The database and the threads that talk to it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import traceback
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from bot import conversations
from bot.access import conversation_of
from bot.errors import BotError, StoreUnavailable
from bot.models import Conversation, Team, Turn
from bot.store import Store
from tests.support.people import NOW, fresh_token, incoming, talk, team
from tests.support.stores import opened

SECRET = "kanarie"


def count(session: Session) -> int:
    return session.execute(select(func.count(Turn.id))).scalar_one()


async def test_write_when_it_ends_well_then_it_is_kept(store: Store) -> None:
    await store.write(talk, "een", "twee")
    assert await store.read(count) == 2


async def test_write_when_the_service_fails_then_nothing_of_it_is_kept(store: Store) -> None:
    def half(session: Session) -> None:
        talk(session, "een")
        raise BotError

    with pytest.raises(BotError):
        await store.write(half)
    assert await store.read(count) == 0


async def test_write_when_another_transaction_took_the_key_then_it_looks_again(
    store: Store,
) -> None:
    tries: list[int] = []

    def enrol(session: Session) -> str:
        tries.append(1)
        if session.execute(select(Team)).first() and len(tries) > 1:
            return "there already"
        team(session)
        return "made"

    await store.write(team)
    assert await store.write(enrol) == "there already"
    assert len(tries) == 2


async def test_write_when_hundreds_come_at_once_then_all_are_kept(store: Store) -> None:
    first = (
        store.write(conversations.receive, fresh_token(), incoming(), NOW, may_begin=True)
        for _ in range(300)
    )
    got = await asyncio.gather(*first)
    assert len({one.access.id for one in got}) == 300
    assert await store.read(count) == 300


@pytest.mark.usefixtures("impatient")
async def test_write_when_the_file_is_locked_then_it_says_so_and_recovers(
    sqlite_store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "vertelmaar.db"
    await sqlite_store.write(talk, "een")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable):
            await sqlite_store.write(talk, "twee")
        assert await sqlite_store.read(count) == 1
        other.execute("ROLLBACK")
    await sqlite_store.write(talk, "twee")
    assert await sqlite_store.read(count) == 2


async def test_write_when_the_one_before_waited_in_vain_then_those_in_line_do_not_wait_again(
    sqlite_store: Store,
) -> None:
    in_line = threading.Event()
    reached: list[str] = []

    def in_vain(session: Session) -> None:
        assert in_line.wait(20)
        raise StoreUnavailable

    asyncio.get_running_loop().call_later(0, in_line.set)
    waiting = [sqlite_store.write(in_vain)]
    waiting += [sqlite_store.write(lambda session: reached.append("too soon")) for _ in range(5)]
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results] == [StoreUnavailable] * 6
    await sqlite_store.write(lambda session: reached.append("later"))
    assert reached == ["later"]


async def test_write_when_somebody_keeps_a_row_locked_then_it_says_so_and_recovers(
    postgres_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store._POSTGRES", {"options": "-c lock_timeout=1"})
    with opened(postgres_store.url.render_as_string()) as hasty:
        access = await hasty.write(talk, "een")
        with postgres_store.session(writing=True) as other:
            conversation_of(other, access, lock=True)
            with pytest.raises(StoreUnavailable):
                await hasty.write(conversations.set_language, access, "en")
        await hasty.write(conversations.set_language, access, "en")


async def test_write_when_the_disk_is_full_then_it_says_so_and_keeps_what_was_there(
    sqlite_store: Store,
) -> None:
    await sqlite_store.write(talk, "een")

    def fill(session: Session) -> None:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        session.execute(text(f"PRAGMA max_page_count={pages}"))
        talk(session, *("vol" * 1000 for _ in range(25)))

    with pytest.raises(StoreUnavailable):
        await sqlite_store.write(fill)
    assert await sqlite_store.read(count) == 1


async def test_read_when_the_server_is_away_then_it_says_so(tmp_path: Path) -> None:
    address = f"postgresql://nobody@/nothing?host={tmp_path}"
    with opened(address) as store, pytest.raises(StoreUnavailable):
        await store.read(count)


async def test_read_when_the_server_cut_the_connection_then_the_next_one_is_new(
    postgres_store: Store,
) -> None:
    assert await postgres_store.read(count) == 0
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with opened(postgres_store.url.render_as_string()) as other, other.session() as session:
        session.execute(cut)
    assert await postgres_store.read(count) == 0


async def test_read_when_the_statement_is_refused_then_no_parameter_is_in_the_error(
    store: Store,
) -> None:
    def refused(session: Session) -> None:
        session.execute(text("SELECT nothing FROM turn WHERE message_id = :id"), {"id": SECRET})

    with pytest.raises((ProgrammingError, StoreUnavailable)) as caught:
        await store.read(refused)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_session_when_a_row_hangs_on_nothing_then_it_is_refused(store: Store) -> None:
    orphaned = update(Turn).values(conversation_id=uuid4())
    with store.session(writing=True) as session:
        talk(session)
    with store.session(writing=True) as session, pytest.raises(IntegrityError):
        session.execute(orphaned)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("trusted_schema", 0)],
)
def test_session_when_on_sqlite_then_what_is_confirmed_stays_and_what_is_erased_is_overwritten(
    sqlite_store: Store, pragma: str, value: object
) -> None:
    with sqlite_store.session() as session:
        assert session.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_session_when_it_was_used_for_rebuilding_then_the_next_one_checks_and_gives_up_again(
    sqlite_store: Store,
) -> None:
    found = []
    for rebuilding in (False, True, False):
        with sqlite_store.session(writing=True, rebuilding=rebuilding) as session:
            keys = session.execute(text("PRAGMA foreign_keys")).scalar_one()
            waits_ms = session.execute(text("PRAGMA busy_timeout")).scalar_one()
            found.append((keys, waits_ms))
    assert found == [(1, 2_000), (0, 600_000), (1, 2_000)]


def test_store_when_the_address_names_no_driver_then_it_takes_ours() -> None:
    with opened("postgresql://somebody@/db") as store:
        assert store.url.drivername == "postgresql+psycopg"
        assert not store.is_sqlite


def test_session_when_two_read_and_one_writes_then_the_readers_see_one_state(
    sqlite_store: Store,
) -> None:
    with sqlite_store.session() as reader:
        assert reader.execute(select(func.count(Conversation.id))).scalar_one() == 0
        with sqlite_store.session(writing=True) as writer:
            talk(writer)
        assert reader.execute(select(func.count(Conversation.id))).scalar_one() == 0
    with sqlite_store.session() as reader:
        assert reader.execute(select(func.count(Conversation.id))).scalar_one() == 1
