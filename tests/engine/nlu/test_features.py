from __future__ import annotations

import numpy as np

from engine.nlu.concepts import Concepts
from engine.nlu.features import BLOCKS, MAX_TOKENS, Vectoriser, piece_grams, word_grams

TEXTS = ["ze pesten mij", "ze pesten haar", "mijn vader slaat mij", "hoi"]
CONCEPTS = Concepts({"bully": ["pest*"], "home": ["vader", "thuis"], "hit": ["sla*"]})


def test_word_grams_when_three_words_then_single_ones_and_neighbours() -> None:
    assert list(word_grams(["a", "b", "c"])) == ["a", "b", "c", "a b", "b c"]


def test_piece_grams_when_a_word_is_short_then_its_ends_are_marked() -> None:
    assert list(piece_grams(["ik"])) == [" i", "ik", "k ", " ik", "ik ", " ik "]


def test_transform_when_all_blocks_are_hit_then_each_weighs_what_it_should() -> None:
    vectoriser = Vectoriser.learn([*TEXTS, *TEXTS], CONCEPTS)
    positions, weights = vectoriser.transform("mijn vader slaat mij")
    ends = np.cumsum([len(block) for block in vectoriser.vocabulary])
    blocks = np.searchsorted(ends, positions, side="right")
    lengths = [float(np.linalg.norm(weights[blocks == n])) for n in range(len(BLOCKS))]
    assert np.allclose(lengths, [block.weight for block in BLOCKS])


def test_transform_when_nothing_is_known_then_nothing_is_found() -> None:
    positions, weights = Vectoriser.learn(TEXTS, CONCEPTS).transform("xyz 😡")
    assert len(positions) == len(weights) == 0


def test_transform_when_a_text_is_endless_then_the_work_is_bounded() -> None:
    words = [f"w{number}" for number in range(20_000)]
    vectoriser = Vectoriser.learn([" ".join(words[:MAX_TOKENS])], CONCEPTS)
    positions, _ = vectoriser.transform("\n".join(words))
    assert len(positions) <= MAX_TOKENS * 20


def test_from_json_when_saved_and_read_then_it_finds_the_same() -> None:
    first = Vectoriser.learn(TEXTS, CONCEPTS)
    second = Vectoriser.from_json(first.as_json(), first.idf)
    for text in TEXTS:
        for one, other in zip(first.transform(text), second.transform(text), strict=True):
            assert np.array_equal(one, other)
