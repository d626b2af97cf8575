"""From the first message to advice, and on."""

from __future__ import annotations

import pytest

from expertise.themes import THEMES
from tests.actions.scene import Scene


def test_first_message_is_acknowledged_and_asks_who_is_typing() -> None:
    assert Scene().tells("bullying") == ["ack_bullying", "ask_role"]


def test_known_role_brings_advice_at_once() -> None:
    scene = Scene()
    said = scene.tells("bullying", role="parent")
    assert said == ["ack_bullying", "advice_intro", "after_advice"]
    assert scene.payloads() == ["advice"]


@pytest.mark.parametrize("theme", THEMES)
def test_no_theme_needs_more_than_two_questions(theme: str) -> None:
    scene = Scene()
    said = scene.tells(theme)
    for _ in range(2):
        if said[-1].startswith("ask_"):
            said = scene.hears("action_reply", "skip")
    assert said[-1] == "after_advice"


def test_question_about_the_theme_counts_as_one_of_the_two() -> None:
    scene = Scene()
    scene.hears("action_next_step", "violence")
    assert scene.presses("action_choose", "choose_theme", theme="violence")[-1] == "ask_role"
    said = scene.presses("action_choose", "choose_role", role="pupil")
    assert said[-1] == "after_advice"


def test_typing_on_instead_of_pressing_is_no_dead_end() -> None:
    scene = Scene()
    scene.tells("bullying")
    assert scene.tells("bullying")[-1] == "after_advice"


def test_details_of_another_theme_do_not_start_anew_before_there_is_advice() -> None:
    scene = Scene()
    scene.tells("violence", confidence=0.95)
    scene.tells("violence", confidence=0.95)
    assert scene.tells("bullying", confidence=0.6) == ["advice_intro", "after_advice"]
    assert scene.slots["theme"] == "violence"


def test_another_theme_after_advice_is_taken_up() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    assert scene.tells("lgbti") == ["ack_lgbti", "advice_intro", "after_advice"]


def test_more_about_the_same_theme_after_advice_is_heard() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    assert scene.tells("bullying") == ["heard_more"]


def test_wish_for_a_human_in_the_story_comes_before_questions() -> None:
    assert Scene().tells("bullying", wants_human=True) == ["ack_bullying", "handover_offer_away"]


@pytest.mark.parametrize("action", ["action_next_step", "action_talk", "action_reply"])
def test_other_language_gets_numbers_and_a_human_in_that_language(action: str) -> None:
    scene = Scene()
    assert scene.hears(action, "skip", lang="other", tongue="tr") == ["other_language_tr"]
    assert scene.presses("action_handover", "wants_human") == ["handover_offer_away"]


@pytest.mark.parametrize("tongue", [None, "", "xx"])
def test_language_without_a_text_of_its_own_gets_the_one_for_all(tongue: str | None) -> None:
    said = Scene().hears("action_next_step", "bullying", lang="other", tongue=tongue)
    assert said == ["other_language"]


@pytest.mark.parametrize("lang", ["nl", "en", "mixed"])
def test_understood_language_is_never_answered_as_another(lang: str) -> None:
    assert Scene().tells("bullying", lang=lang) == ["ack_bullying", "ask_role"]


@pytest.mark.parametrize("tongue", ["tr", ""])
def test_other_language_does_not_hide_danger(tongue: str) -> None:
    scene = Scene(risk="acute", risk_types=["violence"])
    said = scene.hears("action_next_step", "violence", lang="other", tongue=tongue)
    assert said == ["risk_violence_acute"]


def test_more_advice_without_a_theme_asks_for_one() -> None:
    assert Scene().presses("action_after_advice", "more_advice") == ["ask_theme"]


def test_done_closes_kindly() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    said = scene.presses("action_after_advice", "feels_done")
    assert said == ["feels_done", "ask_signals"]
    assert scene.effects() == ["finished"]


def test_code_is_shown_on_request() -> None:
    scene = Scene()
    assert scene.presses("action_after_advice", "need_code") == ["show_code"]
    assert scene.effects() == ["show_code"]


def test_memory_is_bounded_however_long_the_talk() -> None:
    scene = Scene()
    for theme in THEMES * 20:
        scene.tells(theme, risk="concern", risk_types=["home", "violence", "suicide"])
        scene.presses("action_choose", "other_theme")
        scene.hears("action_choose", "correct")
    assert len(str(scene.talk)) < 1500
