"""The database: SQLite (WAL) by default, PostgreSQL by its address.

Services are plain functions that take a `Session` first. `Store.read` and `Store.write` run one in
a transaction, in a small thread pool, so that the event loop never waits for a disk. A service may
run twice: it changes nothing but what its session holds.
"""

from __future__ import annotations

import asyncio
import math
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.errors import StoreUnavailable

P = ParamSpec("P")
T = TypeVar("T")

_THREADS: Final = 4
_BUSY_MS: Final = 2000
_LOOKS_AGAIN_MS: Final = 20
# FULL: a message that was confirmed survives a power cut. secure_delete: erased means overwritten.
_WAL: Final = "PRAGMA journal_mode=WAL"
_PRAGMAS: Final = (
    "synchronous=FULL",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
    "foreign_keys=ON",
    f"busy_timeout={_BUSY_MS}",
)
# Whoever finds another process at the same migrations waits until they are done.
_PRAGMAS_TO_REBUILD: Final = ("foreign_keys=OFF", "busy_timeout=600000")
_POSTGRES: Final = {"connect_timeout": 5, "options": f"-c lock_timeout={_BUSY_MS}"}


class Store:
    """One database, and the threads that talk to it."""

    def __init__(self, url: str) -> None:
        self.url = _with_driver(make_url(url))
        self.engine = _create(self.url)
        self._readers = ThreadPoolExecutor(_THREADS, thread_name_prefix="store-read")
        # SQLite has one writer at a time. Standing in line here is fair; its own waiting is not.
        self._writers = ThreadPoolExecutor(
            1 if self.is_sqlite else _THREADS, thread_name_prefix="store-write"
        )
        self._failed_at = -math.inf
        # Whether the files may still tell what was erased, or which answer a count came with.
        self.has_traces = False

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a single file."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def session(self, *, writing: bool = False, rebuilding: bool = False) -> Iterator[Session]:
        """A session in one transaction, committed when the block ends well.

        `rebuilding` is for migrations: SQLite changes a table by making it anew and dropping the
        old one, and then what hangs on the old one's rows must not go with them. It waits for a
        lock as long as others may need for theirs.

        Raises:
            StoreUnavailable: locked, full, or away; nothing was stored.
        """
        engine = self.engine.execution_options(writing=writing, rebuilding=rebuilding)
        try:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                yield session
        except (OperationalError, InterfaceError) as error:
            raise StoreUnavailable from error

    async def read(
        self, service: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a service that only looks."""
        return await self._run(False, service, *args, **kwargs)

    async def write(
        self, service: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a service that changes something, in one transaction of its own."""
        return await self._run(True, service, *args, **kwargs)

    async def _run(self, writing: bool, service: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        asked = time.monotonic()

        def once() -> T:
            with self.session(writing=writing) as session:
                return service(session, *args, **kwargs)

        def work() -> T:
            if self._failed_at > asked:
                # Whoever stood in line behind one that waited in vain need not wait as long again.
                raise StoreUnavailable
            try:
                return once()
            except (IntegrityError, StaleDataError):
                # Another transaction was there first; its row can be seen now.
                return once()
            except StoreUnavailable:
                self._failed_at = time.monotonic()
                raise

        threads = self._writers if writing else self._readers
        return await asyncio.get_running_loop().run_in_executor(threads, work)

    def close(self) -> None:
        """Let the threads and connections go."""
        self._readers.shutdown(wait=True)
        self._writers.shutdown(wait=True)
        self.engine.dispose()


def _with_driver(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _create(url: URL) -> Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    # Parameters are what people wrote, sealed or not: they never stand in an error or a log.
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=not is_sqlite,
        connect_args={} if is_sqlite else _POSTGRES,
    )
    if is_sqlite:
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction control is off: it would begin too late to take the write lock.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    _turn_into_wal(connection)


def _turn_into_wal(connection: Any) -> None:
    # Processes that find a new file at once would wait for each other, so SQLite makes none of them
    # wait. Whoever is first does it for good; to the others it is done when they look again.
    for _ in range(_BUSY_MS // _LOOKS_AGAIN_MS):
        try:
            connection.execute(_WAL)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(_LOOKS_AGAIN_MS / 1000)
        else:
            return
    connection.execute(_WAL)


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("rebuilding"):
        # Within the transaction the first pragma would do nothing, and after it nobody else is to
        # get this connection.
        connection.detach()
        for pragma in _PRAGMAS_TO_REBUILD:
            connection.exec_driver_sql(f"PRAGMA {pragma}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")
