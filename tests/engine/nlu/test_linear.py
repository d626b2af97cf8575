from __future__ import annotations

import numpy as np

from engine.nlu.linear import Head, LinearHeads, columns, targets

HEADS = (Head("role", ("pupil", "parent"), exclusive=True), Head("risk", ("concern", "acute")))


def test_columns_when_there_are_several_heads_then_they_stand_side_by_side() -> None:
    assert [part for _, part in columns(HEADS)] == [slice(0, 2), slice(2, 4)]


def test_targets_when_answers_are_given_then_the_right_labels_are_true() -> None:
    yes = targets(HEADS, [{"role": ("parent",), "risk": ()}, {"role": (), "risk": ("acute",)}])
    assert yes.tolist() == [[False, True, False, False], [False, False, False, True]]


def test_probabilities_when_exclusive_then_they_add_up_to_one() -> None:
    ones = np.ones(4, dtype=np.float32)
    heads = LinearHeads(HEADS, np.zeros((1, 4), dtype=np.float32), ones, ones, 0 * ones)
    chances = heads.probabilities(np.array([3.0, -800.0, 800.0, 0.0], dtype=np.float32))
    assert np.allclose(chances["role"], [1.0, 0.0])
    assert np.allclose(chances["risk"], [1.0, 0.5])
