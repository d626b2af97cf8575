from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from itertools import product

import pytest

from expertise.advice import Advice, Situation, advise
from expertise.ladder import rungs
from expertise.languages import LANGUAGES, Language
from expertise.parties import ROLES, SECTORS, parties
from expertise.situations import OFFENDERS
from expertise.themes import THEMES

MONDAY = datetime(2026, 11, 16, tzinfo=timezone.utc)
NOON = MONDAY + timedelta(hours=11)
WEEK = [MONDAY + timedelta(hours=hour) for hour in range(168)]
UNVERIFIED = {
    (line.kind, line.label.nl)
    for party in parties().values()
    for line in party.contacts
    if not line.evidence.shown
}


@pytest.fixture(scope="module")
def every_advice() -> list[tuple[Situation, Advice]]:
    situations = [Situation(*which) for which in product(THEMES, ROLES, OFFENDERS)]
    return [(situation, advise(situation, NOON, "nl")) for situation in situations]


def test_no_unverified_contact_at_any_hour_for_any_role_and_theme() -> None:
    for at, theme, role in product(WEEK, THEMES, ROLES):
        advice = advise(Situation(theme, role), at, "nl")
        for party in (advice.main, *advice.others):
            for contact in party.contacts:
                assert (contact.kind, contact.label) not in UNVERIFIED, party.id


def test_every_advice_is_whole(every_advice: list[tuple[Situation, Advice]]) -> None:
    for situation, advice in every_advice:
        for party in (advice.main, *advice.others):
            assert party.name, situation
            assert party.why, situation
            assert party.can, situation
            assert party.cannot, situation
            assert party.open, situation
        assert advice.reason, situation
        assert advice.if_it_fails, situation
        assert advice.expectation, situation


@pytest.mark.parametrize("language", LANGUAGES)
def test_reason_says_because_you_said(language: Language) -> None:
    said = {"nl": "omdat je zei dat er gepest wordt", "a2": "Je zei dat er gepest wordt"}
    said["en"] = "because you said that there is bullying"

    assert said[language] in advise(Situation("bullying"), NOON, language).reason


def test_reason_names_who_did_it_only_when_that_was_said() -> None:
    by_staff = advise(Situation("violence", "pupil", "staff"), NOON, "nl").reason
    by_whom = advise(Situation("violence", "pupil", "unknown"), NOON, "nl").reason

    assert "op school werkt" in by_staff
    assert "op school werkt" not in by_whom


def test_risk_changes_the_first_line_in_every_role_and_theme() -> None:
    for theme, role, risk in product(THEMES, ROLES, ("concern", "acute")):
        for kind in ("suicide", "violence", "weapon", "sexual", "home", "runaway", "self_harm"):
            calm = advise(Situation(theme, role), NOON, "nl")
            grave = advise(Situation(theme, role, risk=risk, risk_types=(kind,)), NOON, "nl")
            assert grave.reason != calm.reason
            assert grave.reason.endswith(calm.reason)


@pytest.mark.parametrize("offender", ["staff", "unknown"])
@pytest.mark.parametrize("role", ROLES)
def test_duty_is_said_before_any_advice_when_staff_may_have_crossed_a_line(
    role: str, offender: str
) -> None:
    advice = advise(Situation("sexual_misconduct", role, offender), NOON, "nl")

    assert advice.duty_notice is not None
    assert "bestuur" in advice.duty_notice


def test_duty_is_said_when_the_risk_is_sexual_and_the_theme_is_staff() -> None:
    situation = Situation("staff_conduct", "pupil", risk="concern", risk_types=("sexual",))

    assert advise(situation, NOON, "nl").duty_notice


@pytest.mark.parametrize("role", ["pupil", "parent", "staff", "unknown"])
def test_duty_is_said_in_case_a_teachers_behaviour_is_more_than_that(role: str) -> None:
    notice = advise(Situation("staff_conduct", role), NOON, "nl").duty_notice
    assert notice is not None
    assert notice.startswith("Gaat het")


@pytest.mark.parametrize("offender", ["pupil", "home", "online"])
def test_duty_is_not_said_when_it_does_not_hold(offender: str) -> None:
    assert advise(Situation("sexual_misconduct", "pupil", offender), NOON, "nl").duty_notice is None


def test_pupil_who_tells_of_staff_begins_outside_school() -> None:
    advice = advise(Situation("sexual_misconduct", "pupil", "staff"), NOON, "nl")

    assert not any(parties()[party.id].local for party in (advice.main, *advice.others))


@pytest.mark.parametrize("theme", ["lgbti", "abuse_home"])
def test_nobody_is_sent_to_the_parents_who_may_be_the_danger(
    theme: str, every_advice: list[tuple[Situation, Advice]]
) -> None:
    for situation, advice in every_advice:
        if situation.theme == theme and situation.role in ("pupil", "unknown"):
            said = json.dumps(advice.as_payload(), ensure_ascii=False).lower()
            for sending in ("vertel het je ouders", "praat met je ouders", "ga naar je ouders"):
                assert sending not in said, situation


def test_nobody_is_told_to_confront_who_hurt_them(
    every_advice: list[tuple[Situation, Advice]],
) -> None:
    for situation, advice in every_advice:
        said = json.dumps(advice.as_payload(), ensure_ascii=False).lower()
        assert "spreek die persoon aan" not in said, situation
        assert "praat met de dader" not in said, situation


def test_committee_is_never_named_without_what_it_costs(
    every_advice: list[tuple[Situation, Advice]],
) -> None:
    for situation, advice in every_advice:
        if "klacht bij een commissie" in advice.if_it_fails:
            for cost in ("duurt lang", "naam is bekend", "niet bindend", "één keer"):
                assert cost in advice.if_it_fails, situation


def test_unknown_or_primary_sector_pupil_is_not_told_of_a_complaint(
    every_advice: list[tuple[Situation, Advice]],
) -> None:
    for situation, advice in every_advice:
        if situation.role == "pupil":
            assert "klacht bij een commissie" not in advice.if_it_fails, situation


def test_end_of_the_ladder_is_said_honestly() -> None:
    pupil = advise(Situation("complaint_stuck", "pupil"), NOON, "nl")
    parent = advise(Situation("complaint_stuck", "parent"), NOON, "nl")

    assert "Er is geen organisatie" in pupil.if_it_fails
    assert "Er is geen organisatie" in parent.if_it_fails


def test_same_situation_gives_the_same_advice() -> None:
    situation = Situation("cyberbullying", "parent", "online", "vo")

    assert advise(situation, NOON, "en") == advise(situation, NOON, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_payload_is_plain_json_in_the_agreed_shape(language: Language) -> None:
    payload = advise(Situation("abuse_home", "pupil"), NOON, language).as_payload()

    assert json.loads(json.dumps(payload)) == payload
    assert list(payload) == [
        "kind",
        "reason",
        "duty",
        "committee",
        "main",
        "others",
        "if_it_fails",
        "next_rung",
        "stage",
        "expectation",
    ]
    assert list(payload["main"]) == [
        "id",
        "name",
        "why",
        "can",
        "cannot",
        "contacts",
        "open",
        "open_now",
        "anonymous",
        "takes",
        "binding",
        "cost",
    ]
    assert list(payload["main"]["contacts"][0]) == ["kind", "label", "href", "note"]


@pytest.mark.parametrize("role", ["pupil", "parent", "unknown"])
def test_staff_read_the_meldcode_before_advice_on_home_and_nobody_else_does(role: str) -> None:
    staff = advise(Situation("abuse_home", "staff"), NOON, "nl").duty_notice

    assert staff is not None
    assert "meldcode" in staff
    assert advise(Situation("violence", "staff", "home"), NOON, "nl").duty_notice == staff
    assert advise(Situation("abuse_home", role), NOON, "nl").duty_notice is None


def test_whoever_is_shown_a_complaint_reads_first_what_it_costs() -> None:
    for role, theme, sector, tried in product(ROLES, THEMES, (*SECTORS, "unknown"), rungs()):
        advice = advise(Situation(theme, role, sector=sector, tried=tried), NOON, "nl")
        shown = [parties()[party.id] for party in (advice.main, *advice.others)]
        assert (advice.committee_notice is not None) == any(p.complaint for p in shown)

    notice = advise(Situation("complaint_stuck", "parent"), NOON, "nl").committee_notice
    assert notice is not None
    for word in ("één keer", "niet bindend", "je naam is bekend", "duurt lang"):
        assert word in notice


def test_who_climbs_reads_what_was_tried_and_what_the_next_rung_brings() -> None:
    advice = advise(Situation("bullying", "parent", tried="head"), NOON, "nl")

    assert "wat je al geprobeerd hebt: de schoolleiding" in advice.reason
    assert advice.next_rung is not None
    assert advice.next_rung.startswith("De volgende stap: Het schoolbestuur.")
    assert advise(Situation("bullying", "parent"), NOON, "nl").next_rung is None


def test_whoever_fits_no_theme_is_still_shown_a_way() -> None:
    advice = advise(Situation("other", "parent"), NOON, "nl")

    assert advice.main.id == "jvs"
    assert "weet nog niet precies" in advice.reason


def test_unknown_theme_is_an_error_and_no_empty_advice() -> None:
    with pytest.raises(KeyError):
        advise(Situation("gossip"), NOON, "nl")
