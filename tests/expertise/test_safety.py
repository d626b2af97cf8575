from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from expertise import source
from expertise.cards import card_ids
from expertise.lexicon import RISKS
from expertise.safety import CARDS, RISK_TYPES, Finding, check, lexicon_version

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("safety_cases.yml").read_text(encoding="utf-8")
)
RULES: list[dict[str, Any]] = source.load("safety.yml")["rules"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["text"]))
def test_check_finds_what_the_case_says(case: dict[str, Any]) -> None:
    finding = check(case["text"])

    assert finding.risk == case["risk"]
    assert set(case.get("types", ())) <= set(finding.types)
    assert set(case.get("cards", ())) <= set(finding.cards)


def test_every_rule_has_a_case_that_it_is_found_in() -> None:
    found = {rule for case in CASES for rule in check(case["text"]).rules}

    assert found == {rule["id"] for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_rule_uses_known_risks_types_and_cards_and_names_its_source(rule: dict[str, Any]) -> None:
    assert rule["risk"] in RISKS
    assert set(rule["types"]) <= set(RISK_TYPES)
    assert set(rule["cards"]) <= set(CARDS)
    assert rule["source"]


def test_every_card_of_the_rules_exists() -> None:
    assert set(CARDS) <= set(card_ids())


def test_rule_ids_are_unique() -> None:
    ids = [rule["id"] for rule in RULES]

    assert len(ids) == len(set(ids))


def test_acute_rule_always_has_a_card() -> None:
    assert [rule["id"] for rule in RULES if rule["risk"] == "acute" and not rule["cards"]] == []


def test_lexicon_version_is_a_date() -> None:
    assert isinstance(lexicon_version(), date)


def test_most_urgent_card_comes_first_and_replaces_the_calmer_one() -> None:
    finding = check("ik wil dood, vannacht maak ik er een eind aan. en ik durf niet naar huis")

    assert finding.cards == ("suicide_now", "home_tonight")


def test_harmless_idiom_does_not_hide_what_is_meant_beside_it() -> None:
    assert check("ik ga dood van het lachen").risk == "none"
    assert check("ik ga dood van het lachen maar thuis wil ik dood").risk == "concern"


def test_negation_in_another_clause_does_not_lower() -> None:
    assert check("nee, ik wil dood").risk == "concern"
    assert check("ik wil niet naar school. ik wil dood").risk == "concern"


def test_finding_holds_no_word_of_the_message() -> None:
    assert "kanariepiet" not in repr(check("ik wil dood kanariepiet"))


def test_danger_is_found_at_both_ends_of_a_very_long_message() -> None:
    filler = "en toen gingen we weer verder met de les " * 1000

    assert check(f"ik wil dood {filler}").risk == "concern"
    assert check(f"{filler} ik wil dood").risk == "concern"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 20_000,
        "a " * 10_000,
        "niet meer " * 2_000,
        "altijd weer elke dag " * 1_000,
        "ik hoop dat alles thuis niet is zijn komen " * 480,
        "ik wil er een eind aan maken " * 700,
        "ikwilniet" * 2_200,
        "iiikkk" * 3_300,
        "i k w i l " * 2_000,
        "\u200b" * 20_000,
        "1" * 20_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_costs_no_more_than_a_few_times_a_plain_one(text: str) -> None:
    # Processor time against processor time: a busy machine slows both. A pattern that backtracks
    # without bound would take thousands of times as long.
    plain = "vandaag had ik weer les en daarna ging ik met de bus naar de stad " * 300

    assert _processor_time(text) < 100 * _processor_time(plain[:20_000])


def _processor_time(text: str) -> float:
    start = time.process_time()
    check(text)
    return time.process_time() - start


@given(st.text(max_size=400))
def test_any_text_gives_a_finding(text: str) -> None:
    finding = check(text)

    assert isinstance(finding, Finding)
    assert (finding.risk != "none") <= bool(finding.types)


@given(st.sampled_from(["ik wil dood", "mijn vader slaat me"]), st.data())
def test_invisible_marks_and_capitals_change_nothing(text: str, data: st.DataObject) -> None:
    marks = st.sampled_from(["", "\u200b", "\u200d", "\u2060", "\u202e", "\u202c", "\u0301", "\0"])
    dressed = "".join(letter + data.draw(marks) for letter in text)

    assert check(dressed.upper()) == check(text)
