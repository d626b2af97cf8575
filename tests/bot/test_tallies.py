"""Counting codes, on both databases."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import retention, tallies
from bot.engine import Count
from bot.models import Tally
from bot.store import Store
from bot.tallies import Period
from expertise.counting import Kind, codes
from tests.support.people import NOW

LATER = datetime(2027, 3, 1, tzinfo=UTC)


def signal(value: int | str, kind: Kind = "safety") -> Count:
    return Count(kind, {"value": str(value)})


def white_spot(party: str, theme: str = "bullying", role: str = "pupil") -> Count:
    about = {"party": party, "theme": theme, "role": role, "stage": "tried"}
    return Count("white_spot", about)


def counted(store: Store, counts: Iterable[Count], now: datetime = NOW) -> None:
    with store.session(writing=True) as session:
        tallies.add(session, counts, now)


def cells(session: Session) -> list[tuple[str | int, ...]]:
    columns = [getattr(Tally, column.name) for column in Tally.__table__.columns]
    return sorted(map(tuple, session.execute(select(*columns))))


def test_add_when_the_same_is_counted_again_then_its_row_counts_up(store: Store) -> None:
    counted(store, [white_spot("confidant"), signal(4)])
    counted(store, [signal(4)])
    counted(store, [signal(2)])
    with store.session() as session:
        assert cells(session) == [
            ("safety", "2", "", "", "", "2026-11", 1),
            ("safety", "4", "", "", "", "2026-11", 2),
            ("white_spot", "confidant", "bullying", "pupil", "tried", "2026-11", 1),
        ]


def test_add_when_the_month_is_another_then_it_counts_apart(store: Store) -> None:
    counted(store, [signal(4)])
    counted(store, [signal(4)], NOW + timedelta(days=11))
    with store.session() as session:
        assert [row[5:] for row in cells(session)] == [("2026-11", 1), ("2026-12", 1)]


def test_add_when_the_transaction_fails_then_nothing_was_counted(store: Store) -> None:
    class Broken(Exception):
        pass

    def break_off() -> None:
        with store.session(writing=True) as session:
            tallies.add(session, [signal(4)], NOW)
            raise Broken

    with pytest.raises(Broken):
        break_off()
    with store.session() as session:
        assert cells(session) == []


def test_add_when_many_count_at_once_then_none_is_lost_and_none_waits_in_vain(
    store: Store,
) -> None:
    both = [signal(4), white_spot("confidant"), signal(1, "wellbeing")]

    def count(n: int) -> None:
        counted(store, both if n % 2 else reversed(both))

    with ThreadPoolExecutor(4) as people:
        list(people.map(count, range(40)))
    with store.session() as session:
        assert [row[-1] for row in cells(session)] == [40, 40, 40]


def test_add_when_every_code_there_is_is_counted_then_each_fits_its_column(store: Store) -> None:
    possible = codes("white_spot")
    first = {name: next(iter(values)) for name, values in possible.items()}
    everything = [
        Count("white_spot", {**first, name: value})
        for name, values in possible.items()
        for value in values
    ]
    everything += [signal(value, "incident") for value in codes("incident")["value"]]
    counted(store, everything)
    with store.session() as session:
        assert sum(int(row[-1]) for row in cells(session)) == len(everything)


def test_table_when_months_are_over_then_it_tells_them_and_hides_small_numbers(
    store: Store,
) -> None:
    counted(store, [signal(4)] * 20 + [signal(1)] * 3 + [signal(2)] * 11 + [signal(5)] * 12)
    counted(store, [signal(3, "wellbeing")] * 30)
    with store.session() as session:
        (period,) = tallies.table(session, "safety", LATER)
    told = {"1": None, "2": None, "4": 20, "5": 12}
    assert period == Period("2026-11", "2026-11", 46, told)


def test_table_when_the_month_still_runs_then_it_is_not_told(store: Store) -> None:
    counted(store, [signal(4)] * 50)
    with store.session() as session:
        assert tallies.table(session, "safety", NOW + timedelta(days=10)) == ()
        assert tallies.table(session, "safety", NOW + timedelta(days=11)) != ()


def test_table_when_counts_come_later_then_what_it_told_before_stays_the_same(
    store: Store,
) -> None:
    december = NOW + timedelta(days=20)
    counted(store, [signal(4)] * 35)
    with store.session() as session:
        before = tallies.table(session, "safety", december)
    counted(store, [signal(4), signal(1)], december)
    with store.session() as session:
        assert tallies.table(session, "safety", LATER) == before


def test_table_when_months_are_quiet_then_they_are_told_together(store: Store) -> None:
    counted(store, [signal(4)] * 16)
    counted(store, [signal(4)] * 16 + [signal(5, "wellbeing")], NOW + timedelta(days=60))
    with store.session() as session:
        found = tallies.table(session, "safety", LATER)
        assert tallies.table(session, "wellbeing", LATER) == ()
    assert found == (Period("2026-11", "2027-01", 32, {"4": 32}),)


def test_table_when_white_spots_are_laid_out_then_by_each_of_their_codes(store: Store) -> None:
    counted(store, [white_spot("confidant", role="parent")] * 15 + [white_spot("head")] * 20)
    with store.session() as session:
        (by_party,) = tallies.table(session, "white_spot", LATER)
        (by_role,) = tallies.table(session, "white_spot", LATER, "role")
        (by_stage,) = tallies.table(session, "white_spot", LATER, "stage")
    assert by_party.cells == {"confidant": 15, "head": 20}
    assert by_role.cells == {"parent": 15, "pupil": 20}
    assert by_stage.cells == {"tried": 35}


def test_tally_when_on_sqlite_then_no_row_has_a_number(sqlite_store: Store) -> None:
    with (
        sqlite_store.session() as session,
        pytest.raises(OperationalError, match="no such column"),
    ):
        session.execute(text("SELECT rowid FROM tally"))


ONE_TALK = [signal(1), signal(5, "wellbeing"), signal("violence", "incident")]
ANOTHER = [signal(4), signal(2, "wellbeing"), signal("none", "incident")]


def test_wipe_traces_when_done_then_the_file_is_the_same_whoever_was_first(
    migrated_file: Path, tmp_path: Path
) -> None:
    files = []
    for name, order in {"one": (ONE_TALK, ANOTHER), "other": (ANOTHER, ONE_TALK)}.items():
        path = tmp_path / f"{name}.db"
        path.write_bytes(migrated_file.read_bytes())
        store = Store(f"sqlite:///{path}")
        for counts in order:
            counted(store, counts)
        assert retention.wipe_traces(store)
        store.close()
        files.append(path.read_bytes())
    assert files[0] == files[1]


def test_wipe_traces_when_done_then_postgresql_knows_neither_order_nor_transaction(
    postgres_store: Store,
) -> None:
    def as_it_lies(session: Session) -> list[tuple[str, str]]:
        rows = session.execute(text("SELECT kind, value FROM tally ORDER BY ctid"))
        return [(kind, value) for kind, value in rows]

    for counts in (ANOTHER, ONE_TALK, [signal(4)]):
        counted(postgres_store, counts)
    with postgres_store.session() as session:
        before = cells(session)
        assert as_it_lies(session) != sorted(as_it_lies(session))
    assert retention.wipe_traces(postgres_store)
    with postgres_store.session() as session:
        assert as_it_lies(session) == sorted(as_it_lies(session))
        marks = session.execute(text("SELECT DISTINCT xmin::text FROM tally")).all()
        assert len(marks) == 1
        assert cells(session) == before


def test_wipe_traces_when_people_count_at_the_same_time_then_none_is_lost(
    postgres_store: Store,
) -> None:
    def act(n: int) -> None:
        if n % 4:
            counted(postgres_store, ONE_TALK)
        else:
            assert retention.wipe_traces(postgres_store)

    with ThreadPoolExecutor(4) as people:
        list(people.map(act, range(60)))
    with postgres_store.session() as session:
        assert [row[-1] for row in cells(session)] == [45, 45, 45]


def test_wipe_traces_when_the_counts_are_locked_then_the_next_sweep_tries_again(
    postgres_store: Store,
) -> None:
    hasty = Store(f"{postgres_store.url.render_as_string()}&options=-c%20lock_timeout%3D1")
    with postgres_store.session(writing=True) as session:
        tallies.add(session, ONE_TALK, NOW)
        assert not retention.wipe_traces(hasty)
        assert hasty.has_traces
    assert retention.wipe_traces(hasty)
    hasty.close()
