"""The route table, walked for every situation and, where time matters, every hour of a week."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import product
from typing import Any

import pytest

from expertise.parties import ROLES, SECTORS, parties
from expertise.routes import OFFENDERS, Choice, Situation, choose, table_from
from expertise.source import ContentError, load
from expertise.themes import THEMES

MONDAY = datetime(2026, 11, 16, tzinfo=timezone.utc)
WEEK = [MONDAY + timedelta(hours=hour) for hour in range(168)]
RISKS = [("none", ()), ("concern", ("suicide",)), ("concern", ("sexual",)), ("acute", ("home",))]
EVERY = [
    Situation(theme, role, offender, sector, risk, types)
    for theme, role, offender, sector, (risk, types) in product(
        THEMES, ROLES, OFFENDERS, (*SECTORS, "unknown"), RISKS
    )
]


@pytest.fixture(scope="module")
def monday_noon() -> list[tuple[Situation, Choice]]:
    return [(situation, choose(situation, WEEK[11])) for situation in EVERY]


def test_every_situation_has_one_main_party_and_at_most_two_others(
    monday_noon: list[tuple[Situation, Choice]],
) -> None:
    for situation, choice in monday_noon:
        assert 1 <= len(choice.parties) <= 3, situation
        assert len(set(choice.parties)) == len(choice.parties), situation


def test_every_party_is_there_for_who_asks(
    monday_noon: list[tuple[Situation, Choice]],
) -> None:
    for situation, choice in monday_noon:
        for party in choice.parties:
            assert situation.role in party.roles, (situation, party.id)
            assert situation.sector in party.sectors | {"unknown"}, (situation, party.id)
            assert party.is_reachable(), party.id


def test_somebody_answers_at_every_hour_of_the_week() -> None:
    calm = [situation for situation in EVERY if situation.sector == "unknown"]
    for hour, at in enumerate(WEEK):
        # Every situation is asked at some hours, and every hour is asked of some situations.
        for situation in calm[hour % 7 :: 7]:
            choice = choose(situation, at)
            assert any(party.is_open(at) for party in choice.parties), (situation, at)


def test_nobody_begins_with_a_closed_line_while_another_of_the_route_answers() -> None:
    situation = Situation("abuse_home", "pupil")

    assert choose(situation, WEEK[12]).parties[0].id == "kindertelefoon"
    assert choose(situation, WEEK[2]).parties[0].id == "veiligthuis"


def test_stand_in_is_only_there_when_nobody_else_is_known_to_be_open() -> None:
    situation = Situation("bullying", "pupil")

    by_day, at_night = choose(situation, WEEK[12]), choose(situation, WEEK[2])

    assert by_day.stand_in is None
    assert at_night.stand_in is at_night.parties[-1]
    assert [party.id for party in at_night.parties] == ["class_adult", "kindertelefoon", "113"]


def test_acute_danger_begins_with_112_and_sends_nobody_to_school(
    monday_noon: list[tuple[Situation, Choice]],
) -> None:
    for situation, choice in monday_noon:
        if situation.risk == "acute":
            assert choice.parties[0].id == "112"
            assert not any(party.local for party in choice.parties), situation


@pytest.mark.parametrize(
    ("risk_type", "party"), [("suicide", "113"), ("sexual", "csg"), ("home", "veiligthuis")]
)
def test_concern_begins_with_who_is_there_for_it_in_every_other_theme(
    risk_type: str, party: str
) -> None:
    for theme, role in product(THEMES, ROLES):
        if theme != "sexual_misconduct":
            situation = Situation(theme, role, risk="concern", risk_types=(risk_type,))
            assert choose(situation, WEEK[12]).parties[0].id == party, situation


def test_pictures_online_begin_with_helpwanted_also_when_it_is_a_concern() -> None:
    situation = Situation(
        "sexual_misconduct", "pupil", "online", risk="concern", risk_types=("sexual",)
    )

    assert choose(situation, WEEK[12]).parties[0].id == "helpwanted"


def test_order_in_which_risks_were_found_does_not_matter() -> None:
    first = Situation("wellbeing", "pupil", risk="concern", risk_types=("home", "suicide"))
    second = Situation("wellbeing", "pupil", risk="concern", risk_types=("suicide", "home"))

    assert choose(first, WEEK[12]) == choose(second, WEEK[12])
    assert choose(first, WEEK[12]).risk_type == "suicide"


def test_staff_only_parties_are_shown_to_nobody_else(
    monday_noon: list[tuple[Situation, Choice]],
) -> None:
    for situation, choice in monday_noon:
        if situation.role != "staff":
            assert all(party.roles != {"staff"} for party in choice.parties), situation


def test_pupil_who_may_be_in_primary_school_never_files_a_complaint(
    monday_noon: list[tuple[Situation, Choice]],
) -> None:
    for situation, choice in monday_noon:
        if situation.role == "pupil" and situation.sector in ("po", "unknown"):
            assert not any(party.complaint for party in choice.parties), situation


def _table(**routes: Any) -> dict[str, Any]:
    raw = load("routes.yml")
    raw["routes"]["lgbti"] |= routes
    return raw


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([], "without a way out"),
        ([{"offender": ["staff"], "parties": ["coc"], "next": "anyone"}], "without a way out"),
        ([{"parties": ["pestweb"], "next": "anyone"}], "unknown party: pestweb"),
        ([{"parties": ["sv"], "next": "anyone"}], "sends to sv, who is not there for this"),
        ([{"parties": ["lse"], "next": "anyone"}], "sends to lse, who is not there for this"),
        ([{"parties": ["coc"], "next": "nowhere"}], "unknown text"),
        ([{"parties": [], "next": "anyone"}], "names no party"),
        ([{"offender": ["nobody"], "parties": ["coc"], "next": "anyone"}], "never holds"),
    ],
)
def test_broken_route_names_file_and_key(rows: list[dict[str, Any]], problem: str) -> None:
    with pytest.raises(ContentError, match=rf"routes\.yml: routes\.lgbti\.pupil.*{problem}"):
        table_from(_table(pupil=rows), parties())


@pytest.mark.parametrize("name", ["kindertelefoon", "politie", "coc"])
def test_stand_in_that_may_be_closed_is_refused(name: str) -> None:
    raw = load("routes.yml")
    raw["live"]["role"]["pupil"] = name

    with pytest.raises(ContentError, match="does not answer day and night"):
        table_from(raw, parties())


def test_role_without_a_stand_in_is_refused() -> None:
    raw = load("routes.yml")
    del raw["live"]["role"]["staff"]

    with pytest.raises(ContentError, match=r"live\.role\.staff"):
        table_from(raw, parties())
