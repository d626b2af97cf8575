"""Every word is a reviewed one, in the language of the talk."""

from __future__ import annotations

import pytest
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from engine.words import ReviewedWords
from expertise.languages import LANGUAGES
from expertise.texts import say


def tracker(language: str) -> DialogueStateTracker:
    slot = TextSlot("language", mappings=[], initial_value=language)
    return DialogueStateTracker("somebody", [slot])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_response_is_the_text_of_its_key(language: str) -> None:
    said = await ReviewedWords().generate("utter_ask_role", tracker(language), "engine")
    reviewed = say("ask_role", language)
    assert said is not None
    assert said["text"] == reviewed.text
    assert [each["title"] for each in said["buttons"]] == [each.label for each in reviewed.buttons]


async def test_language_that_an_action_names_goes_before_that_of_the_page() -> None:
    said = await ReviewedWords().generate("utter_ask_role", tracker("nl"), "engine", language="en")
    assert said is not None
    assert said["text"] == say("ask_role", "en").text


async def test_values_of_the_dispatcher_are_told_apart_from_those_of_the_text() -> None:
    given = {"text": "no", "image": "no", "template": "no", "if_it_fails": "Bel de klachtenlijn."}
    said = await ReviewedWords().generate("utter_more_advice", tracker("nl"), "engine", **given)
    assert said is not None
    assert "Bel de klachtenlijn." in said["text"]


async def test_response_without_a_reviewed_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        await ReviewedWords().generate("utter_something_new", tracker("nl"), "engine")
