"""Answers to the direct question, pressed or typed."""

from __future__ import annotations

import pytest

from expertise.themes import THEMES
from tests.actions.scene import Scene

SIGNAL = {"risk": "concern", "risk_types": ["suicide"]}


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
    said = asked.presses("action_choose", "choose_wish", wish="talk")
    assert said[-2:] == ["advice_intro", "after_advice"]


@pytest.mark.parametrize(
    ("intent", "key"), [("affirm", "crisis_now_yes"), ("deny", "crisis_now_no")]
)
def test_acute_question_is_answered_by_yes_or_no(intent: str, key: str) -> None:
    scene = Scene()
    scene.risk, scene.risk_types = "acute", ["suicide"]
    scene.tells("wellbeing", risk="acute", risk_types=["suicide"])
    assert scene.hears("action_reply", intent) == [key]


def test_taking_back_keeps_the_risk_and_the_numbers(asked: Scene) -> None:
    assert asked.hears("action_talk", "joke_takeback") == ["taking_back"]
    assert asked.talk["risk"] == "concern"


def test_taking_back_without_risk_is_just_fine() -> None:
    assert Scene().hears("action_talk", "joke_takeback") == ["takeback"]


@pytest.fixture
def wondered() -> Scene:
    """Asked where nothing is certain."""
    scene = Scene()
    assert scene.tells("wellbeing", role="pupil", wonders=True) == ["crisis_question"]
    return scene


@pytest.mark.parametrize("intent", ["nonsense", "detail", "thanks", "out_of_scope"])
def test_question_when_suicide_may_be_meant_then_it_is_asked_whatever_else_was_heard(
    intent: str,
) -> None:
    scene = Scene()
    assert scene.hears("action_talk", intent, wonders=True) == ["crisis_question"]
    assert scene.talk.get("risk", "none") == "none"


def test_question_when_it_may_be_meant_again_then_it_is_not_repeated(wondered: Scene) -> None:
    for _ in range(3):
        assert "crisis_question" not in wondered.tells("wellbeing", wonders=True)


@pytest.mark.parametrize("said", ["yes", "sometimes", "no", "skip"])
def test_question_when_it_was_answered_then_it_is_not_asked_again(
    wondered: Scene, said: str
) -> None:
    wondered.presses("action_crisis", f"crisis_{said}")
    for _ in range(3):
        assert "crisis_question" not in wondered.tells("wellbeing", wonders=True)


@pytest.mark.parametrize("said", ["yes", "sometimes", "no", "skip"])
def test_question_when_it_was_answered_for_a_real_signal_then_wondering_does_not_ask_again(
    asked: Scene, said: str
) -> None:
    asked.presses("action_crisis", f"crisis_{said}")
    assert "crisis_question" not in asked.tells("wellbeing", wonders=True)


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("yes", ["crisis_yes"]),
        ("sometimes", ["crisis_sometimes"]),
        ("no", ["crisis_no", "advice_intro", "after_advice"]),
        ("skip", ["crisis_skip", "advice_intro", "after_advice"]),
    ],
)
def test_answer_when_the_question_was_only_a_wonder_then_it_counts_as_any(
    wondered: Scene, said: str, then: list[str]
) -> None:
    assert wondered.presses("action_crisis", f"crisis_{said}") == then
    assert wondered.talk["crisis"] == said


@pytest.mark.parametrize(
    ("intent", "key"),
    [("affirm", "crisis_yes"), ("deny", "crisis_no"), ("dont_know", "crisis_skip")],
)
def test_answer_when_it_is_typed_and_may_still_mean_it_then_it_is_taken_as_the_answer(
    wondered: Scene, intent: str, key: str
) -> None:
    assert wondered.hears("action_reply", intent, wonders=True)[0] == key


def test_question_when_a_real_signal_follows_then_that_is_a_yes(wondered: Scene) -> None:
    said = wondered.tells("wellbeing", risk="concern", risk_types=["suicide"], wonders=True)
    assert said == ["crisis_yes"]
    assert "card" in wondered.payloads()


def test_question_when_it_gets_acute_then_the_number_is_said_at_once(wondered: Scene) -> None:
    wondered.risk, wondered.risk_types = "acute", ["suicide"]
    said = wondered.tells("wellbeing", risk="acute", risk_types=["suicide"], wonders=True)
    assert said == ["crisis_now"]


def test_question_when_a_signal_comes_with_it_then_it_is_asked_once() -> None:
    signal = {"risk": "concern", "risk_types": ["suicide"], "wonders": True}
    assert Scene().tells("wellbeing", **signal) == ["crisis_question"]


def test_question_when_another_concern_is_seen_then_the_words_for_that_come_first() -> None:
    scene = Scene()
    said = scene.tells("abuse_home", risk="concern", risk_types=["home"], wonders=True)
    assert said == ["risk_home_concern", "crisis_question"]


def test_question_when_another_danger_is_acute_then_it_waits() -> None:
    scene = Scene()
    acute = {"risk": "acute", "risk_types": ["violence"], "wonders": True}
    assert scene.tells("violence", **acute) == ["risk_violence_acute"]
    assert scene.tells("violence", wonders=True) == ["crisis_question"]


def test_question_when_nothing_points_to_it_then_it_is_never_asked() -> None:
    scene = Scene()
    told = [scene.tells(theme) for theme in THEMES]
    assert not any("crisis_question" in said for said in told)


def test_nobody_to_sit_with_brings_the_numbers_and_keeps_the_talk_open() -> None:
    scene = Scene()
    scene.tells("wellbeing", risk="concern", risk_types=["suicide"])
    scene.hears("action_reply", "affirm", text="ja")

    assert scene.hears("action_reply", "deny", text="nee niemand") == ["crisis_alone"]


def test_nobody_who_was_in_danger_is_asked_to_fill_in_anything() -> None:
    scene = Scene()
    scene.tells("abuse_home", risk="concern", risk_types=["home"], role="pupil")

    said = scene.presses("action_after_advice", "feels_done")

    assert "ask_signals" not in said


def test_who_tells_of_a_death_at_school_is_not_asked_to_fill_in_anything() -> None:
    scene = Scene()
    scene.tells("wellbeing", text="ik ben mentor, een leerling is overleden", role="staff")

    assert scene.presses("action_after_advice", "feels_done") == ["feels_done"]


def test_yes_brings_113_within_one_press_and_asks_who_is_near(asked: Scene) -> None:
    asked.presses("action_crisis", "crisis_yes")
    assert asked.said[0]["custom"]["id"] == "suicide"
    assert asked.presses("action_reply", "affirm") == ["crisis_near"]
    assert asked.hears("action_reply", "deny", text="Ik wil verder praten")[-1] == "after_advice"


@pytest.mark.parametrize("words", ["Er is iemand", "er is iemand.", "Somebody is near", "ja"])
def test_who_says_in_words_that_somebody_is_near_is_sent_there(asked: Scene, words: str) -> None:
    asked.presses("action_crisis", "crisis_yes")
    assert asked.hears("action_reply", "affirm", text=words) == ["crisis_near"]


def test_friend_who_asks_what_to_do_is_advised() -> None:
    scene = Scene(risk="concern", risk_types=["suicide"])
    scene.tells("wellbeing", text="mijn vriendin wil dood", role="pupil", **SIGNAL)
    said = scene.hears("action_talk", "what_can_you_do", text="wat moet ik doen")
    assert said[:1] == ["advice_intro"]


def test_who_says_that_they_call_113_is_not_given_more_to_read(asked: Scene) -> None:
    asked.presses("action_crisis", "crisis_yes")
    assert asked.hears("action_handover", "wants_human", text="ik bel 113") == ["crisis_now_yes"]
