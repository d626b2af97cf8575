"""What is typed instead of pressed, and where somebody wants to go in words."""

from __future__ import annotations

import pytest

from actions.choices import chosen
from actions.memory import Memory
from actions.steps import BUTTONS
from expertise.ladder import rungs
from expertise.languages import LANGUAGES
from expertise.texts import keys, say
from tests.actions.scene import Scene

PLACES = dict.fromkeys(("if_it_fails", "opens", "party"), "")
TAKEN_BACK = ("action_talk", "joke_takeback")


@pytest.fixture
def advised() -> Scene:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    return scene


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_of_a_question_can_be_typed(language: str) -> None:
    for key in ("ask_role", "ask_offender", "crisis_question", "after_advice", "ask_wish"):
        for button in say(key, language).buttons:  # type: ignore[arg-type]
            choice = chosen(f" {button.label.lower()}?", Memory(open=key))
            assert choice is not None
            assert (choice.intent, choice.slots) == (button.intent, button.slots)


def test_every_rung_can_be_typed() -> None:
    for rung in rungs().values():
        choice = chosen(rung.label.nl, Memory(open="ask_tried"))
        assert choice is not None
        assert choice.slots == {"tried": rung.id}


def test_label_of_a_question_that_is_not_open_is_no_press() -> None:
    assert chosen("Leerling", Memory(open="after_advice")) is None
    assert chosen("Leerling", Memory()) is None
    assert chosen("?", Memory(open="ask_role")) is None


def test_every_button_there_is_means_a_step() -> None:
    texts = [key for key in keys() if not key.startswith(("page.", "kit.", "console"))]
    intents = {button.intent for key in texts if "{" not in key for button in _buttons(key)}
    assert intents <= set(BUTTONS)


def _buttons(key: str):  # type: ignore[no-untyped-def]
    try:
        return say(key, "nl", **PLACES).buttons
    except KeyError:
        return ()


def test_button_that_is_typed_is_no_signal_of_despair(advised: Scene) -> None:
    said = advised.hears("action_talk", "goodbye", text="Ik wil later verder", wonders=True)
    assert said == ["show_code"]
    assert advised.effects() == ["show_code"]


def test_role_and_offender_can_be_typed_as_they_stand_there() -> None:
    scene = Scene()
    scene.tells("violence")
    scene.hears("action_talk", "detail", text="Ik werk op school")
    assert scene.slots["role"] == "staff"
    scene = Scene()
    scene.tells("sexual_misconduct")
    scene.hears("action_talk", "detail", text="een leerling")
    assert (scene.slots.get("role"), scene.slots["offender"]) == (None, "pupil")


def test_theme_can_be_typed_as_it_stands_there() -> None:
    scene = Scene()
    scene.hears("action_next_step", "bullying")
    assert scene.hears("action_next_step", "violence", text="Pesten")[0] == "ack_bullying"
    assert scene.slots["theme"] == "bullying"


def test_what_if_it_does_not_help_is_answered(advised: Scene) -> None:
    for words in ("wat als dit niet helpt", "en als het niet werkt?"):
        said = advised.hears("action_talk", "what_can_you_do", text=words)
        assert said == ["more_advice"]


@pytest.mark.parametrize("words", ["het helpt niet", "dit helpt niet", "ik heb dit al geprobeerd"])
def test_it_does_not_help_is_never_taken_for_a_joke(advised: Scene, words: str) -> None:
    assert advised.hears(*TAKEN_BACK, text=words) == ["ask_tried"]


def test_what_was_tried_and_did_not_help_brings_the_next_step(advised: Scene) -> None:
    advised.hears(*TAKEN_BACK, text="dit helpt niet")
    said = advised.hears("action_talk", "detail", text="de mentor", role="staff")
    assert said == ["advice_intro", "after_advice"]
    assert advised.talk["facts"]["tried"] == "close"
    assert advised.slots["role"] == "pupil"
    assert advised.hears(*TAKEN_BACK, text="het helpt niet")[0] == "advice_intro"
    assert advised.talk["facts"]["stuck"] == "yes"
    assert advised.hears(*TAKEN_BACK, text="het helpt niet") == ["ask_tried"]


def test_who_was_told_already_is_heard_after_advice(advised: Scene) -> None:
    said = advised.hears("action_talk", "detail", text="ik heb de mentor al verteld")
    assert said == ["advice_intro", "after_advice"]


def test_code_can_be_asked_for_at_any_time(advised: Scene) -> None:
    for scene in (advised, Scene()):
        said = scene.hears("action_talk", "out_of_scope", text="hoe maak ik een code")
        assert said == ["show_code"]


def test_advice_that_fits_better_can_be_asked_for(advised: Scene) -> None:
    said = advised.hears("action_talk", "out_of_scope", text="kan het preciezer?")
    assert said == ["ask_sector"]


def test_in_a_crisis_nothing_is_taken_for_a_step() -> None:
    scene = Scene()
    scene.tells("wellbeing", role="pupil", risk="concern", risk_types=["suicide"])
    scene.presses("action_crisis", "crisis_yes")
    assert "ask_tried" not in scene.hears(*TAKEN_BACK, text="het helpt niet")
