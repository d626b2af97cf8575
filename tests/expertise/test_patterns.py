from __future__ import annotations

import pytest

from expertise.patterns import PatternError, compile_pattern

LISTS = {"friend": "vriend*/zus", "wish": "wil dood | (spring)"}


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("wil dood", " ik wil dood . "),
        ("mes/wapen", " een wapen "),
        ("snij*", " ze snijdt zich "),
        ("wil heel? graag", " wil graag "),
        ("wil (heel erg)? graag", " wil heel erg graag "),
        ("(wil dood | zit vast) nu", " hij zit vast nu "),
        ("wil ..2 dood", " wil echt gewoon dood "),
        ("<friend> <wish>", " vriendin wil dood "),
        ("niet meer $", " niet meer , hoor "),
    ],
)
def test_pattern_is_found_in_words_it_stands_for(pattern: str, words: str) -> None:
    assert compile_pattern(pattern, LISTS).regex.search(words)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("wil dood", " wil doodmoe "),
        ("wil dood", " zwil dood "),
        ("wil ..2 dood", " wil a b c dood "),
        ("wil ..2 dood", " wil . dood "),
        ("niet meer $", " niet meer leven "),
    ],
)
def test_pattern_is_not_found_in_other_words(pattern: str, words: str) -> None:
    assert not compile_pattern(pattern, LISTS).regex.search(words)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "wil (dood",
        "wil dood)",
        "wil || dood",
        "wil | dood",
        "<nobody> wil",
        "heel?",
        "..3",
        "dóód",
    ],
)
def test_unreadable_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern, LISTS)


def test_text_that_matches_has_a_word_of_every_anchor() -> None:
    pattern = compile_pattern("ik/hij <wish> nu?", LISTS)

    assert {frozenset({"ik", "hij"}), frozenset({"dood", "spring"})} <= set(pattern.anchors)
