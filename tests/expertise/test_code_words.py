from __future__ import annotations

import re
from itertools import combinations

import pytest

from expertise.code_words import WORDS, closest


def sound(word: str) -> str:
    """Words that a listener cannot tell apart are the same after this."""
    for letters, same in (("ei", "ij"), ("au", "ou"), ("ch", "g"), ("ck", "k")):
        word = word.replace(letters, same)
    word = re.sub("c(?=[eiy])", "s", word).replace("c", "k")
    return re.sub("b$", "p", re.sub("d$", "t", word))


def without_one_letter(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def test_there_are_2048_different_words_in_order() -> None:
    assert len(WORDS) == 2048
    assert list(WORDS) == sorted(set(WORDS))


def test_words_have_four_to_eight_plain_letters() -> None:
    assert [word for word in WORDS if not re.fullmatch("[a-z]{4,8}", word)] == []


def test_one_typo_never_turns_one_word_into_another() -> None:
    known = set(WORDS)
    for word in WORDS:
        assert not without_one_letter(word) & known
        swapped = {
            word[:i] + word[i + 1] + word[i] + word[i + 2 :]
            for i in range(len(word) - 1)
            if word[i] != word[i + 1]
        }
        assert not swapped & known

    holes: dict[str, str] = {}
    for word in WORDS:
        for i in range(len(word)):
            assert holes.setdefault(f"{word[:i]}?{word[i + 1 :]}", word) == word


def test_no_two_words_sound_alike() -> None:
    sounds = [sound(word) for word in WORDS]

    assert len(sounds) == len(set(sounds))


def test_no_word_is_the_plural_of_another() -> None:
    known = set(WORDS)

    assert [word for word in WORDS if word + "en" in known or word + "s" in known] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("olifant", "olifant"),
        (" Olifant ", "olifant"),
        ("olifánt", "olifant"),
        ("olifnt", "olifant"),
        ("oliffant", "olifant"),
        ("oilfant", "olifant"),
        ("aardbij", "aardbei"),
        ("chocoola", "chocola"),
    ],
)
def test_closest_finds_the_word_that_was_meant(typed: str, meant: str) -> None:
    assert closest(typed) == meant


@pytest.mark.parametrize("typed", ["", "a", "qqqqqq", "x" * 20_000, "12345", "👍👍👍"])
def test_closest_gives_nothing_when_nothing_is_near(typed: str) -> None:
    assert closest(typed) is None


def test_closest_gives_nothing_when_two_words_are_equally_near() -> None:
    between = next(
        (hole, a, b)
        for a, b in combinations(WORDS, 2)
        for hole in without_one_letter(a) & without_one_letter(b)
        if closest(hole) is None
    )

    assert between[0] not in WORDS
