from __future__ import annotations

from engine.nlu.concepts import Concepts, read_concepts
from engine.nlu.normalise import tokens

GROUPS = {"bully": ["pest*"], "home": ["thuis", "bij ons thuis"], "end": ["niet meer leven"]}


def test_find_when_a_word_begins_so_then_its_group_is_found() -> None:
    assert Concepts(GROUPS).find(["ze", "pesten", "mij"]) == ["bully"]


def test_find_when_only_part_of_a_phrase_is_there_then_it_is_not_found() -> None:
    concepts = Concepts(GROUPS)
    assert concepts.find(["ik", "wil", "niet", "meer", "leven"]) == ["end"]
    assert concepts.find(["ik", "wil", "niet", "meer"]) == []


def test_find_when_several_groups_are_there_then_each_once_and_in_order() -> None:
    assert Concepts(GROUPS).find(["thuis", "pest", "pest", "thuis"]) == ["bully", "home"]


def test_read_concepts_when_patterns_are_normalised_then_they_stay_as_they_are() -> None:
    """A pattern in another spelling than that of the tokens would never be found."""
    for name, patterns in read_concepts().items():
        for pattern in patterns:
            words = pattern.removesuffix("*")
            assert " ".join(tokens(words)) == words, (name, pattern)
            assert "*" not in words, (name, pattern)


def test_read_concepts_when_sorted_then_nothing_stands_twice() -> None:
    for name, patterns in read_concepts().items():
        assert patterns == sorted(set(patterns)), name
