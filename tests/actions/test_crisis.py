"""Answers to the direct question, pressed or typed."""

from __future__ import annotations

import pytest

from tests.actions.scene import Scene


@pytest.fixture
def asked() -> Scene:
    scene = Scene()
    scene.tells("wellbeing", role="pupil", risk="concern", risk_types=["suicide"])
    return scene


@pytest.mark.parametrize("said", ["yes", "sometimes"])
def test_yes_and_sometimes_point_to_people_and_stop_there(asked: Scene, said: str) -> None:
    assert asked.presses("action_crisis", f"crisis_{said}") == [f"crisis_{said}"]


@pytest.mark.parametrize("said", ["no", "skip"])
def test_no_and_skip_are_accepted_and_the_talk_goes_on(asked: Scene, said: str) -> None:
    told = asked.presses("action_crisis", f"crisis_{said}")
    assert told == [f"crisis_{said}", "advice_intro", "after_advice"]


@pytest.mark.parametrize(
    ("intent", "key"),
    [("affirm", "crisis_yes"), ("deny", "crisis_no"), ("dont_know", "crisis_skip")],
)
def test_typed_answers_mean_the_same(asked: Scene, intent: str, key: str) -> None:
    assert asked.hears("action_reply", intent)[0] == key


def test_talking_on_after_yes_goes_towards_advice(asked: Scene) -> None:
    asked.presses("action_crisis", "crisis_yes")
    assert asked.presses("action_reply", "affirm")[-2:] == ["advice_intro", "after_advice"]


@pytest.mark.parametrize(
    ("intent", "key"), [("affirm", "crisis_now_yes"), ("deny", "crisis_now_no")]
)
def test_acute_question_is_answered_by_yes_or_no(intent: str, key: str) -> None:
    scene = Scene()
    scene.tells("wellbeing", risk="acute", risk_types=["suicide"])
    assert scene.hears("action_reply", intent) == [key]


def test_taking_back_keeps_the_risk_and_the_numbers(asked: Scene) -> None:
    assert asked.hears("action_talk", "joke_takeback") == ["taking_back"]
    assert asked.talk["risk"] == "concern"


def test_taking_back_without_risk_is_just_fine() -> None:
    assert Scene().hears("action_talk", "joke_takeback") == ["takeback"]
