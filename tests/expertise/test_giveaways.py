"""What in a text may show who it is about: a hint, no more."""

from __future__ import annotations

import re

import pytest

from expertise.giveaways import giveaways, lists_from
from expertise.languages import LANGUAGES, Language
from expertise.source import ContentError, load, placeholders
from expertise.texts import keys, text


def words(said: str, kind: str) -> tuple[str, ...]:
    return next((found.words for found in giveaways(said) if found.kind == kind), ())


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("sanne slaat me elke dag", "sanne"),
        ("Sanne slaat me elke dag", "Sanne"),
        ("Sannes broer doet mee", "Sannes"),
        ("ik zit naast Zvonimir in de klas", "Zvonimir"),
        ("hij heet zvonimir en zit naast me", "zvonimir"),
        ("Dat was dhr. Jansen van gym", "Jansen"),
        ("Juf Willemsen keek weg", "Willemsen"),
        ("A girl named dawn laughed", "dawn"),
        ("het is Anne-Fleur weer", "Anne-Fleur"),
        ("это сделал мой друг Пётр", "Пётр"),
    ],
)
def test_name_is_seen_with_and_without_a_capital(said: str, name: str) -> None:
    assert name in words(said, "name")


@pytest.mark.parametrize(
    "said",
    [
        "Ze lachen me uit. Elke dag. Het stopt niet.",
        "Op Instagram en in de groepsapp, sinds Maandag, bij Engels",
        "ik weet niet hoe hij heet weet je",
        "IK WIL DAT HET STOPT",
        "ik heb het aan Mama en mijn Mentor verteld",
        "My teacher said so. I told Dad in November.",
        "- Eerst dit\n- Daarna dat\n“Ga weg”, zei hij",
    ],
)
def test_sentence_that_names_nobody_is_left_alone(said: str) -> None:
    assert giveaways(said) == ()


@pytest.mark.parametrize(
    "number", ["06 12345678", "0612345678", "+31 6 1234 5678", "0031-612345678", "(010) 123 45 67"]
)
def test_phone_number_is_seen_however_it_is_written(number: str) -> None:
    assert re.sub(r"\D", "", words(f"bel me op {number} graag", "phone")[0]) in re.sub(
        r"\D", "", number
    )


@pytest.mark.parametrize(
    "said",
    ["bel 0800-0113 of 0900 111 3 111", "op 01-02-2026 03:04", "1234567890123", "112 en 113"],
)
def test_number_that_belongs_to_nobody_is_left_alone(said: str) -> None:
    assert words(said, "phone") == ()


def test_email_address_is_seen() -> None:
    assert words("mail naar s.dejong+x@school.example.nl.", "email") == (
        "s.dejong+x@school.example.nl",
    )


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("ik zit in klas 3b", "klas 3b"),
        ("in groep 7 ook", "groep 7"),
        ("we zijn 4 havo", "4 havo"),
        ("vwo5 is erg", "vwo5"),
        ("in H4a zitten ze", "H4a"),
        ("de 2C1 doet mee", "2C1"),
        ("I am in year 9", "year 9"),
    ],
)
def test_class_is_seen(said: str, found: str) -> None:
    assert words(said, "class") == (found,)


@pytest.mark.parametrize(
    "said", ["al 2 jaar", "de 3e keer", "een groep jongens", "om 4 uur", "mp3"]
)
def test_number_without_a_class_is_left_alone(said: str) -> None:
    assert words(said, "class") == ()


def test_same_words_are_named_once_and_few_of_them() -> None:
    names = "sanne lotte fatima daan bram thijs noor"

    assert words(f"sanne sanne {names}", "name") == ("sanne", "lotte", "fatima", "daan", "bram")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_our_own_in_a_note_are_no_giveaway(language: Language) -> None:
    raw = load("texts/note.yml")
    ours = {
        key: text(key, language, **dict.fromkeys(placeholders(raw[key][language]), "…"))
        for key in keys()
        if key.startswith("note.")
    }

    assert ours
    assert {key: giveaways(said) for key, said in ours.items() if giveaways(said)} == {}


def test_words_are_not_in_the_description_of_what_was_found() -> None:
    assert "sanne" not in repr(giveaways("sanne"))


def test_twenty_thousand_characters_are_read() -> None:
    assert words("0 " * 8000 + "Bel Sanne", "name") == ("Sanne",)


def test_list_that_is_missing_or_has_a_word_twice_is_named() -> None:
    raw = load("giveaways.yml")

    with pytest.raises(ContentError, match="called: is not a list of words"):
        lists_from({**raw, "called": None})
    with pytest.raises(ContentError, match=r"called: has words twice: \['heet'\]"):
        lists_from({**raw, "called": "heet heet"})


@pytest.mark.parametrize("text", ["a" * 250_000, "a" * 9_999 + "@" + "a" * 250_000])
def test_letters_without_end_are_no_address(text: str) -> None:
    # It must come back at all: an address was once looked for anew at every letter.
    assert all(each.kind != "email" for each in giveaways(text))
