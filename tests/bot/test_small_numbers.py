"""A number under ten is never shown, and never to be worked out."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.small_numbers import periods, shown

MONTHS = st.dictionaries(
    st.sampled_from([f"2026-{month:02}" for month in range(1, 13)]), st.integers(1, 40)
)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"a": 10, "b": 25}, {"a": 10, "b": 25}),
        ({"a": 9, "b": 25, "c": 30}, {"a": None, "b": None, "c": 30}),
        ({"a": 9, "b": 9, "c": 30}, {"a": None, "b": None, "c": None}),
        ({"a": 1, "b": 12, "c": 30, "d": 12}, {"a": None, "b": None, "c": 30, "d": None}),
        ({"a": 40}, {"a": 40}),
        ({"a": 5}, {}),
        ({"a": 5, "b": 6, "c": 9, "d": 9, "e": 9}, {}),
        ({}, {}),
    ],
)
def test_shown_when_a_cell_is_small_then_it_is_hidden_and_not_alone(
    cells: dict[str, int], told: dict[str, int | None]
) -> None:
    assert shown(cells) == told


@pytest.mark.parametrize(("least", "size", "most"), [(3, 3, 9), (4, 3, 12), (3, 4, 7)])
def test_shown_when_somebody_knows_the_rule_and_the_total_then_no_small_cell_is_certain(
    least: int, size: int, most: int
) -> None:
    """Every way to fill a table, put with those that look the same from outside."""
    alike: dict[tuple[int, tuple[int | None, ...]], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(1, most + 1), repeat=size):
        told = shown(dict(zip("abcd", counts, strict=False)), least)
        if told:
            alike[sum(counts), tuple(told.values())].append(counts)
    hiding = {key: ways for key, ways in alike.items() if None in key[1]}
    assert len(hiding) > 50
    for (_, row), ways in hiding.items():
        for place in (place for place, count in enumerate(row) if count is None):
            possible = {counts[place] for counts in ways}
            assert len(possible) > 1 or min(possible) >= least


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 60)))
@settings(database=None, deadline=None)
def test_shown_when_a_number_is_told_then_it_is_right_and_not_small(cells: dict[str, int]) -> None:
    told = shown(cells)
    assert all(count == cells[name] >= 10 for name, count in told.items() if count is not None)
    assert all(told.get(name) is None for name, count in cells.items() if count < 10)
    assert list(told.values()).count(None) != 1


def test_periods_when_a_month_has_enough_then_it_stands_alone() -> None:
    assert periods({"2026-01": 30, "2026-02": 31}) == [("2026-01",), ("2026-02",)]


def test_periods_when_months_are_quiet_then_they_wait_for_each_other() -> None:
    quiet = {"2025-12": 12, "2026-02": 12, "2026-03": 12, "2026-04": 29}
    assert periods(quiet) == [("2025-12", "2026-02", "2026-03")]


@given(MONTHS)
@settings(database=None, deadline=None)
def test_periods_when_a_month_is_added_then_what_was_told_before_stays_the_same(
    months: dict[str, int],
) -> None:
    names = sorted(months)
    for upto in range(len(names)):
        before = periods({name: months[name] for name in names[:upto]})
        after = periods({name: months[name] for name in names[: upto + 1]})
        assert after[: len(before)] == before
