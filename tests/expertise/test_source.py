from __future__ import annotations

import pytest

from expertise.languages import Localized
from expertise.source import ContentError, localized, parse


def test_parse_a_key_twice_names_file_and_key() -> None:
    with pytest.raises(ContentError) as caught:
        parse("greet: {nl: Hoi}\nbye: {nl: Dag}\ngreet: {nl: Hallo}", "texts/talk.yml")

    assert (caught.value.file, caught.value.key) == ("texts/talk.yml", "greet")


@pytest.mark.parametrize("text", ["a: [", "- only\n- a list", ""])
def test_parse_what_is_no_mapping_names_the_file(text: str) -> None:
    with pytest.raises(ContentError, match=r"talk\.yml"):
        parse(text, "talk.yml")


@pytest.mark.parametrize("language", ["nl", "a2", "en"])
def test_localized_without_a_language_names_file_key_and_language(language: str) -> None:
    raw = {"nl": "Hoi", "a2": "Hoi", "en": "Hi"}
    del raw[language]

    with pytest.raises(ContentError, match=rf"talk\.yml: greet: has no text in {language}"):
        localized(raw, "talk.yml", "greet")


@pytest.mark.parametrize(
    "raw",
    [
        None,
        {"nl": "Hoi", "a2": " ", "en": "Hi"},
        {"nl": "Hoi", "a2": "Hoi", "en": "Hi", "de": "Hallo"},
        {"nl": "Hoi {name}", "a2": "Hoi {name}", "en": "Hi"},
        {"nl": "Hoi {}", "a2": "Hoi {}", "en": "Hi {}"},
        {"nl": "Hoi {name.first}", "a2": "Hoi {name.first}", "en": "Hi {name.first}"},
    ],
)
def test_localized_that_is_not_the_same_in_all_languages_is_refused(raw: object) -> None:
    with pytest.raises(ContentError):
        localized(raw, "talk.yml", "greet")


def test_localized_plain_string_is_the_same_name_everywhere() -> None:
    assert localized("COC", "parties.yml", "coc.name") == Localized("COC", "COC", "COC")
