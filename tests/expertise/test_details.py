from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from expertise import details
from expertise.detail_rules import detail_lexicon
from expertise.details import Details, read, values
from expertise.source import ContentError, load

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("details_cases.yml").read_text(encoding="utf-8")
)
CONTENT = load("details.yml")
# The doors behind the ladder of school: who called the police is not sent on from there.
NEVER_READ = {"tried.helpdesk", "tried.special"}


def expected(case: dict[str, Any]) -> Details:
    fields = {name: value for name, value in case.items() if name != "text"}
    return Details(**{**fields, "topics": tuple(fields.get("topics", ()))})


@pytest.mark.parametrize("case", CASES["found"], ids=lambda case: repr(case["text"]))
def test_what_a_message_tells_is_read(case: dict[str, Any]) -> None:
    assert read(case["text"]) == expected(case)


@pytest.mark.parametrize("case", CASES["traps"], ids=lambda case: repr(case["text"]))
def test_what_a_message_does_not_tell_is_not_read(case: dict[str, Any]) -> None:
    assert read(case["text"]) == expected(case)


def test_no_message_stands_among_the_cases_twice() -> None:
    texts = [case["text"] for cases in CASES.values() for case in cases]

    assert len(texts) == len(set(texts))


def test_every_rule_has_a_case_that_it_is_found_in() -> None:
    found = {
        rule.id
        for cases in CASES.values()
        for case in cases
        for rule in details._rules(case["text"])
    }

    assert found == {rule["id"] for rule in CONTENT["rules"]}


def test_every_value_is_said_by_a_rule() -> None:
    possible = {f"{field}.{value}" for field, known in values().items() for value in known}

    assert {each for rule in CONTENT["rules"] for each in rule["says"]} == possible - NEVER_READ


def test_of_two_answers_that_contradict_each_other_none_is_taken() -> None:
    assert read("de juf slaat mij").offender == "staff"
    assert read("mijn vader slaat mij").offender == "home"
    assert read("de juf slaat mij. mijn vader slaat mij").offender == ""


def test_a_message_that_takes_something_back_says_so_and_what_it_says_instead() -> None:
    told = read("dat klopt niet, ik bedoel de juf")

    assert (told.corrects, told.offender) == (True, "staff")


def test_somebody_online_who_turns_out_to_be_a_classmate_is_a_pupil() -> None:
    assert read("een anoniem account stuurt dingen").offender == "online"
    assert read("een anoniem account stuurt dingen, klasgenoten pesten me").offender == "pupil"


def test_of_several_steps_the_highest_is_taken() -> None:
    told = read("tegen de mentor gezegd. gemeld bij de directeur. klacht ligt bij het bestuur")

    assert told.tried == "board"


def test_what_is_told_at_both_ends_of_a_very_long_message_is_read() -> None:
    filler = "en toen gingen we weer verder met de les " * 1000

    assert read(f"de juf slaat mij. {filler}").offender == "staff"
    assert read(f"{filler}. ik zit in groep 8").sector == "po"


def test_details_hold_no_word_of_the_message() -> None:
    assert "kanariepiet" not in repr(read("de juf slaat mij kanariepiet"))


@pytest.mark.parametrize(
    "dressed", ["DE JUF SLAAT MIJ", "de juf sl\u200baat mij", "dé jüf slaat mij"]
)
def test_capitals_accents_and_invisible_marks_change_nothing(dressed: str) -> None:
    assert read(dressed) == read("de juf slaat mij")


@pytest.mark.parametrize("number", ["7", "zeven", "7.", "7/8", "7 ", "7, dus"])
def test_a_number_is_read_in_figures_and_in_words(number: str) -> None:
    assert read(f"ik zit in groep {number}").sector == "po"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 20_000,
        "a " * 10_000,
        "niet een leerling maar " * 900,
        "een jongen uit mijn klas uit de klas " * 540,
        "heeft de juf mij niet maar ook niet " * 550,
        "ik heb het al tegen aan bij met de mentor " * 470,
        "7 " * 10_000,
        "1" * 20_000,
        "\u200b" * 20_000,
        "",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    assert isinstance(read(text), Details)


@given(st.text(max_size=400))
def test_any_text_gives_details_with_known_values(text: str) -> None:
    read_details = read(text)

    for field, known in values().items():
        assert getattr(read_details, field, "") in (*known, "", True, False)


def content_with(**changes: Any) -> dict[str, Any]:
    """Content of one rule, with something else in its place."""
    rule = {"id": "place.way", "says": ["place.way"], "patterns": ["bushalte"]}
    raw: dict[str, Any] = {
        "numbers": "nul een",
        "lists": {},
        "idioms": [],
        "everywhere": [],
        "blockers": {"denied": {"before": 2, "after": 0, "in_clause": True, "patterns": ["niet"]}},
        "spelling": {"variants": {}, "glued": ""},
        "rules": [rule],
    }
    return {name: value for name, value in (raw | changes).items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"idioms": None}, "idioms: is missing"),
        ({"idioms": ["bus ("]}, "idioms: "),
        ({"everywhere": ["fiction"]}, "everywhere: names an unknown blocker: fiction"),
        ({"blockers": {"denied": {"before": 2}}}, r"blockers\.denied: has other fields"),
        (
            {"blockers": {"d": {"before": 2, "after": 0, "in_clause": True, "patterns": ["("]}}},
            r"blockers\.d: ",
        ),
        ({"rules": [{"says": ["place.way"], "patterns": ["bus"]}]}, r"rules\.0: has no id"),
        ({"rules": [{"id": "a", "says": ["place.moon"], "patterns": ["x"]}]}, r"a\.says: .*moon"),
        ({"rules": [{"id": "a", "says": [], "patterns": ["x"]}]}, r"a\.says: names none"),
        ({"rules": [{"id": "a", "says": ["place.way"]}]}, r"a\.patterns: names none"),
        (
            {"rules": [{"id": "a", "says": ["place.way"], "patterns": ["<bus>"]}]},
            "a: no list is named 'bus'",
        ),
        (
            {"rules": [{"id": "a", "says": ["place.way"], "patterns": ["x"], "unless": ["no"]}]},
            r"a\.unless: names an unknown one: no",
        ),
        (
            {"rules": [{"id": "a", "says": ["place.way"], "patterns": ["x"], "beside": ["no"]}]},
            r"a\.beside: names an unknown one: no",
        ),
        (
            {
                "rules": [
                    {"id": "a", "says": ["place.way"], "patterns": ["x"], "despite": ["denied"]}
                ]
            },
            r"a\.despite: names an unknown one: denied",
        ),
        (
            {"rules": [{"id": "a", "says": ["place.way"], "patterns": ["x"], "unles": []}]},
            r"a\.unles: is no field of a rule",
        ),
        (
            {"rules": [{"id": "a", "says": ["place.way"], "patterns": ["x"]}] * 2},
            "a: has no id of its own",
        ),
    ],
)
def test_a_mistake_in_the_rules_is_named_with_file_and_place(
    changes: dict[str, Any], problem: str
) -> None:
    spelling = {"variants": {}, "glued": ""}

    detail_lexicon(content_with(), spelling, values(), "details.yml")
    with pytest.raises(ContentError, match=rf"details\.yml: {problem}"):
        detail_lexicon(content_with(**changes), spelling, values(), "details.yml")
