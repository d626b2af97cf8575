"""The database's tables as migrations make them, and the one row of the installation itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text
from sqlalchemy.orm import Session

from bot import vault
from bot.models import Installation
from bot.store import Store

_MIGRATIONS: Final = Path(__file__).with_name("migrations")
# Any number will do that nothing else in this database locks.
_TURNSTILE: Final = 7_363_732


def migrate(store: Store) -> None:
    """Bring the database to the newest schema. Safe to run at every start, of several at once."""
    with store.session(writing=True, rebuilding=True) as session:
        if not store.is_sqlite:
            session.execute(text("SET LOCAL lock_timeout = 0"))
            session.execute(select(func.pg_advisory_xact_lock(_TURNSTILE)))
        command.upgrade(_config(session.connection()), "head")
        _found(session)


def is_current(session: Session) -> bool:
    """Whether no migration is waiting."""
    connection = session.connection()
    current = MigrationContext.configure(connection).get_current_revision()
    return current == ScriptDirectory.from_config(_config(connection)).get_current_head()


def _found(session: Session) -> None:
    if session.get(Installation, 1) is None:
        session.add(Installation(id=1, code_salt=vault.new_salt(), proof_secret=vault.new_key()))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
