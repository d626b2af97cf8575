from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from expertise.asks import STEPS, answers, asked, asks_from, wanted
from expertise.source import ContentError, load
from expertise.texts import keys

CASES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("asks_cases.yml").read_text(encoding="utf-8")
)
ASKED: list[tuple[str, str]] = [
    (text, answer) for answer, messages in CASES["asked"].items() for text in messages
]
WANTED: list[tuple[str, str]] = [
    (text, step) for step, messages in CASES["wanted"].items() for text in messages
]
SPELLING = load("safety.yml")["spelling"]


@pytest.mark.parametrize(("text", "answer"), ASKED, ids=repr)
def test_a_question_leads_to_its_answer(text: str, answer: str) -> None:
    assert asked(text) == answer


@pytest.mark.parametrize(("text", "step"), WANTED, ids=repr)
def test_a_wish_leads_to_its_step_and_to_no_answer(text: str, step: str) -> None:
    assert wanted(text) == step
    assert asked(text) is None


def test_every_step_can_be_asked_for() -> None:
    assert set(CASES["wanted"]) == set(STEPS)


@pytest.mark.parametrize("text", CASES["traps"], ids=repr)
def test_what_is_no_question_in_between_gets_no_answer(text: str) -> None:
    assert asked(text) is None
    assert wanted(text) is None


def test_no_message_stands_among_the_cases_twice() -> None:
    messages = [text for text, _ in ASKED + WANTED] + CASES["traps"]

    assert len(messages) == len(set(messages))


def test_every_explanation_can_be_asked_for() -> None:
    explained = {key for key in keys() if key.startswith("explained.")}

    assert explained <= set(answers())


def test_every_answer_has_at_least_three_questions_among_the_cases() -> None:
    assert {answer for answer, messages in CASES["asked"].items() if len(messages) >= 3} == set(
        answers()
    )


@pytest.mark.parametrize(
    "dressed",
    [
        "WAT IS EEN VERTROUWENSPERSOON",
        "wat is een vertrouwens\u200bpersoon",
        "wát is een vertrouwenspersóón",
        "  wat   is een vertrouwenspersoon . ",
        "hoi, wat is een vertrouwenspersoon",
        "ik word gepest. wat is een vertrouwenspersoon? groetjes",
    ],
)
def test_how_a_question_is_typed_changes_nothing(dressed: str) -> None:
    assert asked(dressed) == "explained.confidant"


@pytest.mark.parametrize("mark", ["?", "??", "", ".", "!", " ?", "\u061f", "\u00bf"])
def test_a_question_needs_no_question_mark(mark: str) -> None:
    assert asked(f"overdrijf ik{mark}") == "explained.bad_enough"


def test_one_word_is_a_question_only_with_its_mark() -> None:
    assert asked("anoniem?") == "is_anonymous"
    assert asked("anoniem") is None


def test_the_first_rule_of_the_file_wins() -> None:
    found = asks_from(content_with(rules=[RULE, {**RULE, "answer": "who_reads"}]), SPELLING)

    assert found.asked("wat is een bus") == "explained.lkc"


def test_a_question_at_either_end_of_a_very_long_message_is_answered() -> None:
    filler = "en toen gingen we weer verder met de les " * 600

    assert asked(f"wie leest dit? {filler}") == "who_reads"
    assert asked(f"{filler}. wie leest dit?") == "who_reads"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 20_000,
        "a " * 10_000,
        "?" * 20_000,
        ", " * 10_000,
        "en maar dus " * 1_600,
        "wat is een " * 1_800,
        "ik wil weten wat is dat " * 830,
        "kan ik niet meer de een dit " * 700,
        "moet school dan ook nog een " * 700,
        "\u200b" * 20_000,
        "",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    assert asked(text) in (None, *answers())


@given(st.text(max_size=400))
def test_any_text_gives_a_known_answer_or_none(text: str) -> None:
    assert asked(text) in (None, *answers())


RULE: dict[str, Any] = {"answer": "explained.lkc", "patterns": ["<over> bus"]}


def content_with(**changes: Any) -> dict[str, Any]:
    """Content of one rule, with something else in its place."""
    raw: dict[str, Any] = {
        "begins": ["xbegin hoi"],
        "abouts": ["xbegin wat is een"],
        "lists": {"over": "xabout"},
        "rules": [RULE],
    }
    return {name: value for name, value in (raw | changes).items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"begins": None}, "begins: is missing"),
        ({"abouts": None}, "abouts: is missing"),
        ({"lists": None}, "lists: is missing"),
        ({"rules": None}, "rules: is missing"),
        ({"begins": ["hoi ("]}, "begins: "),
        ({"abouts": ["<wat>"]}, "abouts: no list is named 'wat'"),
        ({"rules": [{"patterns": ["bus"]}]}, r"rules\.0: is no text"),
        ({"rules": [{**RULE, "answer": "explained.bus"}]}, r"explained\.bus: is no text"),
        ({"rules": [RULE, RULE]}, r"explained\.lkc: stands in the file twice"),
        ({"rules": [{**RULE, "patterns": []}]}, r"explained\.lkc: names no pattern"),
        ({"rules": [{"answer": "explained.lkc"}]}, r"explained\.lkc: names no pattern"),
        ({"rules": [{**RULE, "unless": ["x"]}]}, r"explained\.lkc\.unless: is no field"),
        ({"rules": [{**RULE, "patterns": ["bus )"]}]}, r"explained\.lkc: unexpected '\)'"),
        ({"rules": [{**RULE, "patterns": ["..3"]}]}, r"explained\.lkc: no word"),
    ],
)
def test_a_mistake_in_the_rules_is_named_with_file_and_place(
    changes: dict[str, Any], problem: str
) -> None:
    assert asks_from(content_with(), SPELLING).asked("hoi wat is een bus") == "explained.lkc"
    with pytest.raises(ContentError, match=rf"^asks\.yml: {problem}"):
        asks_from(content_with(**changes), SPELLING)
