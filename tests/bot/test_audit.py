"""The audit's chain: complete, in order, and telling when it is not."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, update

from bot import audit, handover
from bot.audit import Broken, Deed, Head
from bot.models import AuditEntry
from bot.store import Store
from tests.support import people
from tests.support.people import NOW


def _filled(store: Store, count: int = 5) -> Head:
    with store.session(writing=True) as session:
        for number in range(count):
            audit.note(session, Deed("tried", detail=str(number)), NOW)
        return audit.verify(session)


def test_chain_holds_and_its_head_is_the_last_entry(store: Store) -> None:
    assert _filled(store).number == 5


def test_empty_chain_holds(store: Store) -> None:
    with store.session() as session:
        assert audit.verify(session).number == 0


@pytest.mark.parametrize("column", ["action", "actor", "subject", "detail", "team_id", "at"])
def test_changed_entry_breaks_the_chain_there(store: Store, column: str) -> None:
    _filled(store)
    value = NOW.replace(year=2020) if column == "at" else "other"
    with store.session(writing=True) as session:
        session.execute(update(AuditEntry).where(AuditEntry.id == 3).values({column: value}))
        with pytest.raises(Broken) as broken:
            audit.verify(session)
    assert broken.value.number == 3


@pytest.mark.parametrize("gone", [1, 3])
def test_missing_entry_breaks_the_chain(store: Store, gone: int) -> None:
    _filled(store)
    with store.session(writing=True) as session:
        session.execute(delete(AuditEntry).where(AuditEntry.id == gone))
        with pytest.raises(Broken) as broken:
            audit.verify(session)
    assert broken.value.number == gone


def test_end_that_was_cut_off_is_missed_by_who_noted_the_head(store: Store) -> None:
    noted = _filled(store)
    with store.session(writing=True) as session:
        session.execute(delete(AuditEntry).where(AuditEntry.id > 3))
        assert audit.verify(session).number == 3
        with pytest.raises(Broken) as broken:
            audit.verify(session, noted)
    assert broken.value.number == 5


def test_chain_that_was_made_anew_is_known_by_who_noted_a_head(store: Store) -> None:
    noted = _filled(store)
    with store.session(writing=True) as session:
        session.execute(delete(AuditEntry))
        for number in range(7):
            audit.note(session, Deed("made up", detail=str(number)), NOW)
        assert audit.verify(session).number == 7
        with pytest.raises(Broken):
            audit.verify(session, noted)


def test_entries_of_many_at_once_stand_in_one_line(store: Store) -> None:
    barrier = Barrier(4)

    def write() -> None:
        barrier.wait()
        for _ in range(5):
            with store.session(writing=True) as session:
                audit.note(session, Deed("together"), NOW)

    threads = [Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.session() as session:
        assert audit.verify(session).number == 20


def test_every_step_of_a_handover_is_noted_with_who_took_it(store: Store) -> None:
    with store.session(writing=True) as session:
        (samira,) = people.team(session)
        access = people.handed_over(session)
        handover.claim(session, samira, access.id, NOW)
        handover.return_to_bot(session, samira, access.id, NOW)
        found = session.query(AuditEntry.action, AuditEntry.actor, AuditEntry.team_id).all()
    team, her = str(samira.team_id), str(samira.id)
    assert [tuple(row) for row in found] == [
        ("asked", None, team),
        ("claimed", her, team),
        ("returned", her, team),
    ]


def test_step_that_was_taken_back_leaves_no_entry(store: Store) -> None:
    def fail() -> None:
        with store.session(writing=True) as session:
            people.team(session)
            people.handed_over(session)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.session() as session:
        assert audit.verify(session).number == 0
