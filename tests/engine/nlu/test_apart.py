from __future__ import annotations

import pytest

from engine.nlu.apart import is_apart
from engine.nlu.labels import INTENTS
from tests.engine.trained import examples


def test_is_apart_when_the_examples_are_divided_then_about_one_in_ten_is() -> None:
    apart = [is_apart(example.text) for example in examples()]
    assert 0.08 < sum(apart) / len(apart) < 0.12


def test_is_apart_when_the_examples_are_divided_then_each_intent_has_some_of_both() -> None:
    for intent in INTENTS:
        sides = {is_apart(e.text) for e in examples() if e.labels.intent == intent}
        assert sides == {True, False}, intent


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("ik word gepest", False),
        ("mijn vader slaat mij", False),
        ("hoi", False),
        ("nee", True),
        ("help mij", True),
        ("ik wil een mens", True),
    ],
)
def test_is_apart_when_asked_in_another_version_then_it_says_the_same(
    text: str, apart: bool
) -> None:
    """The encoder was taught by this division: to judge by another one would flatter it."""
    assert is_apart(text) == apart


def test_is_apart_when_text_is_no_valid_unicode_then_there_is_still_an_answer() -> None:
    assert {is_apart(f"\ud800 {number}") for number in range(99)} == {True, False}
