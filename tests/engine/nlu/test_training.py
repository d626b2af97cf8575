from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from engine.nlu.concepts import Concepts
from engine.nlu.features import Floats, Vectoriser
from engine.nlu.linear import Blend, Head, LinearHeads
from engine.nlu.training import (
    Yes,
    blend,
    fit_counts,
    fit_vectors,
    matrix,
    unseen_scores,
)

HEADS = (Head("role", ("pupil", "parent", "staff"), exclusive=True), Head("risk", ("concern",)))
# Where the labels of the heads stand, and how many messages there are in each test.
LABELS, MESSAGES = 4, 600


def _right(chance: np.random.Generator) -> Yes:
    """The right labels of made up messages: one of three roles, and a risk in one of four."""
    roles = chance.integers(0, 3, MESSAGES)
    yes: Yes = np.c_[roles[:, None] == np.arange(3), chance.random(MESSAGES) < 0.25]
    return yes


def _scores(yes: Yes, chance: np.random.Generator, doubt: float) -> Floats:
    """Of a reader that knows what is right, but not for certain."""
    return np.asarray(np.where(yes, 1, -1) + chance.normal(0, doubt, yes.shape), dtype=np.float32)


def _own(found: Blend) -> Floats:
    """For each reader what the score of a label is worth for that same label."""
    return np.diagonal(found.slopes, axis1=1, axis2=2)


def _surprise(found: Blend, scores: Sequence[Floats], yes: Yes) -> float:
    chances = found.chances(HEADS, scores)
    risk = np.where(yes[:, 3], chances["risk"][:, 0], 1 - chances["risk"][:, 0])
    return float(-np.log(chances["role"][yes[:, :3]]).mean() - np.log(risk).mean())


@pytest.mark.parametrize("useless", [0, 1])
def test_blend_when_a_reader_only_guesses_then_it_counts_for_little(useless: int) -> None:
    chance = np.random.default_rng(1)
    yes = _right(chance)
    scores = [_scores(yes, chance, doubt=1), chance.normal(0, 1, yes.shape).astype(np.float32)]
    slopes = _own(blend(HEADS, scores if useless else scores[::-1], yes))
    assert (np.abs(slopes[useless]) < 0.2 * slopes[1 - useless]).all()


def test_blend_when_both_readers_know_something_then_together_they_know_more() -> None:
    chance = np.random.default_rng(2)
    yes, later = _right(chance), _right(chance)
    known = [_scores(yes, chance, doubt=1), _scores(yes, chance, doubt=1)]
    unseen = [_scores(later, chance, doubt=1), _scores(later, chance, doubt=1)]
    both = blend(HEADS, known, yes)
    assert (_own(both) > 0).all()
    for reader in (0, 1):
        one = blend(HEADS, known[reader : reader + 1], yes)
        alone = _surprise(one, unseen[reader : reader + 1], later)
        assert _surprise(both, unseen, later) < 0.9 * alone


def test_blend_when_a_reader_is_surer_than_it_should_be_then_the_chances_are_honest() -> None:
    chance = np.random.default_rng(3)
    yes, later = _right(chance), _right(chance)
    found = blend(HEADS, [50 * _scores(yes, chance, doubt=2)], yes)
    chances = found.chances(HEADS, [50 * _scores(later, chance, doubt=2)])
    right = later[:, :3][np.arange(MESSAGES), chances["role"].argmax(axis=1)]
    assert chances["role"].max(axis=1).mean() == pytest.approx(right.mean(), abs=0.06)
    assert chances["risk"].mean() == pytest.approx(later[:, 3].mean(), abs=0.06)


def test_blend_when_small_differences_tell_much_then_the_scores_are_bent() -> None:
    chance = np.random.default_rng(5)
    yes, later = _right(chance), _right(chance)
    # What a reader's doubt makes of its scores: far apart where it is sure, close where it is not.
    known, unseen = (np.exp(_scores(each, chance, doubt=1)) for each in (yes, later))
    found = blend(HEADS, [known], yes)
    straight = replace(found, bends=np.zeros_like(found.bends))
    assert (found.bends[0, :3] > 0.2).all()
    assert _surprise(found, [unseen], later) < _surprise(straight, [unseen], later)


def test_blend_when_a_head_looks_at_no_other_then_only_its_own_scores_count() -> None:
    chance = np.random.default_rng(4)
    yes = _right(chance)
    (slopes,) = blend(HEADS, [_scores(yes, chance, doubt=1)], yes).slopes
    assert not (slopes - np.diag(np.diag(slopes))).any()


def test_blend_when_a_head_looks_at_another_then_it_finds_what_only_that_one_tells() -> None:
    heads = Head("risk", ("concern",), beside=("types",)), Head("types", ("home", "weapon"))
    chance = np.random.default_rng(4)
    types = chance.random((MESSAGES, 2)) < 0.3
    yes = np.c_[types.any(axis=1), types]
    scores = _scores(yes, chance, doubt=0.5)
    scores[:, 0] = chance.normal(0, 1, MESSAGES)
    found = blend(heads, [scores], yes)
    said = found.chances(heads, [scores])["risk"][:, 0] > 0.5
    assert (said == yes[:, 0]).mean() > 0.9
    (slopes,) = found.slopes
    assert not slopes[0, 1:].any()


def test_blend_when_some_messages_weigh_more_then_what_is_right_of_them_is_said_sooner() -> None:
    heads = Head("risk", ("concern",), beside=("types",)), Head("types", ("home",))
    chance = np.random.default_rng(4)
    yes = chance.random((MESSAGES, 2)) < 0.3
    scores = [_scores(yes, chance, doubt=2)]
    urgent = np.where(yes[:, 0], 2.0, 1.0).astype(np.float32)
    plain, sooner = (
        blend(heads, scores, yes, weights).chances(heads, scores) for weights in (None, urgent)
    )
    assert sooner["risk"].mean() > 1.2 * plain["risk"].mean()
    assert sooner["types"] == pytest.approx(plain["types"])


@pytest.mark.parametrize("always", [True, False])
def test_blend_when_a_label_is_always_or_never_right_then_it_is_nearly_certain(
    always: bool,
) -> None:
    chance = np.random.default_rng(4)
    yes = _right(chance)
    yes[:, 3] = always
    scores = [chance.normal(0, 1, yes.shape).astype(np.float32)]
    chances = blend(HEADS, scores, yes).chances(HEADS, scores)["risk"]
    assert (np.abs(chances - always) < 0.05).all()


def test_blend_when_nobody_was_asked_a_question_then_its_labels_are_still_told_apart() -> None:
    chance = np.random.default_rng(5)
    yes = _right(chance)
    yes[:, :3] = False
    scores = _scores(_right(chance), chance, doubt=1)
    found = blend(HEADS, [scores], yes).chances(HEADS, [scores])["role"]
    assert (found.argmax(axis=1) == scores[:, :3].argmax(axis=1)).all()


def test_fit_vectors_when_a_direction_divides_the_messages_then_it_is_found() -> None:
    chance = np.random.default_rng(6)
    direction = chance.normal(0, 1, 30)
    vectors = chance.normal(5, 1, (2 * MESSAGES, 30)).astype(np.float32)
    told = vectors @ direction
    yes = (told > np.median(told))[:, None]
    heads = fit_vectors(vectors[:MESSAGES], yes[:MESSAGES])
    said = heads.of_vector(vectors[MESSAGES:]) > 0
    assert (said == yes[MESSAGES:]).mean() > 0.9
    assert heads.coefficients.dtype == heads.intercepts.dtype == np.float32


def test_fit_vectors_when_a_number_is_always_the_same_then_it_says_nothing() -> None:
    chance = np.random.default_rng(7)
    vectors = chance.normal(0, 1, (MESSAGES, 3)).astype(np.float32)
    vectors[:, 2] = 0
    heads = fit_vectors(vectors, vectors[:, :1] > 0)
    assert np.isfinite(heads.coefficients).all()
    assert heads.coefficients[2].tolist() == [0]


def test_fit_counts_when_a_word_divides_the_messages_then_it_is_found() -> None:
    texts = ["ze slaat mij", "hij slaat haar", "wij gaan slapen", "hij gaat naar huis"] * 5
    vectoriser = Vectoriser.learn(texts, Concepts({}))
    yes = np.array([["slaat" in text] for text in texts])
    heads = fit_counts(matrix(vectoriser, texts), yes, (Head("risk", ("concern",)),))
    for text, is_risk in zip(("wij slaat zomaar", "zij slapen ook"), (True, False), strict=True):
        assert (heads.of_counts(*vectoriser.transform(text))[0] > 0) == is_risk


@pytest.mark.parametrize("always", [True, False])
def test_fit_counts_when_all_examples_say_the_same_then_so_does_the_head(always: bool) -> None:
    texts = ["hoi", "dag", "ze slaat mij"]
    vectoriser = Vectoriser.learn(texts, Concepts({}))
    yes = np.full((3, 1), always)
    heads = fit_counts(matrix(vectoriser, texts), yes, (Head("risk", ("concern",)),))
    assert heads.intercepts.tolist() == [1 if always else -1]
    assert not heads.coefficients.any()


def test_matrix_when_texts_are_counted_then_each_row_holds_what_its_text_has() -> None:
    texts = ["ze pesten mij", "xyz", "ze pesten haar"]
    vectoriser = Vectoriser.learn(["ze pesten mij", "ze pesten haar"], Concepts({}))
    counted = matrix(vectoriser, texts).toarray()
    assert counted.shape == (3, vectoriser.size)
    for row, text in zip(counted, texts, strict=True):
        positions, weights = vectoriser.transform(text)
        assert row[positions] == pytest.approx(weights)
        assert np.count_nonzero(row) == len(positions)


def test_unseen_scores_when_labels_are_chance_then_nothing_is_found_in_what_is_left_out() -> None:
    chance = np.random.default_rng(8)
    vectors = chance.normal(0, 1, (MESSAGES, 300)).astype(np.float32)
    yes = chance.random((MESSAGES, 1)) < 0.5
    rows = np.arange(MESSAGES)
    halves = [(rows[::2], rows[1::2]), (rows[1::2], rows[::2])]

    def found(scores: Floats) -> float:
        return float(((scores > 0) == yes).mean())

    assert found(fit_vectors(vectors, yes).of_vector(vectors)) > 0.75
    assert found(unseen_scores(vectors, yes, halves, fit_vectors)) == pytest.approx(0.5, abs=0.08)


def test_unseen_scores_when_some_are_never_left_out_then_only_the_others_have_scores() -> None:
    chance = np.random.default_rng(9)
    vectors = chance.normal(0, 1, (MESSAGES, 3)).astype(np.float32)
    known, unseen = np.arange(MESSAGES)[:500], np.arange(MESSAGES)[500:]
    scores = unseen_scores(vectors, vectors[:, :1] > 0, [(known, unseen)], fit_vectors)
    assert not scores[known].any()
    heads: LinearHeads = fit_vectors(vectors[known], vectors[known, :1] > 0)
    assert scores[unseen] == pytest.approx(heads.of_vector(vectors[unseen]))
