from __future__ import annotations

import pytest

from engine.nlu.normalise import MAX_CHARACTERS, is_foreign_script, tokens


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Ik WORD Gepest", "ik word gepest"),
        ("k word gepest egt elke dag", "ik word gepest echt elke dag"),
        ("hij is zoooooo gemeeeen", "hij is zoo gemeen"),
        ("ge\u200bpe\u200dst", "gepest"),
        ("góéd, naïef", "goed naief"),
        ("ik word g3p3st", "ik word gepest"),
        ("m@rokk@an", "marokkaan"),
        ("groep 7 en 4vwo", "groep 7 en 4vwo"),
        ("mijn papa\0slaat mij", "mijn papaslaat mij"),
    ],
)
def test_tokens_when_spelling_differs_then_words_are_the_same(typed: str, plain: str) -> None:
    assert tokens(typed) == plain.split()


def test_tokens_when_there_are_emoji_then_each_is_a_token() -> None:
    assert tokens("help😭😭!?") == ["help", "😭", "😭", "!", "?"]


@pytest.mark.parametrize("text", ["", "   ", "\0", "\u200b", "___", "\u202e"])
def test_tokens_when_nothing_is_said_then_there_are_none(text: str) -> None:
    assert tokens(text) == []


def test_tokens_when_a_text_is_endless_then_only_both_ends_are_read() -> None:
    found = tokens("begin " + "midden " * 5_000 + "einde")
    assert found[0] == "begin"
    assert found[-1] == "einde"
    assert len(found) <= MAX_CHARACTERS


@pytest.mark.parametrize("text", ["مرحبا كيف حالك", "Добрий день, ok", "שלום"])
def test_is_foreign_script_when_most_letters_are_not_latin_then_true(text: str) -> None:
    assert is_foreign_script(text)


@pytest.mark.parametrize("text", ["hoi", "", "😂😂", "123", "çok güzel", "ik zei привет tegen hem"])
def test_is_foreign_script_when_most_letters_are_latin_or_none_then_false(text: str) -> None:
    assert not is_foreign_script(text)
