from __future__ import annotations

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
}

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
