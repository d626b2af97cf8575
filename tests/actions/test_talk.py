"""Besides the story, the talk goes on where it was."""

from __future__ import annotations

import pytest

from actions.talk import PLAIN
from tests.actions.scene import RANKING, Scene


@pytest.mark.parametrize("intent", sorted(PLAIN))
def test_open_question_is_repeated_after_small_talk(intent: str) -> None:
    scene = Scene()
    scene.tells("bullying")
    assert scene.hears("action_talk", intent) == [intent, "ask_role"]


def test_offered_themes_are_repeated_with_their_buttons() -> None:
    scene = Scene()
    scene.hears("action_next_step", "bullying")
    assert scene.hears("action_talk", "thanks") == ["thanks", "ask_theme"]
    assert scene.talk["choices"] == RANKING[:3]


def test_after_advice_the_way_on_is_shown_again_when_something_came_in_between() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    assert scene.hears("action_talk", "thanks") == ["thanks", "after_advice"]
    asked = scene.hears("action_talk", "detail", text="wat is een vertrouwenspersoon?")
    assert asked == ["explained.confidant", "after_advice"]


def test_question_between_the_signals_does_not_end_them() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    scene.presses("action_after_advice", "feels_done")
    assert scene.hears("action_talk", "detail", text="is dit anoniem?")[-1] == "ask_signals"
    scene.presses("action_follow_up", "signals_yes")
    assert scene.hears("action_talk", "thanks") == ["thanks", "ask_incident"]


def test_second_hello_is_another_one() -> None:
    scene = Scene()
    assert scene.hears("action_talk", "greet") == ["greet"]
    scene.tells("bullying")
    assert scene.hears("action_talk", "greet") == ["greet_again", "ask_role"]


def test_goodbye_ends_the_talk() -> None:
    scene = Scene()
    assert scene.hears("action_talk", "goodbye") == ["goodbye"]
    assert scene.effects() == ["finished"]


@pytest.mark.parametrize(("text", "key"), [("", "empty"), ("🙂👍", "empty"), ("asdf", "nonsense")])
def test_noise_without_words_is_told_apart(text: str, key: str) -> None:
    assert Scene().hears("action_talk", "nonsense", text=text) == [key]


def test_detail_without_a_story_yet_invites_to_tell_it() -> None:
    assert Scene().hears("action_talk", "detail", text="in de kleedkamer") == ["detail"]


def test_detail_that_answers_the_open_question_brings_the_advice() -> None:
    scene = Scene()
    assert scene.tells("bullying")[-1] == "ask_role"
    assert "advice_intro" in scene.hears("action_talk", "detail", text="leerling", role="pupil")


def test_detail_after_the_advice_is_read_and_not_sent_away() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    assert scene.hears("action_talk", "detail", text="elke dinsdag") == ["heard_more"]


def languages(scene: Scene) -> set[str]:
    """In which languages the last turn was said."""
    return {said["language"] for said in scene.said if said["response"]}


def test_english_on_a_dutch_page_is_answered_in_english_until_dutch_is_typed() -> None:
    scene = Scene()
    scene.tells("abuse_home", text="my dad hits me at home", lang="en", role="pupil")
    assert languages(scene) == {"en"}
    assert scene.advice()["reason"].startswith("I mention this")
    scene.hears("action_reply", "affirm", text="ok")
    assert languages(scene) == {"en"}
    scene.hears("action_talk", "detail", text="het gebeurt elke week thuis")
    assert languages(scene) == {"nl"}


def test_few_english_words_do_not_change_the_language() -> None:
    scene = Scene()
    scene.tells("bullying", text="bullying at school", lang="en")
    assert languages(scene) == {"nl"}


def test_one_dutch_word_in_a_talk_is_no_other_language() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    said = scene.hears("action_reply", "affirm", text="allebei", lang="other", tongue="de")
    assert "other_language_de" not in said
    assert Scene().hears("action_reply", "affirm", text="Hilfe", lang="other", tongue="de") == [
        "other_language_de"
    ]


def test_bare_loss_gets_a_warm_sentence_and_no_direct_question() -> None:
    scene = Scene()
    said = scene.hears("action_talk", "out_of_scope", text="mijn oma is dood", wonders=True)
    assert said == ["ack_grief", "ask_role"]


def test_question_on_what_is_not_ours_sets_no_theme() -> None:
    scene = Scene()
    said = scene.tells("lgbti", 0.64, text="hoe weet ik of ik zwanger ben")
    assert said[0] == "explained.sex"
    assert scene.slots.get("theme") is None


def test_question_does_not_tell_who_asks_it() -> None:
    scene = Scene()
    scene.tells("bullying", text="wie is de antipestcoordinator op mijn school?", role="staff")
    assert scene.slots.get("role") is None


@pytest.mark.parametrize(
    ("theme", "text", "key"),
    [
        ("abuse_home", "een leerling wordt thuis geslagen", "explained.meldcode"),
        ("sexual_misconduct", "mijn collega zit aan een leerling", "explained.duty_sexual"),
        ("bullying", "een leerling wordt gepest", "explained.who_tells"),
    ],
)
def test_staff_who_ask_what_to_report_hear_the_duty_that_fits(
    theme: str, text: str, key: str
) -> None:
    scene = Scene()
    scene.tells(theme, text=text, role="staff")
    assert scene.hears("action_talk", "detail", text="moet ik dit melden?")[0] == key
