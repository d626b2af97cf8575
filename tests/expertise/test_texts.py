from __future__ import annotations

import re
from typing import cast

import pytest

from expertise.languages import LANGUAGES, Language, UnknownLanguage
from expertise.source import ContentError, load, load_folder, placeholders
from expertise.texts import answers_from, entries_from, keys, say, text
from expertise.themes import THEMES

INTENTS = {
    *("affirm", "deny", "skip", "wants_human", "other_theme", "more_advice", "need_code"),
    *("choose_role", "choose_offender", "feels_done", "confirm_handover", "decline_handover"),
    *("crisis_yes", "crisis_sometimes", "crisis_no", "crisis_skip"),
    *("choose_sector", "choose_ongoing", "choose_attends", "choose_fear", "choose_wish"),
    *("refine", "tell_tried"),
    *("now_better", "now_not_better", "signals_yes", "signals_no"),
}

# The languages in which there is an answer for who writes in them.
TONGUES = ("tr", "ar", "pl", "uk", "de", "fr", "es")
LEFT_TO_RIGHT_MARK = "\u200e"

VALUES = {
    name: "waarde"
    for _, raw in load_folder("texts")
    for fields in raw.values()
    for name in placeholders(fields.get("nl", ""))
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said_in_every_language(language: Language) -> None:
    for key in keys():
        said = say(key, language, **VALUES)

        assert said.text
        assert "{" not in said.text


def test_buttons_mean_something_to_the_dialogue() -> None:
    buttons = [button for key in keys() for button in say(key, "nl", **VALUES).buttons]

    assert buttons
    assert {button.intent for button in buttons} <= INTENTS


def test_each_theme_is_acknowledged_without_a_question() -> None:
    for code in THEMES:
        for language in LANGUAGES:
            assert "?" not in text(f"ack_{code}", language)


def test_acute_texts_name_a_number_first_and_stay_short() -> None:
    for key in keys():
        if key.startswith("risk_") and key.endswith("_acute"):
            for language in LANGUAGES:
                said = text(key, language)
                assert "112" in said.split(".")[0]
                assert said.count(". ") <= 2
                assert "?" not in said


def test_other_languages_when_counted_then_each_has_its_text() -> None:
    own = {key for key in keys() if key.startswith("other_language_")}

    assert own == {f"other_language_{tongue}" for tongue in TONGUES}


@pytest.mark.parametrize("tongue", TONGUES)
def test_other_language_when_the_page_is_in_any_language_then_it_reads_the_same(
    tongue: str,
) -> None:
    said = [say(f"other_language_{tongue}", language) for language in LANGUAGES]

    assert all(each == said[0] for each in said)


@pytest.mark.parametrize("number", ["112", "113", "0800-0113", "0800-2000"])
@pytest.mark.parametrize("tongue", TONGUES)
def test_other_language_when_read_then_every_number_of_help_stands_in_it(
    tongue: str, number: str
) -> None:
    words = text(f"other_language_{tongue}", "nl")

    assert re.search(rf"(?<![\d-]){number}(?![\d-])", words)


@pytest.mark.parametrize("tongue", TONGUES)
def test_other_language_when_read_then_one_button_in_it_asks_for_a_human(tongue: str) -> None:
    label = load("texts/buttons.yml")[f"wants_human_{tongue}"]["label"]["nl"]
    (button,) = say(f"other_language_{tongue}", "nl").buttons

    assert (button.intent, button.label) == ("wants_human", label)
    assert label not in {say("other_language", language).buttons[0].label for language in LANGUAGES}


def test_other_language_when_written_from_right_to_left_then_no_number_is_turned_around() -> None:
    words = text("other_language_ar", "nl")

    assert f"{LEFT_TO_RIGHT_MARK}0800-0113" in words
    assert words.count("0800-0113") == words.count(f"{LEFT_TO_RIGHT_MARK}0800-0113")


def test_text_in_unknown_language_never_falls_back() -> None:
    with pytest.raises(UnknownLanguage):
        text("greet", cast("Language", "fr"))


def test_text_without_its_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="name"):
        text("page.human.joined", "nl")


def test_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_key"):
        text("no_such_key", "nl")


def test_unknown_button_names_file_and_key() -> None:
    raw = {"greet": {"nl": "Hoi", "a2": "Hoi", "en": "Hi", "buttons": ["shout"]}}

    with pytest.raises(ContentError, match=r"talk\.yml: greet: names an unknown button: shout"):
        entries_from(raw, {}, "talk.yml")


def test_button_without_intent_is_named() -> None:
    raw = load("texts/buttons.yml")
    del raw["skip"]["intent"]

    with pytest.raises(ContentError, match="skip: has no intent"):
        answers_from(raw)
