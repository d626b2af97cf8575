"""What is counted of a talk is a number and nothing else: no word, no way back, no order."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from bot import conversations, dialogue, retention
from bot.access import Access
from bot.engine import Answer, Count, Effects, Reply
from bot.models import Base, Conversation, Tally
from bot.store import Store
from expertise.counting import KINDS, codes
from tests.support.people import NOW, talk
from tests.support.scene import CANARIES, REPORTED, play
from tests.support.snoop import says

STUCK: Final = {"party": "confidant", "theme": "bullying", "role": "pupil", "stage": "tried"}
COUNTS: Final = (
    Count("white_spot", STUCK),
    Count("incident", {"value": "violence"}),
    Count("safety", {"value": "1"}),
    Count("wellbeing", {"value": "2"}),
)
NAMES: Final = [column.name for column in Tally.__table__.columns]


def rows(session: Session) -> list[tuple[str | int, ...]]:
    return [tuple(row) for row in session.execute(select(*(getattr(Tally, n) for n in NAMES)))]


def counted_talk(session: Session) -> Access:
    """A talk with the canary in it, of which everything was counted that can be."""
    access = talk(session, REPORTED)
    debt = dialogue.owed(session, access)
    assert debt is not None
    answer = Answer((Reply("dank je"),), Effects(counts=COUNTS), {}, "m1")
    assert dialogue.commit(session, access, debt, answer, NOW)
    session.flush()
    return access


def test_counts_when_every_row_is_read_then_it_is_codes_a_month_and_a_number(
    store: Store,
) -> None:
    play(store)
    with store.session(writing=True) as session:
        counted_talk(session)
    possible = {"", *KINDS}
    for kind in KINDS:
        possible |= {code for values in codes(kind).values() for code in values}
    with store.session() as session:
        found = rows(session)
        dumped = repr(found).encode()
    assert len(found) >= len(COUNTS)
    for *told, month, count in found:
        assert set(told) <= possible
        assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", str(month))
        assert isinstance(count, int)
    assert says(dumped, CANARIES) == []


def test_counts_when_the_table_is_looked_at_then_there_is_no_room_for_a_way_back(
    store: Store,
) -> None:
    with store.session() as session:
        tables = inspect(session.connection())
        assert [column["name"] for column in tables.get_columns("tally")] == NAMES
        assert NAMES == ["kind", "value", "theme", "role", "stage", "month", "count"]
        assert tables.get_foreign_keys("tally") == []
        assert tables.get_pk_constraint("tally")["constrained_columns"] == NAMES[:-1]
    pointing = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "tally"
    }
    assert pointing == set()


def test_counts_when_two_talks_gave_them_then_no_cell_tells_them_apart(store: Store) -> None:
    with store.session(writing=True) as session:
        one, other = counted_talk(session), counted_talk(session)
        found = rows(session)
        ids = {one.id, other.id}
    assert sorted(count for *_, count in found) == [2, 2, 2, 2]
    assert not ids & {cell for row in found for cell in row}


def test_counts_when_the_talk_is_erased_then_they_stay(store: Store) -> None:
    with store.session(writing=True) as session:
        access = counted_talk(session)
        before = sorted(rows(session))
    with store.session(writing=True) as session:
        conversations.erase(session, access.id, NOW)
    retention.wipe_traces(store)
    with store.session() as session:
        assert session.execute(select(Conversation)).first() is None
        assert sorted(rows(session)) == before
        assert len(before) == len(COUNTS)


def test_counts_when_traces_are_wiped_then_postgresql_marks_none_as_of_this_talk(
    postgres_store: Store,
) -> None:
    """The database marks each row with the transaction that wrote it; a talk's rows as well."""
    with postgres_store.session(writing=True) as session:
        counted_talk(session)
    marks = {"tally": "SELECT xmin::text FROM tally", "turn": "SELECT xmin::text FROM turn"}
    with postgres_store.session() as session:
        before = {name: set(session.execute(text(q)).scalars()) for name, q in marks.items()}
        assert before["tally"] & before["turn"]
    retention.wipe_traces(postgres_store)
    with postgres_store.session() as session:
        after = {name: set(session.execute(text(q)).scalars()) for name, q in marks.items()}
        assert not after["tally"] & after["turn"]
