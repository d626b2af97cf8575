"""Erasing what has had its time, by the clock and without being asked."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import Final

from sqlalchemy import delete
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import conversations, tallies
from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.messengers import chats
from bot.models import AccessToken
from bot.people import cookies, invitations
from bot.store import Store

_EVERY_S: Final = 600.0
_log = logging.getLogger(__name__)


def sweep(session: Session, now: datetime) -> int:
    """Erase conversations, tokens and logins whose term is over. Returns how many talks."""
    erased = conversations.erase_expired(session, now)
    session.execute(delete(AccessToken).where(AccessToken.expires_at <= now))
    cookies.drop_expired(session, now)
    invitations.drop_expired(session, now)
    chats.drop_expired(session, now)
    return erased


def wipe_traces(store: Store) -> bool:
    """Let erased rows leave SQLite's pages and journal too, and the order of the counts with them.

    secure_delete overwrites what is deleted, but not the copies that pages keep of rows they handed
    to each other, so the file is written anew: 0.3 s for the 20 MB of a thousand talks.
    PostgreSQL's vacuum takes erased rows away by itself; there only the counts are written anew.

    Says whether they are gone. Who is reading at this moment keeps the journal in use, and a full
    disk leaves no room to rewrite it; then the next sweep takes them.
    """
    store.has_traces = False
    are_gone = _rewrite(store) if store.is_sqlite else _settle(store)
    if not are_gone:
        store.has_traces = True
    return are_gone


def _rewrite(store: Store) -> bool:
    try:
        with closing(store.engine.raw_connection()) as raw:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except (sqlite3.Error, OperationalError):
        return False
    return not is_busy


def _settle(store: Store) -> bool:
    try:
        with store.session(writing=True) as session:
            tallies.settle(session)
    except StoreUnavailable:
        return False
    return True


async def keep_sweeping(store: Store, clock: Clock) -> None:
    """Sweep every ten minutes for as long as the process lives."""
    # Whoever served before may have been stopped between erasing and wiping.
    store.has_traces = True
    while True:
        try:
            if await store.write(sweep, clock()) or store.has_traces:
                await asyncio.to_thread(wipe_traces, store)
        except StoreUnavailable:
            _log.warning("retention: the database is not available, trying again later")
        await asyncio.sleep(_EVERY_S)
