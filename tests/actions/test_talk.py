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


def test_what_follows_advice_is_not_repeated() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    assert scene.hears("action_talk", "thanks") == ["thanks"]


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
