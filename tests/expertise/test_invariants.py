"""The promises of the study (section 6d), over every situation there is, in parties and in words.

The hour only arranges who was found, so the hours of a week are walked for each distinct answer,
and what reads the same is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import product

import pytest

from expertise.advice import Advice, advise
from expertise.ladder import NOTHING, rungs
from expertise.languages import LANGUAGES
from expertise.parties import ROLES, SECTORS, parties
from expertise.route_rows import ALL_THEMES
from expertise.route_table import table
from expertise.routes import Choice, choose, climbs, fitting
from expertise.safety import RISK_TYPES
from expertise.situations import OFFENDERS, PERSPECTIVES, Situation
from expertise.texts import keys, text

MONDAY = datetime(2026, 11, 16, tzinfo=timezone.utc)
NOON = MONDAY + timedelta(hours=12)
WEEK = [MONDAY + timedelta(hours=hour) for hour in range(168)]
RISKS = [("none", ()), ("concern", ("suicide",)), ("concern", ("sexual",)), ("concern", ("home",))]
RISKS += [("acute", ("violence",))]
TOPICS = sorted(
    {t for rows in table().rows.values() for r in rows for t in r.conditions.get("topic", ())}
)
EXACTLY = [
    *((topic, "self") for topic in (*TOPICS, "procedure_running")),
    *(("", perspective) for perspective in PERSPECTIVES[1:]),
]
HONEST_END = {"nl": "erder dan dit", "a2": "erder dan dit", "en": "further than this"}
COSTS = ("één keer", "niet bindend", "naam is bekend", "duurt lang")
NO_LADDER = ("klacht", "commissie", "bestuur", "schoolleiding", "directeur")

# What these are about outweighs the theme; their rows have texts of their own.
ABOVE_THEMES = ("colleague", "aggression", "calamity", "protocol", "home_from_school", "removed")

Told = tuple[Situation, Choice, Advice]


def every_situation() -> Iterator[Situation]:
    """Every combination; topics and perspectives in the two kinds of school where most is said."""
    known = product(ALL_THEMES, ROLES, OFFENDERS, (*SECTORS, "unknown"), rungs())
    for theme, role, offender, sector, tried in known:
        for (risk, types), stuck in product(RISKS, (False, True)):
            yield Situation(theme, role, offender, sector, risk, types, tried=tried, stuck=stuck)
        if sector not in ("po", "vo"):
            continue
        for topic, perspective in EXACTLY:
            yield Situation(
                theme, role, offender, sector, topic=topic, perspective=perspective, tried=tried
            )


@pytest.fixture(scope="module")
def every() -> list[tuple[Situation, Choice]]:
    return [(situation, choose(situation, NOON)) for situation in every_situation()]


@pytest.fixture(scope="module")
def told(every: list[tuple[Situation, Choice]]) -> list[Told]:
    """One situation for each answer that reads differently; what was tried is only said again."""
    distinct = {
        (
            choice,
            situation.theme,
            situation.role,
            situation.offender,
            situation.may_be_child,
        ): situation
        for situation, choice in every
    }
    return [(now, key[0], advise(now, NOON, "nl")) for key, now in distinct.items()]


def test_1_every_answer_is_whole(told: list[Told]) -> None:
    for situation, _, advice in told:
        for party in (advice.main, *advice.others):
            assert all((party.name, party.why, party.can, party.cannot, party.open)), situation
        assert all((advice.reason, advice.if_it_fails, advice.expectation)), situation


def test_2_who_may_be_in_primary_school_is_never_told_to_file_a_complaint(told: list[Told]) -> None:
    for situation, choice, advice in told:
        if situation.may_be_child:
            assert not any(party.complaint for party in choice.parties), situation
            assert advice.committee_notice is None, situation
            if re.search("klacht (bij|in)", advice.if_it_fails):
                assert "Op de middelbare school en het mbo" in advice.if_it_fails, situation
            if re.search("besluit|klachtencommissie", advice.next_rung or ""):
                assert "een ouder of verzorger" in str(advice.next_rung), situation


def test_3_who_is_there_for_staff_alone_is_shown_to_nobody_else(told: list[Told]) -> None:
    for situation, choice, _ in told:
        for party in choice.parties:
            assert situation.role in party.roles, (situation, party.id)


def test_4_duty_is_said_whenever_staff_may_have_crossed_a_sexual_line(told: list[Told]) -> None:
    for situation, _, advice in told:
        sexual = situation.theme == "sexual_misconduct" or "sexual" in situation.risk_types
        if sexual and situation.offender in ("staff", "unknown"):
            assert "bestuur" in str(advice.duty_notice), situation


def test_5_at_home_and_lgbti_nobody_is_sent_to_the_parents(told: list[Told]) -> None:
    for situation, _, advice in told:
        if situation.theme in ("lgbti", "abuse_home") and situation.role == "pupil":
            said = f"{advice.main.why} {advice.if_it_fails} {advice.next_rung}"
            assert not re.search(r"(vertel|praat|ga) \w* ?(met|naar|aan) je ouders", said), (
                situation
            )
            assert "een ouder of verzorger" not in said, situation


def test_6_committee_is_never_named_without_what_it_costs(told: list[Told]) -> None:
    for situation, _, advice in told:
        steps = (advice.if_it_fails, advice.next_rung or "", advice.committee_notice or "")
        for said in steps:
            if "klacht bij een commissie" in said or "klachtencommissie" in said.lower():
                assert [cost for cost in COSTS if cost not in said] == [], situation


def test_7_nothing_is_said_to_be_a_solution(told: list[Told]) -> None:
    for situation, _, advice in told:
        said = str(advice.as_payload())
        assert not re.search("opgelost|lost het op", said), situation


@pytest.mark.parametrize("risk", ["concern", "acute"])
def test_8_risk_changes_the_first_line_in_every_role_and_theme(risk: str) -> None:
    for theme, role, kind in product(ALL_THEMES, ROLES, RISK_TYPES):
        calm = advise(Situation(theme, role), NOON, "nl").reason
        grave = advise(Situation(theme, role, risk=risk, risk_types=(kind,)), NOON, "nl").reason
        assert grave != calm
        assert grave.endswith(calm)


def test_9_nobody_is_shown_who_cannot_be_reached(told: list[Told]) -> None:
    for situation, choice, _ in told:
        assert all(party.is_reachable() for party in choice.parties), situation


def test_10_at_most_one_and_two_others(every: list[tuple[Situation, Choice]]) -> None:
    for situation, choice in every:
        assert 1 <= len(choice.parties) <= 3, situation
        assert len({party.id for party in choice.parties}) == len(choice.parties), situation


def test_11_same_situation_gives_the_same_answer(told: list[Told]) -> None:
    for situation, choice, _ in told:
        assert choose(situation, NOON) == choice


def test_12_end_of_the_ladder_is_said_there_and_nowhere_else(told: list[Told]) -> None:
    for situation, choice, advice in told:
        ends = (
            climbs(situation)
            and situation.stage != "first"
            and not situation.is_lost_on_ladder
            and choice.rung is None
        )
        assert (HONEST_END["nl"] in advice.if_it_fails) == ends, situation
        if advice.next_rung is not None:
            assert HONEST_END["nl"] not in advice.if_it_fails, situation
        elif climbs(situation) and situation.stage != "first":
            assert ends or situation.is_lost_on_ladder, situation


@pytest.mark.parametrize("language", LANGUAGES)
def test_12_texts_of_the_end_say_so_in_every_language(language: str) -> None:
    for key in keys():
        if key.startswith("advice.next."):
            said = text(key, language)  # type: ignore[arg-type]
            assert (HONEST_END[language] in said) == key.endswith("_end"), key


@pytest.mark.parametrize("role", ROLES)
def test_12_whoever_climbs_reaches_the_end(role: str) -> None:
    for theme, sector in product(ALL_THEMES, (*SECTORS, "unknown")):
        last = Situation(theme, role, sector=sector, tried="special")
        if climbs(last):
            assert choose(last, NOON).next_text.endswith("_end"), last


def test_no_ladder_of_complaints_at_home_in_despair_with_a_weapon_or_for_what_one_did(
    told: list[Told],
) -> None:
    for situation, _, advice in told:
        at_home = situation.offender == "home" and situation.theme != "staff_conduct"
        grave = situation.theme in ("abuse_home", "wellbeing", "radicalisation")
        did = situation.perspective == "did" and situation.theme != "complaint_stuck"
        if (at_home or grave or did) and situation.topic not in ABOVE_THEMES:
            assert advice.next_rung is None, situation
            if situation.role != "staff":
                found = [word for word in NO_LADDER if word in advice.if_it_fails]
                assert found == [], (situation, advice.if_it_fails)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("topic", "theme"), [("nudes", "sexual_misconduct"), ("weapon", "violence")]
)
def test_pictures_and_weapons_lead_to_no_complaint(role: str, topic: str, theme: str) -> None:
    for sector, tried in product((*SECTORS, "unknown"), rungs()):
        if (role, topic) != ("staff", "nudes"):
            situation = Situation(theme, role, "unknown", sector, topic=topic, tried=tried)
            assert advise(situation, NOON, "nl").next_rung is None, situation


def test_who_is_slapped_at_home_and_told_the_counsellor_is_not_sent_up_the_school() -> None:
    told_it = Situation("abuse_home", "pupil", "home", "vo", tried="confidant")

    advice = advise(told_it, NOON, "nl")

    assert advice.next_rung is None
    assert "0800-2000" in advice.if_it_fails
    assert "0800-0432" in advice.if_it_fails


@pytest.mark.parametrize("topic", ["home_from_school", "removed"])
def test_parent_of_a_removed_child_reads_of_the_six_weeks_whatever_was_tried(topic: str) -> None:
    themes = [theme for theme in ALL_THEMES if theme != "abuse_home"]
    for theme, tried, stuck in product(themes, rungs(), (False, True)):
        for language in LANGUAGES:
            known = Situation(theme, "parent", topic=topic, sector="po", tried=tried, stuck=stuck)
            assert re.search(r"6 (weken|weeks)", advise(known, NOON, language).if_it_fails)


def test_parent_of_a_removed_child_is_shown_the_disputes_committee_at_once() -> None:
    for theme, tried in product(("complaint_stuck", "bullying", "other"), rungs()):
        known = Situation(theme, "parent", topic="home_from_school", sector="vo", tried=tried)
        shown = {party.id for party in choose(known, NOON).parties}
        assert "gpo" in shown or tried == "special", known


def test_every_party_among_the_first_three_appears_at_some_hour(
    every: list[tuple[Situation, Choice]],
) -> None:
    first: dict[tuple[str, ...], dict[tuple[str, str], Situation]] = {}
    for situation, _ in every:
        three = tuple(party.id for party in fitting(situation)[:3])
        first.setdefault(three, {}).setdefault((situation.theme, situation.role), situation)
    for three, situations in first.items():
        for situation in situations.values():
            seen = {party.id for at in WEEK[8:22] for party in choose(situation, at).parties}
            assert set(three) <= seen, situation


def test_next_rung_is_not_guessed_for_who_is_stuck_nobody_knows_where() -> None:
    for theme, role, sector in product(ALL_THEMES, ROLES, (*SECTORS, "unknown")):
        lost = Situation(theme, role, sector=sector, tried=NOTHING, stuck=True)
        assert advise(lost, NOON, "nl").next_rung is None, lost


def test_complaint_that_is_running_lies_with_a_committee() -> None:
    running = Situation("complaint_stuck", "parent", sector="vo", topic="procedure_running")
    further = Situation(
        "complaint_stuck", "parent", sector="vo", topic="procedure_running", tried="inspectorate"
    )

    assert (running.reached.id, further.reached.id) == ("committee", "inspectorate")
    assert "De vertrouwensinspecteur" in str(advise(running, NOON, "nl").next_rung)
    assert {"lkc", "head", "board"}.isdisjoint(p.id for p in choose(running, NOON).parties)


def test_child_for_whom_a_parent_complains_is_not_sent_home_with_it_when_it_is_lgbti() -> None:
    bullied = Situation("bullying", "pupil", sector="po", tried="board")
    outed = Situation("lgbti", "pupil", sector="po", tried="board")

    assert "ouder of verzorger" in str(advise(bullied, NOON, "nl").next_rung)
    assert "De vertrouwensinspecteur" in str(advise(outed, NOON, "nl").next_rung)


def test_somebody_answers_at_every_hour_of_the_week(every: list[tuple[Situation, Choice]]) -> None:
    """Who is local counts while school is on; at any other hour it is a line that is open."""
    distinct = {choice.parties: situation for situation, choice in every}
    for situation in distinct.values():
        for at in WEEK:
            found = choose(situation, at).parties
            assert any(party.answers(at) for party in found), (situation, at)


@pytest.mark.parametrize("day", ["2026-07-20", "2026-12-28", "2026-04-27", "2026-11-21"])
def test_in_holidays_a_line_that_is_open_stands_beside_the_people_of_the_school(day: str) -> None:
    at = datetime.fromisoformat(f"{day}T13:00:00+00:00")

    for theme, role in product(ALL_THEMES, ROLES):
        assert any(party.is_open(at) for party in choose(Situation(theme, role), at).parties)
    assert not parties()["class_adult"].answers(at)
