"""Danger comes first, in fixed words, and stays seen."""

from __future__ import annotations

import pytest

from actions.safety import ORDER
from tests.actions.scene import Scene

SUICIDE = {"risk": "concern", "risk_types": ["suicide"]}


def test_concern_for_suicide_asks_the_direct_question_and_nothing_else() -> None:
    scene = Scene()
    assert scene.tells("wellbeing", **SUICIDE) == ["crisis_question"]
    assert scene.slots["theme"] == "wellbeing"


def test_question_is_not_asked_again_without_a_new_signal() -> None:
    scene = Scene()
    scene.tells("wellbeing", **SUICIDE)
    assert "crisis_question" not in scene.tells("wellbeing")


def test_question_is_asked_again_after_a_no_and_a_new_signal() -> None:
    scene = Scene()
    scene.tells("wellbeing", **SUICIDE)
    scene.presses("action_crisis", "crisis_no")
    assert scene.tells("wellbeing", **SUICIDE) == ["crisis_question"]


def test_risk_that_the_rules_keep_reporting_is_no_new_signal() -> None:
    scene = Scene(risk="concern", risk_types=["suicide"])
    assert scene.tells("wellbeing") == ["crisis_question"]
    scene.presses("action_crisis", "crisis_skip")
    assert "crisis_question" not in scene.tells("wellbeing")


def test_same_signal_while_the_question_is_open_is_taken_as_yes() -> None:
    scene = Scene()
    scene.tells("wellbeing", **SUICIDE)
    assert scene.tells("wellbeing", **SUICIDE) == ["crisis_yes"]
    assert scene.talk["crisis"] == "yes"


def test_acute_suicide_says_the_number_instead_of_the_question() -> None:
    scene = Scene(risk="acute", risk_types=["suicide"])
    assert scene.tells("wellbeing", risk="acute", risk_types=["suicide"]) == ["crisis_now"]


def test_despair_that_only_the_model_takes_for_acute_is_asked_below_113_and_not_112() -> None:
    scene = Scene()
    said = scene.tells("wellbeing", risk="acute", risk_types=["suicide"], role="pupil")
    assert said == ["crisis_question"]
    assert scene.said[0]["custom"]["id"] == "suicide"
    scene.presses("action_crisis", "crisis_yes")
    scene.presses("action_choose", "choose_wish", wish="talk")
    assert scene.advice()["main"]["id"] == "113"


def test_no_to_the_direct_question_is_taken_by_the_advice_too() -> None:
    scene = Scene()
    scene.tells("wellbeing", role="pupil", **SUICIDE)
    scene.presses("action_crisis", "crisis_no")
    assert scene.advice()["main"]["id"] != "113"
    assert scene.talk["risk"] == "concern"


def test_plan_after_a_no_is_acute_all_the_same() -> None:
    scene = Scene()
    scene.tells("wellbeing", role="pupil", **SUICIDE)
    scene.presses("action_crisis", "crisis_no")
    scene.risk, scene.risk_types = "acute", ["suicide"]
    assert scene.tells("wellbeing", **SUICIDE) == ["crisis_now"]
    assert scene.talk["crisis"] == "asked"


def test_trainer_of_a_club_has_no_duty_of_a_school() -> None:
    scene = Scene()
    both = [{"code": code, "confidence": 0.9} for code in ("sexual_misconduct", "staff_conduct")]
    told = {"themes": both, "risk": "concern", "risk_types": ["sexual"], "role": "pupil"}
    said = scene.tells("sexual_misconduct", text="de trainer zit aan mij", **told)
    assert "risk_sexual_staff" not in said
    assert scene.slots["offender"] == "other"
    assert scene.advice()["duty"] is None


def test_concern_that_becomes_acute_is_spoken_of_again() -> None:
    scene = Scene()
    scene.tells("abuse_home", risk="concern", risk_types=["home"])
    said = scene.tells("abuse_home", risk="acute", risk_types=["home"])
    assert said == ["risk_home_acute"]


def test_acute_danger_is_followed_by_no_question() -> None:
    said = Scene().tells("violence", risk="acute", risk_types=["weapon", "violence"])
    assert said == ["risk_weapon_acute", "risk_violence_acute"]


def test_concern_at_home_says_the_fixed_words_and_goes_on() -> None:
    scene = Scene()
    said = scene.tells("abuse_home", risk="concern", risk_types=["home"])
    assert said == ["risk_home_concern", "ask_role"]
    assert "risk_home_concern" not in scene.tells("abuse_home", risk="concern", risk_types=["home"])


def test_sexual_misconduct_by_staff_tells_of_the_duty_once() -> None:
    scene = Scene()
    themes = [{"code": each, "confidence": 0.9} for each in ("sexual_misconduct", "staff_conduct")]
    said = scene.tells("sexual_misconduct", themes=themes, risk="concern", risk_types=["sexual"])
    assert said == ["risk_sexual_staff", "ask_role"]
    assert "risk_sexual_staff" not in scene.presses("action_choose", "choose_role", role="pupil")


def test_duty_is_told_before_advice_when_a_button_says_staff() -> None:
    scene = Scene()
    scene.tells("sexual_misconduct", role="pupil")
    said = scene.presses("action_choose", "choose_offender", offender="staff")
    assert said.index("risk_sexual_staff") < said.index("advice_intro")


def test_risk_without_a_kind_has_words_too() -> None:
    assert Scene(risk="acute").tells("bullying") == ["risk_general_acute"]


@pytest.mark.parametrize("intent", ["thanks", "greet", "insult", "nonsense"])
def test_danger_is_spoken_of_whatever_the_message_is_taken_for(intent: str) -> None:
    assert Scene().hears("action_talk", intent, **SUICIDE) == ["crisis_question"]


def test_card_comes_along_only_when_the_rules_had_not_seen_it() -> None:
    alone = Scene()
    alone.tells("wellbeing", **SUICIDE)
    assert alone.payloads() == ["card"]
    with_rules = Scene(risk="concern", risk_types=["suicide"])
    with_rules.tells("wellbeing", **SUICIDE)
    assert with_rules.payloads() == []


def test_card_comes_along_when_the_model_is_more_worried_than_the_rules() -> None:
    scene = Scene(risk="concern", risk_types=["home"])
    scene.tells("abuse_home", risk="acute", risk_types=["home"])
    assert scene.payloads() == ["card"]


@pytest.mark.parametrize("kind", ORDER)
@pytest.mark.parametrize("level", ["concern", "acute"])
def test_every_danger_that_only_the_model_saw_brings_words_and_a_card(
    kind: str, level: str
) -> None:
    scene = Scene()
    assert scene.tells("wellbeing", risk=level, risk_types=[kind])
    assert "card" in scene.payloads()


def test_words_that_the_card_of_the_rules_has_just_said_are_not_said_again() -> None:
    said = Scene(risk="concern", risk_types=["home"]).tells("abuse_home")
    assert "risk_home_concern" not in said
    assert said


def test_duty_of_staff_is_told_also_when_the_rules_have_shown_a_card() -> None:
    scene = Scene(risk="concern", risk_types=["sexual"])
    both = [{"code": code, "confidence": 0.9} for code in ("sexual_misconduct", "staff_conduct")]
    said = scene.tells("sexual_misconduct", themes=both, risk="concern", risk_types=["sexual"])
    assert "risk_sexual_staff" in said


def test_talk_with_danger_in_it_never_answers_words_without_a_number() -> None:
    scene = Scene()
    scene.tells("abuse_home", risk="concern", risk_types=["home"], role="pupil")

    # The question comes last, so that its buttons can be pressed.
    assert scene.hears("action_talk", "detail")[-2:] == ["danger_stays", "heard_more"]
    assert "danger_stays" in scene.hears("action_reply", "skip")


def test_now_makes_a_known_danger_acute_and_a_calm_talk_not() -> None:
    danger, calm = Scene(), Scene()
    danger.tells("abuse_home", risk="concern", risk_types=["home"], role="pupil")
    calm.tells("bullying", role="pupil")

    assert danger.hears("action_reply", "skip", text="nu ook") == ["risk_home_acute"]
    assert "risk_general_acute" not in calm.hears("action_reply", "skip", text="nu ook")


def test_few_words_are_no_despair_that_only_a_model_sees() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")

    said = scene.tells("wellbeing", text="soms", risk="concern", risk_types=["suicide"])

    assert "crisis_question" not in said


def test_parent_is_not_told_what_a_child_needs_to_read() -> None:
    scene = Scene()

    said = scene.tells("abuse_home", role="parent", risk="concern", risk_types=["home"])

    assert said[0] == "risk_home_concern_adult"


def test_attack_that_the_rules_see_comes_before_despair_that_a_model_sees() -> None:
    scene = Scene(risk="acute", risk_types=["weapon"])

    said = scene.tells("violence", risk="acute", risk_types=["weapon", "suicide"])

    assert said[0] == "risk_weapon_acute"
    assert "crisis_question" not in said
    scene.risk, scene.risk_types = "none", []
    assert "crisis_question" in scene.tells("violence")


def test_despair_after_a_death_is_asked_about_and_the_death_itself_is_not() -> None:
    scene = Scene()
    news = "ik ben mentor, een leerling uit mijn klas is overleden"

    assert "crisis_question" not in scene.tells("wellbeing", text=news, **SUICIDE)
    assert "crisis_question" in scene.tells("wellbeing", text="ik wil er niet meer zijn", **SUICIDE)


def test_death_is_consoled_once() -> None:
    news = "ik ben mentor, een leerling uit mijn klas is overleden"

    said = Scene().tells("wellbeing", text=news, role="staff", **SUICIDE)

    assert said.count("risk_general_concern") == 1


def test_few_words_that_begin_a_talk_are_despair_when_a_model_sees_it() -> None:
    assert Scene().tells("wellbeing", text="geen uitweg", **SUICIDE) == ["crisis_question"]
