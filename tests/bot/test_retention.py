"""Erasing what has had its time."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import codes, conversations, handover, retention, terms
from bot.access import Access, grant
from bot.clock import to_minute
from bot.desk import transcript
from bot.duty import agreements
from bot.duty.agreements import Agreements
from bot.member import Counsellor
from bot.models import AccessToken, AuditEntry, Conversation, StaffSession, Team
from bot.store import Store
from tests.support.people import NOW, fresh_token, handed_over, incoming, logged_in, talk, team


def test_sweep_when_terms_are_over_then_talks_tokens_and_logins_go(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        talk(session)
        kept = talk(session)
        codes.store(session, kept, codes.draw(), bytes(64), NOW)
        logged_in(session, who)
    late = NOW + terms.WITHOUT_WAY_BACK
    with store.session(writing=True) as session:
        assert retention.sweep(session, NOW) == 0
        assert retention.sweep(session, late) == 1
        assert retention.sweep(session, late) == 0
        assert session.execute(select(Conversation.id)).scalars().all() == [kept.id]
        assert session.execute(select(AccessToken)).first() is None
        assert session.execute(select(StaffSession)).first() is None


MINUTE = to_minute(NOW)
TERMS = {
    "nothing": terms.WITHOUT_WAY_BACK,
    "code": terms.UNSENT,
    "team": terms.LONGEST,
    "code and team": terms.LONGEST,
}


@pytest.mark.parametrize("way_back", TERMS)
def test_sweep_when_there_is_a_way_back_then_it_stays_as_long_after_the_last_word(
    store: Store, way_back: str
) -> None:
    token = fresh_token()
    later = NOW + timedelta(hours=20)
    with store.session(writing=True) as session:
        team(session)
        access = talk(session, token=token)
        if "code" in way_back:
            codes.store(session, access, codes.draw(), bytes(64), NOW)
        if "team" in way_back:
            handover.ask(session, access, NOW)
        conversations.receive(session, token, incoming(), later, may_begin=False)
        term = TERMS[way_back]
        assert retention.sweep(session, later + term - timedelta(minutes=1)) == 0
        assert retention.sweep(session, later + term) == 1


@pytest.fixture
def closed(store: Store) -> tuple[Counsellor, Access, bytes]:
    """A conversation that was closed, in a team that keeps it for thirty days."""
    token = fresh_token()
    with store.session(writing=True) as session:
        (who,) = team(session)
        session.get_one(Team, who.team_id).keep_days = 30
        access = handed_over(session, token=token)
        handover.claim(session, who, access.id, NOW)
        handover.close(session, who, access.id, "helped", NOW)
    return who, access, token


def test_sweep_when_a_talk_was_closed_then_it_goes_when_its_team_agreed(
    store: Store, closed: tuple[Counsellor, Access, bytes]
) -> None:
    with store.session(writing=True) as session:
        assert retention.sweep(session, MINUTE + timedelta(days=30, minutes=-1)) == 0
        assert retention.sweep(session, MINUTE + timedelta(days=30)) == 1


def test_sweep_when_the_team_agrees_on_less_then_what_was_closed_before_goes_sooner(
    store: Store, closed: tuple[Counsellor, Access, bytes]
) -> None:
    who, _, _ = closed
    with store.session(writing=True) as session:
        agreements.change(session, who, Agreements(7, 60, 7, None), NOW)
        assert retention.sweep(session, MINUTE + timedelta(days=7)) == 1


def test_sweep_when_the_reporter_came_back_after_the_end_then_the_talk_stays(
    store: Store, closed: tuple[Counsellor, Access, bytes]
) -> None:
    _, access, token = closed
    with store.session(writing=True) as session:
        grant(session, access, token, NOW + timedelta(days=29))
        conversations.receive(
            session, token, incoming("het is er weer"), NOW + timedelta(days=29), may_begin=False
        )
        assert retention.sweep(session, NOW + timedelta(days=31)) == 0


def test_sweep_when_a_team_had_it_then_the_audit_says_that_it_is_gone_and_why(
    store: Store, closed: tuple[Counsellor, Access, bytes]
) -> None:
    _, access, _ = closed
    with store.session(writing=True) as session:
        alone = talk(session)
        retention.sweep(session, NOW + timedelta(days=31))
        noted = session.execute(
            select(AuditEntry.subject, AuditEntry.detail).where(AuditEntry.action == "erased")
        ).all()
    assert noted == [(str(access.id), "term")]
    assert str(alone.id) not in str(noted)


def test_term_when_it_is_over_within_three_days_then_a_counsellor_is_told() -> None:
    assert terms.is_ending(NOW + timedelta(hours=72), NOW)
    assert not terms.is_ending(NOW + timedelta(hours=73), NOW)


def test_sweep_when_somebody_only_reads_then_nothing_stays_longer(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session, token=token)
        before = session.get_one(Conversation, access.id).expires_at
        later = NOW + timedelta(hours=5)
        transcript.for_reporter(session, access, later)
        handover.claim(session, who, access.id, later)
        transcript.for_counsellor(session, who, access.id)
        assert session.get_one(Conversation, access.id).expires_at == before


def test_sweep_when_the_reporter_writes_at_that_moment_then_the_talk_stays(
    postgres_store: Store,
) -> None:
    token = fresh_token()
    late = NOW + terms.WITHOUT_WAY_BACK
    just_before = late - timedelta(minutes=2)
    with postgres_store.session(writing=True) as session:
        talk(session, "een", token=token)
    with postgres_store.session(writing=True) as sweeping:
        assert sweeping.execute(
            select(func.count()).where(Conversation.expires_at <= late)
        ).scalar_one()
        with postgres_store.session(writing=True) as writing:
            conversations.receive(writing, token, incoming("twee"), just_before, may_begin=False)
        assert retention.sweep(sweeping, late) == 0


def test_wipe_traces_when_done_then_the_journal_is_empty(
    sqlite_store: Store, tmp_path: Path
) -> None:
    with sqlite_store.session(writing=True) as session:
        talk(session)
    journal = tmp_path / "vertelmaar.db-wal"
    assert journal.stat().st_size
    assert retention.wipe_traces(sqlite_store)
    assert journal.stat().st_size == 0


@pytest.mark.usefixtures("impatient")
def test_wipe_traces_when_somebody_reads_then_it_says_that_they_are_still_there(
    sqlite_store: Store,
) -> None:
    with sqlite_store.session(writing=True) as session:
        talk(session)
    with sqlite_store.session() as reader:
        reader.execute(select(Conversation)).all()
        assert not retention.wipe_traces(sqlite_store)
    assert retention.wipe_traces(sqlite_store)


def test_wipe_traces_when_on_postgresql_then_nothing_can_hinder_it(postgres_store: Store) -> None:
    assert retention.wipe_traces(postgres_store)


@pytest.mark.usefixtures("impatient")
async def test_keep_sweeping_when_the_database_is_away_for_a_while_then_it_goes_on(
    sqlite_store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(retention, "_EVERY_S", 0.0)
    with sqlite_store.session(writing=True) as session:
        talk(session)
    other = sqlite3.connect(tmp_path / "vertelmaar.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    rounds: list[int] = []
    swept = asyncio.Event()

    def clock() -> datetime:
        # The first round finds the file locked; when the third begins, the second has swept.
        rounds.append(1)
        if len(rounds) == 2:
            other.execute("ROLLBACK")
        if len(rounds) == 3:
            swept.set()
        return NOW + terms.WITHOUT_WAY_BACK

    with closing(other), caplog.at_level(logging.WARNING):
        sweeping = asyncio.create_task(retention.keep_sweeping(sqlite_store, clock))
        async with asyncio.timeout(20):
            await swept.wait()
        sweeping.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sweeping
    with sqlite_store.session() as session:
        assert session.execute(select(Conversation)).first() is None
    assert "not available" in caplog.text


async def test_keep_sweeping_when_who_served_before_left_traces_then_they_are_wiped(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_EVERY_S", 0.0)
    with sqlite_store.session(writing=True) as session:
        conversations.erase(session, talk(session).id, NOW)
    journal, is_wiped = tmp_path / "vertelmaar.db-wal", asyncio.Event()
    assert journal.stat().st_size
    rounds: list[int] = []

    def clock() -> datetime:
        rounds.append(journal.stat().st_size)
        if len(rounds) == 2:
            is_wiped.set()
        return NOW

    sweeping = asyncio.create_task(retention.keep_sweeping(sqlite_store, clock))
    async with asyncio.timeout(20):
        await is_wiped.wait()
    sweeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sweeping
    assert rounds[0] > rounds[1] == 0
