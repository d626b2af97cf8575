"""Unsure is asked, never guessed."""

from __future__ import annotations

import pytest

from actions.heard import SURE
from expertise.themes import THEMES
from tests.actions.scene import RANKING, Scene


def test_unsure_message_offers_the_best_three_and_something_else() -> None:
    scene = Scene()
    assert scene.hears("action_next_step", "bullying") == ["ask_theme"]
    assert scene.talk["choices"] == RANKING[:3]
    assert scene.buttons() == ["choose_theme"] * 3 + ["other_theme"]


def test_theme_below_the_threshold_is_not_taken_over() -> None:
    assert Scene().tells("bullying", confidence=SURE - 0.01) == ["ask_theme"]


def test_something_else_offers_the_themes_that_were_not_shown() -> None:
    scene = Scene()
    scene.hears("action_next_step", "bullying")
    assert scene.presses("action_choose", "other_theme") == ["ask_theme_other"]
    assert scene.talk["choices"] == [code for code in THEMES if code not in RANKING[:3]]


def test_nothing_left_to_offer_leads_to_who_knows_more_and_is_counted() -> None:
    scene = Scene()
    scene.hears("action_next_step", "bullying")
    scene.presses("action_choose", "other_theme")
    assert scene.presses("action_choose", "other_theme") == ["nothing_fits", "unsure_again"]
    assert scene.advice()["main"]["id"] == "jvs"
    assert [of for of, _ in scene.counts()] == ["white_spot"]


@pytest.mark.parametrize(
    ("action", "intent"),
    [("action_next_step", "wellbeing"), ("action_choose", "correct"), ("action_talk", "detail")],
)
def test_none_of_these_in_words_means_what_the_button_means(action: str, intent: str) -> None:
    scene = Scene()
    scene.hears("action_next_step", "bullying")
    themes = [{"code": "wellbeing", "confidence": 0.2}] if intent == "wellbeing" else []

    said = scene.hears(action, intent, text="het staat er niet bij", themes=themes)
    assert said == ["ask_theme_other"]
    assert scene.hears("action_choose", "correct", text="iets anders")[0] == "nothing_fits"


def test_something_else_that_is_told_at_once_is_heard() -> None:
    scene = Scene()
    scene.hears("action_next_step", "bullying")

    said = scene.tells("lgbti", text="iets anders. ze noemen me lesbo", role="pupil")

    assert said[0] == "ack_lgbti"


def test_what_no_theme_covers_is_asked_and_not_guessed() -> None:
    scene = Scene()

    said = scene.tells("violence", text="achter het fietsenhok worden pillen verkocht")

    assert said == ["ask_theme"]
    assert scene.talk.get("evidence") is None
    assert Scene().hears("action_talk", "out_of_scope", text="er wordt gedeald") == ["ask_theme"]


def test_what_a_theme_covers_beside_it_is_not_asked() -> None:
    sold = "ze verkopen drugs op het plein en hebben mij geslagen"

    assert Scene().tells("violence", text=sold, role="pupil")[0] == "ack_violence"


def test_unsure_twice_offers_a_human() -> None:
    scene = Scene()
    scene.hears("action_next_step", "bullying")
    assert scene.hears("action_next_step", "violence") == ["unsure_again"]
    assert scene.hears("action_reply", "affirm") == ["handover_offer_away"]


def test_chosen_theme_is_acknowledged() -> None:
    scene = Scene()
    scene.hears("action_next_step", "bullying")
    said = scene.presses("action_choose", "choose_theme", theme="lgbti")
    assert said == ["ack_lgbti", "ask_role"]


def test_correction_drops_the_theme_and_does_not_offer_it_again() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    assert scene.hears("action_choose", "correct") == ["correct"]
    assert scene.slots["theme"] is None
    assert "bullying" not in scene.talk["choices"]


def test_no_to_the_offered_themes_means_something_else() -> None:
    scene = Scene()
    scene.hears("action_next_step", "bullying")
    assert scene.hears("action_reply", "deny") == ["ask_theme_other"]


def test_button_names_the_theme_in_the_readers_language() -> None:
    scene = Scene(slots={"language": "en"})
    scene.hears("action_next_step", "bullying")
    assert scene.said[-1]["buttons"][0]["title"] == "Bullying"


def test_that_nothing_comes_of_it_does_not_turn_the_talk_away() -> None:
    scene = Scene()
    scene.tells("abuse_home", text="mijn vader slaat me", role="pupil")
    said = scene.tells("complaint_stuck", text="ik heb het verteld maar er gebeurt niets")
    assert scene.slots["theme"] == "abuse_home"
    assert scene.slots["offender"] == "home"
    assert scene.talk["facts"]["stuck"] == "yes"
    assert said[-1] == "after_advice"


def test_step_that_was_only_just_taken_is_not_stuck() -> None:
    scene = Scene()
    scene.tells("bullying", text="mijn zoon wordt gepest", role="parent")
    scene.tells("complaint_stuck", text="ik heb het bestuur al gemaild")
    assert scene.talk["facts"]["tried"] == "board"
    assert "stuck" not in scene.talk["facts"]


def test_small_words_for_sexual_abuse_are_heard_below_another_theme() -> None:
    both = [("staff_conduct", 0.96), ("sexual_misconduct", 0.38)]
    themes = [{"code": code, "confidence": chance} for code, chance in both]
    scene = Scene()
    scene.tells("staff_conduct", text="meester zit aan me", themes=themes, role="pupil")
    assert scene.slots["theme"] == "sexual_misconduct"
    assert scene.slots["offender"] == "staff"


def test_not_bullying_but_something_worse_turns_the_theme() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    scene.tells("bullying", text="het is niet pesten, hij zit aan me")
    assert scene.slots["theme"] == "sexual_misconduct"


def test_trainer_is_no_staff_of_a_school() -> None:
    scene = Scene()
    scene.tells("staff_conduct", text="mijn trainer slaat me", role="pupil")
    assert scene.slots["theme"] == "violence"


def test_rung_is_asked_before_advice_on_a_complaint_that_is_stuck() -> None:
    scene = Scene()
    assert scene.tells("complaint_stuck", role="parent")[-1] == "ask_tried"
    assert scene.hears("action_talk", "detail", text="het bestuur")[-1] == "after_advice"


def test_who_did_something_is_not_asked_who_did_it() -> None:
    scene = Scene()
    said = scene.tells("violence", text="ik heb een leerling geslagen", role="staff")
    assert "ask_offender" not in said
