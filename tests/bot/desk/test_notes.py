"""Notes of counsellors for each other."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bot import handover, vault
from bot.desk import notes
from bot.errors import UnknownConversation
from bot.models import AuditEntry, Note
from bot.store import Store
from tests.support.people import NOW, handed_over, row_of, team


def test_add_when_a_colleague_looks_then_they_read_it_with_author_and_time(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        access = handed_over(session)
        notes.add(session, samira, access.id, uuid4(), "<b>mentor</b> gebeld", NOW)
        (found,) = notes.of(session, bram, access.id)
        assert (found.author, found.text) == ("Samira", "<b>mentor</b> gebeld")
        assert found.at == NOW.replace(second=0, microsecond=0)


def test_add_when_sent_twice_then_it_is_one_note(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        note_id = uuid4()
        for _ in range(2):
            notes.add(session, who, access.id, note_id, "eens", NOW)
        assert session.execute(select(func.count(Note.id))).scalar_one() == 1
        told = session.execute(
            select(func.count(AuditEntry.id)).where(AuditEntry.action == "noted")
        )
        assert told.scalar_one() == 1


def test_of_when_another_team_has_the_talk_then_it_sees_no_note(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session, called="a-team")
        (other,) = team(session, "Eva", called="z-team")
        access = handed_over(session)
        notes.add(session, who, access.id, uuid4(), "van ons", NOW)
        assert notes.of(session, other, access.id) == []
        with pytest.raises(UnknownConversation):
            notes.add(session, other, access.id, uuid4(), "van hen", NOW)


def test_note_when_the_conversations_key_is_tried_then_it_stays_shut(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        notes.add(session, who, access.id, uuid4(), "alleen wij", NOW)
        note = session.execute(select(Note)).scalar_one()
        place = f"note:{access.id}:{note.id}"
        for key in (access.key, vault.derive(access.key, "notes"), who.team_key):
            with pytest.raises(vault.CannotOpen):
                vault.unseal(vault.Key(key), note.sealed_body, place)
        assert b"alleen wij" not in note.sealed_body


def test_add_when_its_counsellor_writes_one_then_the_claim_goes_on(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        access = handed_over(session)
        handover.claim(session, samira, access.id, NOW)
        later = NOW + timedelta(minutes=30)
        notes.add(session, bram, access.id, uuid4(), "ik lees mee", later)
        assert row_of(session, access).claimed_at == NOW.replace(second=0, microsecond=0)
        notes.add(session, samira, access.id, uuid4(), "ik zoek iets op", later)
        assert row_of(session, access).claimed_at == later.replace(second=0, microsecond=0)
