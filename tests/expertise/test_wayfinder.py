"""The wayfinder: every address leads somewhere, and back to the same situation."""

from __future__ import annotations

import re
from datetime import datetime, timezone

import pytest

from expertise.advice import advise
from expertise.parties import parties
from expertise.questions import NOTHING_KNOWN, questions
from expertise.route_rows import ALL_THEMES
from expertise.route_table import table
from expertise.routes import choose
from expertise.situations import Situation
from expertise.wayfinder import NoSuchWay, Way, follow, results, way_of

RESULTS = tuple(results())
AT_NIGHT = datetime(2026, 11, 24, 2, 30, tzinfo=timezone.utc)
# Rows that only words lead to; others of the same number are clicked.
_IN_WORDS = (frozenset({"colleague"}), frozenset({"aggression"}))


def test_every_result_has_a_main_party_that_may_be_shown() -> None:
    for way in RESULTS:
        main, *others = choose(way.situation, AT_NIGHT).parties

        assert main.is_reachable()
        assert len(others) <= 2
        assert way.situation.role in main.roles


def test_every_result_reads_in_every_language() -> None:
    for way in RESULTS[::37]:
        for language in ("nl", "a2", "en"):
            advice = advise(way.situation, AT_NIGHT, language)

            assert advice.main.can
            assert advice.if_it_fails


def test_address_and_situation_say_the_same() -> None:
    for way in RESULTS:
        assert follow(way.slugs).situation == way.situation
        assert way_of(way.situation).slugs == way.slugs


def test_no_two_addresses_are_one_situation() -> None:
    assert len({way.situation for way in RESULTS}) == len(RESULTS)


def test_address_holds_nothing_but_plain_words() -> None:
    for way in RESULTS:
        assert re.fullmatch(r"[a-z]+(?:[-/][a-z]+)*", "/".join(way.slugs))


def test_address_of_a_printed_page_stays_what_it_was() -> None:
    printed = {
        "leerling/vo/pesten/leerling/mentor": Situation(
            theme="bullying", role="pupil", sector="vo", offender="pupil", tried="close"
        ),
        "ouder/po/thuiszitten/schoolleiding": Situation(
            theme="other", role="parent", sector="po", topic="home_from_school", tried="head"
        ),
        "medewerker/weet-ik-niet/protocol": Situation(
            theme="other", role="staff", topic="protocol"
        ),
        "leerling/mbo/grens-over/naaktbeelden/ikzelf/nog-niets": Situation(
            theme="sexual_misconduct",
            role="pupil",
            sector="mbo",
            topic="nudes",
            offender="pupil",
            perspective="did",
        ),
    }

    for address, situation in printed.items():
        assert follow(address.split("/")).situation == situation


def test_every_theme_role_and_row_of_the_routes_can_be_clicked() -> None:
    reached = {(way.situation.theme, way.situation.role) for way in RESULTS}
    rows = {number for way in RESULTS for number in table().row(way.situation).numbers}
    listed = {id(row): row for row in (row for own in table().rows.values() for row in own)}
    asked = [row for row in listed.values() if row.conditions.get("topic") not in _IN_WORDS]

    assert {theme for theme, _ in reached} == set(ALL_THEMES)
    assert {role for _, role in reached} == {"pupil", "parent", "staff", "unknown"}
    assert {number for row in asked for number in row.numbers} <= rows


def test_whoever_skips_every_question_still_comes_to_somebody() -> None:
    way = Way()
    while way.question:
        (skip,) = [answer for answer in way.options if answer.skips]
        way = way.to(skip.slug)

    assert way.situation == NOTHING_KNOWN
    assert way.urgent is None


def test_nobody_answers_more_than_six_questions() -> None:
    assert max(len(way.steps) for way in RESULTS) <= 6


@pytest.mark.parametrize(
    "address",
    ["x", "leerling/x", "ouder/po/calamiteit", "leerling/vo/pesten/leerling/mentor/mentor", ""],
)
def test_address_that_no_answers_make_is_refused(address: str) -> None:
    with pytest.raises(NoSuchWay):
        follow(address.split("/"))


def test_one_step_back_is_the_question_before() -> None:
    way = follow(["leerling", "vo", "pesten", "leerling", "mentor"])

    assert way.question is None
    assert way.back_to(4).question == questions()[-1]
    assert way.back_to(0) == Way()


def test_changing_an_answer_keeps_what_was_said_after_it() -> None:
    way = follow(["leerling", "vo", "pesten", "leerling", "mentor"])

    changed = way.instead(1, "po")

    assert changed.slugs == ("leerling", "po", "pesten", "leerling", "mentor")


def test_changing_an_answer_asks_what_is_new_and_drops_what_does_not_fit() -> None:
    way = follow(["leerling", "vo", "geweld", "wapen", "ikzelf", "helpdesk"])

    to_another_theme = way.instead(2, "lhbti")
    to_another_role = way.instead(0, "ouder")

    assert to_another_theme.slugs == ("leerling", "vo", "lhbti")
    assert to_another_theme.question is not None
    assert to_another_role.slugs == ("ouder", "vo", "geweld", "wapen")


def test_numbers_come_first_where_it_is_about_danger() -> None:
    for way in RESULTS:
        known = way.situation
        if known.theme in ("abuse_home", "sexual_misconduct", "wellbeing", "violence"):
            assert way.urgent
        if known.topic == "weapon":
            assert way.urgent == "weapon"
        if known.offender == "home" and known.topic != "weapon":
            assert way.urgent == "home"


def test_primary_school_pupil_is_never_sent_to_complain() -> None:
    for way in RESULTS:
        known = way.situation
        if known.role == "pupil" and known.sector not in ("vo", "mbo"):
            assert not any(party.complaint for party in choose(known, AT_NIGHT).parties)


def test_way_of_a_situation_told_in_words_comes_as_near_as_it_can() -> None:
    told = Situation(
        theme="bullying",
        role="staff",
        topic="colleague",
        offender="staff",
        stuck=True,
        failed=frozenset(list(parties())[:1]),
    )

    assert way_of(told).slugs == ("medewerker", "weet-ik-niet", "pesten", "personeel", "nog-niets")
