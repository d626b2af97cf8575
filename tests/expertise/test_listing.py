"""The directory's groups and filters."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from expertise.listing import GROUPS, STAFF_ONLY, Wanted, listed, shown
from expertise.parties import parties

DAY = datetime(2026, 11, 24, 13, 30, tzinfo=timezone.utc)
NIGHT = datetime(2026, 11, 24, 2, 30, tzinfo=timezone.utc)


def names(wanted: Wanted, at: datetime = DAY) -> set[str]:
    """The parties that are found."""
    return {party.id for group in listed(wanted, at) for party in group.parties}


def test_everybody_who_may_be_shown_stands_in_exactly_one_group() -> None:
    found = [party.id for group in listed(Wanted(), DAY) for party in group.parties]

    assert sorted(found) == sorted(shown())
    assert [group.id for group in listed(Wanted(), DAY)] == list(GROUPS)


def test_party_without_a_verified_way_to_it_is_left_out() -> None:
    hidden = set(parties()) - set(shown())

    assert hidden
    assert all(not parties()[name].is_reachable() for name in hidden)


@pytest.mark.parametrize("role", ["pupil", "parent"])
def test_who_is_there_for_staff_alone_is_not_shown_to_others(role: str) -> None:
    assert STAFF_ONLY not in {group.id for group in listed(Wanted(role=role), DAY)}
    assert {"sv", "aob", "poraad", "voraad"} & names(Wanted(role="staff"))


def test_every_filter_takes_away_and_adds_nobody() -> None:
    everybody = names(Wanted())

    for wanted in (
        Wanted(role="pupil"),
        Wanted(sector="mbo"),
        Wanted(theme="lgbti"),
        Wanted(open_now=True),
    ):
        assert names(wanted) < everybody
        assert wanted.narrows


def test_open_now_is_who_is_known_to_answer() -> None:
    assert names(Wanted(open_now=True), NIGHT) < names(Wanted(open_now=True), DAY)
    assert "class_adult" not in names(Wanted(open_now=True), DAY)


def test_address_is_read_and_nonsense_in_it_asks_for_nothing() -> None:
    asked = {"rol": "parent", "sector": "po", "thema": "bullying", "open": "1"}

    assert Wanted.of(asked) == Wanted("parent", "po", "bullying", open_now=True)
    assert Wanted.of(dict.fromkeys(asked, "unknown")) == Wanted()
    assert not Wanted.of({}).narrows
