"""Unsure is asked, never guessed."""

from __future__ import annotations

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
