"""Reading is noted, but not every glance."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import handover
from bot.desk import reads
from bot.errors import UnknownConversation
from bot.models import AuditEntry
from bot.store import Store
from tests.support.people import NOW, handed_over, row_of, team


def count(session: Session) -> int:
    query = select(func.count(AuditEntry.id)).where(AuditEntry.action == reads.READ)
    return session.execute(query).scalar_one()


def test_note_when_read_again_within_the_hour_then_it_stands_once(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        one, two = handed_over(session), handed_over(session)
        for minutes in (0, 30, 59):
            reads.note(session, samira, one.id, 1, NOW + timedelta(minutes=minutes))
        assert count(session) == 1
        later = NOW + timedelta(minutes=61)
        assert reads.is_due(session, samira, one.id, later)
        reads.note(session, samira, one.id, 1, later)
        assert count(session) == 2
        reads.note(session, bram, one.id, 1, NOW)
        reads.note(session, samira, two.id, 1, NOW)
        assert count(session) == 4


def test_note_when_its_counsellor_reads_then_it_counts_as_seen_and_never_less(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        access = handed_over(session, "een", "twee")
        handover.claim(session, samira, access.id, NOW)
        reads.note(session, bram, access.id, 2, NOW)
        assert row_of(session, access).staff_read_seq == 0
        for seq in (2, 1):
            reads.note(session, samira, access.id, seq, NOW)
            assert row_of(session, access).staff_read_seq == 2


def test_note_when_the_reporter_withdrew_meanwhile_then_it_is_unknown(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        handover.withdraw(session, access, NOW)
        with pytest.raises(UnknownConversation):
            reads.note(session, who, access.id, 1, NOW)
