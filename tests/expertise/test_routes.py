"""The route table, walked for every situation and, where time matters, every hour of a week."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import product
from typing import Any

import pytest

from expertise.ladder import climbed, rungs
from expertise.parties import ROLES, SECTORS, parties
from expertise.route_rows import ALL_THEMES, Row
from expertise.route_table import FILE, table, table_from
from expertise.routes import Choice, choose
from expertise.situations import OFFENDERS, PERSPECTIVES, Situation
from expertise.source import ContentError, load
from expertise.themes import THEMES

MONDAY = datetime(2026, 11, 16, tzinfo=timezone.utc)
WEEK = [MONDAY + timedelta(hours=hour) for hour in range(168)]
RISKS = [
    ("none", ()),
    ("concern", ("suicide",)),
    ("concern", ("sexual",)),
    ("concern", ("home",)),
    ("acute", ("violence",)),
]
EVERY = [
    Situation(theme, role, offender, sector, risk, types, tried=tried)
    for theme, role, offender, sector, (risk, types), tried in product(
        ALL_THEMES, ROLES, OFFENDERS, (*SECTORS, "unknown"), RISKS, rungs()
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


def test_every_row_of_the_study_is_carried_out() -> None:
    topics = [topic for row in _rows() for topic in row.conditions.get("topic", ())]
    asked = {
        number
        for theme, role, offender, sector, topic, perspective in product(
            ALL_THEMES, ROLES, OFFENDERS, (*SECTORS, "unknown"), ("", *topics), PERSPECTIVES
        )
        for number in choose(
            Situation(theme, role, offender, sector, topic=topic, perspective=perspective),
            WEEK[11],
        ).numbers
    }

    assert asked == set(range(1, 43))


def _rows() -> list[Row]:
    return [row for rows in table().rows.values() for row in rows]


def test_nobody_is_sent_again_to_whom_they_tried_or_to_who_could_not_help(
    monday_noon: list[tuple[Situation, Choice]],
) -> None:
    for situation, choice in monday_noon:
        tried = climbed(situation.tried)
        assert tried.isdisjoint(party.id for party in choice.parties if party.local), situation

    first = choose(Situation("bullying", "pupil"), WEEK[12])
    second = choose(
        Situation("bullying", "pupil", failed=frozenset({first.parties[0].id})), WEEK[12]
    )
    assert first.parties[0] not in second.parties


def test_higher_on_the_ladder_come_the_formal_ways_and_the_end_is_reached() -> None:
    ways = [choose(Situation("bullying", "parent", tried=rung), WEEK[12]) for rung in rungs()]

    assert ways[0].parties[0].id == "childs_teacher"
    assert ways[4].parties[0].id == "board"
    assert {party.id for party in ways[5].parties} >= {"oo", "lkc"}
    assert ways[6].parties[0].id == "vi"
    assert ways[-1].rung is None
    assert ways[-1].next_text == "advice.next.parent_end"


@pytest.mark.parametrize("tried", ["contact", "confidant", "head", "board"])
def test_who_is_stuck_halfway_is_not_told_that_the_ladder_ends(tried: str) -> None:
    halfway = choose(Situation("bullying", "pupil", tried=tried, stuck=True), WEEK[12])

    assert halfway.rung is not None
    assert halfway.next_text == "advice.next.pupil_tried"


def test_nothing_came_of_it_goes_one_column_further() -> None:
    waiting = Situation("bullying", "pupil", sector="vo", tried="close", stuck=True)
    again = Situation("bullying", "pupil", sector="vo", tried="head", stuck=True)

    assert choose(waiting, WEEK[12]).stage == "tried"
    assert choose(again, WEEK[12]).stage == "stuck"


@pytest.mark.parametrize(
    ("situation", "first"),
    [
        (Situation("sexual_misconduct", "pupil", topic="nudes"), "helpwanted"),
        (Situation("lgbti", "pupil", topic="outing"), "kindertelefoon"),
        (Situation("bullying", "parent", topic="home_from_school"), "support_point"),
        (Situation("wellbeing", "staff", topic="suicidal_pupil"), "consult_113"),
        (Situation("violence", "staff", topic="calamity"), "sv"),
        (Situation("bullying", "pupil", perspective="other"), "trusted_adult"),
        (Situation("sexual_misconduct", "pupil", perspective="did"), "kindertelefoon"),
    ],
)
def test_what_it_is_about_more_exactly_decides(situation: Situation, first: str) -> None:
    assert choose(situation, MONDAY + timedelta(hours=13)).parties[0].id == first


def test_home_and_lgbti_never_begin_with_the_parents(
    monday_noon: list[tuple[Situation, Choice]],
) -> None:
    for situation, choice in monday_noon:
        if situation.theme in ("lgbti", "abuse_home") and situation.role == "pupil":
            assert "ouders" not in choice.parties[0].why.nl, situation


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


def test_who_is_local_counts_as_answering_while_school_is_on_and_at_no_other_hour() -> None:
    situation = Situation("bullying", "pupil", sector="vo", tried="close", stuck=True)

    in_lessons, in_the_evening = choose(situation, WEEK[60]), choose(situation, WEEK[66])

    assert [party.id for party in in_lessons.parties] == ["confidant", "head", "laks"]
    assert [party.id for party in in_the_evening.parties] == ["confidant", "head", "113"]


def test_acute_danger_begins_with_112_and_sends_nobody_to_school(
    monday_noon: list[tuple[Situation, Choice]],
) -> None:
    for situation, choice in monday_noon:
        if situation.risk == "acute":
            works_there = situation.role == "staff"
            assert choice.parties[0].id == "112"
            assert works_there or not any(party.local for party in choice.parties), situation


def test_teacher_in_acute_danger_is_shown_who_is_at_hand_after_112() -> None:
    attacked = Situation("violence", "staff", risk="acute", risk_types=("violence",))

    shown = [party.id for party in choose(attacked, WEEK[12]).parties]

    assert shown == ["112", "manager", "confidant"]


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
    raw = load(FILE)
    raw["routes"]["lgbti"] |= routes
    return raw


def _row(**changed: Any) -> dict[str, Any]:
    columns = {key: ["coc"] for key in ("first", "tried", "stuck")}
    return {"row": 42, "next": "anyone", **columns, **changed}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([], "without a way out"),
        ([_row(offender=["staff"])], "without a way out"),
        ([_row(first=["pestweb"])], "unknown party: pestweb"),
        ([_row(stuck=["sv"])], "sends to sv, who is not there for this"),
        ([_row(tried=["lse"])], "sends to lse, who is not there for this"),
        ([_row(next="nowhere")], "unknown text"),
        ([_row(stuck=[])], "names no party under stuck"),
        ([_row(offender=["nobody"])], "never holds"),
        ([_row(perspective=[])], "never holds"),
        ([_row(topic=["trains"])], "never holds"),
        ([_row(offendr=["staff"])], "has unknown fields: offendr"),
        ([_row(row=43)], "is no row of the study: 43"),
        ([_row(tried=["regenboogloket"])], "names nobody with a verified contact"),
        ([_row(first="coc")], "is not a list"),
    ],
)
def test_broken_route_names_file_and_key(rows: list[dict[str, Any]], problem: str) -> None:
    with pytest.raises(ContentError, match=rf"routes\.yml: routes\.lgbti\.pupil.*{problem}"):
        table_from(_table(pupil=rows), parties())


@pytest.mark.parametrize("name", ["kindertelefoon", "politie", "coc"])
def test_stand_in_that_may_be_closed_is_refused(name: str) -> None:
    raw = load(FILE)
    raw["live"]["role"]["pupil"] = name

    with pytest.raises(ContentError, match="does not answer day and night"):
        table_from(raw, parties())


@pytest.mark.parametrize(
    ("section", "value", "problem"),
    [
        ("anywhere", {"pupil": [_row(stuck=["sv"])]}, r"anywhere\.pupil\.0\.stuck: sends to sv"),
        ("anywhere", {"visitor": []}, "anywhere: has unknown fields: visitor"),
        ("crisis", [{"risk": "fire", "parties": []}], r"crisis\.0\.risk: is no risk: 'fire'"),
        ("crisis", [], "crisis: has nothing for"),
        ("support", {}, r"support\.pupil: leaves a situation without a way out"),
        ("next", {}, r"next\.pupil: leaves a situation without a way out"),
    ],
)
def test_broken_section_names_file_and_key(section: str, value: Any, problem: str) -> None:
    with pytest.raises(ContentError, match=rf"routes\.yml: {problem}"):
        table_from(load(FILE) | {section: value}, parties())


def test_role_without_a_stand_in_is_refused() -> None:
    raw = load(FILE)
    del raw["live"]["role"]["staff"]

    with pytest.raises(ContentError, match=r"live\.role\.staff"):
        table_from(raw, parties())
