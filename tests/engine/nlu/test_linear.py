from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.nlu.features import Floats
from engine.nlu.linear import Blend, Head, LinearHeads, bent, columns, targets

HEADS = (Head("role", ("pupil", "parent"), exclusive=True), Head("risk", ("concern", "acute")))


def _floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float32)


def _blend(*slopes: float) -> Blend:
    """One slope for all labels of each reader; no label tells anything of another."""
    own = np.array([slope * np.eye(4) for slope in slopes], dtype=np.float32)
    return Blend(own, _floats(0, 0, 0, 0), np.zeros((len(slopes), 4), dtype=np.float32))


def test_columns_when_there_are_several_heads_then_they_stand_side_by_side() -> None:
    assert [part for _, part in columns(HEADS)] == [slice(0, 2), slice(2, 4)]


def test_targets_when_answers_are_given_then_the_right_labels_are_true() -> None:
    yes = targets(HEADS, [{"role": ("parent",), "risk": ()}, {"role": (), "risk": ("acute",)}])
    assert yes.tolist() == [[False, True, False, False], [False, False, False, True]]


def test_of_counts_when_few_features_are_there_then_only_those_and_the_intercepts_count() -> None:
    heads = LinearHeads(np.arange(12, dtype=np.float32).reshape(3, 4), _floats(0, 0, 0, 100))
    scores = heads.of_counts(np.array([2, 0], dtype=np.int32), _floats(2, 1))
    assert scores.tolist() == [16, 19, 22, 125]
    assert scores.tolist() == heads.of_vector(_floats(1, 0, 2)).tolist()


def test_of_counts_when_no_feature_is_there_then_the_intercepts_are_left() -> None:
    heads = LinearHeads(np.ones((3, 4), dtype=np.float32), _floats(1, 2, 3, 4))
    nothing = np.array([], dtype=np.int32), _floats()
    assert heads.of_counts(*nothing).tolist() == [1, 2, 3, 4]


def test_chances_when_exclusive_then_they_add_up_to_one() -> None:
    chances = _blend(1).chances(HEADS, [_floats(3, -800, 800, 0)])
    assert chances["role"] == pytest.approx([1, 0])
    assert chances["risk"] == pytest.approx([1, 0.5])


def test_chances_when_two_readers_disagree_then_the_steeper_slope_counts_for_more() -> None:
    says_pupil, says_parent = _floats(1, -1, 1, -1), _floats(-1, 1, -1, 1)
    chances = _blend(2, 1).chances(HEADS, [says_pupil, says_parent])
    alone = _blend(1).chances(HEADS, [says_pupil])
    assert chances["role"] == pytest.approx(alone["role"])
    assert chances["risk"] == pytest.approx(alone["risk"])


def test_chances_when_there_is_an_offset_then_it_moves_labels_that_stand_alone() -> None:
    blend = replace(_blend(1), offsets=_floats(0, 0, 0, -2))
    assert blend.chances(HEADS, [_floats(0, 0, 0, 2)])["risk"] == pytest.approx([0.5, 0.5])


def test_chances_when_a_label_tells_of_another_then_its_score_counts_for_that_one_too() -> None:
    slopes = np.zeros((1, 4, 4), dtype=np.float32)
    slopes[0, 2, 3] = 3
    chances = replace(_blend(1), slopes=slopes).chances(HEADS, [_floats(0, 0, 1, -9)])
    assert chances["risk"] == pytest.approx([0.5, 1 / (1 + np.exp(-3))])


def test_chances_when_readers_and_slopes_are_not_as_many_then_refused() -> None:
    scores = _floats(1, 1, 1, 1)
    with pytest.raises(ValueError, match="zip"):
        _blend(1, 1).chances(HEADS, [scores])


def test_chances_when_asked_of_many_messages_then_each_is_as_by_itself() -> None:
    rows = np.array([[1, 2, 3, 4], [-4, 3, -2, 1]], dtype=np.float32)
    together = _blend(2).chances(HEADS, [rows])
    for number, row in enumerate(rows):
        alone = _blend(2).chances(HEADS, [row])
        for head in HEADS:
            assert together[head.name][number] == pytest.approx(alone[head.name])


@pytest.mark.parametrize("bend", [-0.5, 0.0, 1.5, 40.0])
def test_bent_when_a_score_is_higher_then_it_stays_higher(bend: float) -> None:
    scores = np.linspace(-2, 2, 41, dtype=np.float32)
    steps = np.diff(bent(scores, _floats(bend)))
    assert (steps > 0).all() if abs(bend) < 2 else (steps >= 0).all()


def test_bent_when_above_zero_then_small_differences_between_low_scores_count_for_more() -> None:
    low, high = np.diff(bent(_floats(-1, -0.5, 0.5, 1), _floats(1.0)))[[0, 2]]
    assert low > 2 * high


def test_bent_when_zero_then_scores_are_left_as_they_are() -> None:
    scores = _floats(-1, 0.25, 3)
    assert bent(scores, _floats(0, 0, 0)).tolist() == scores.tolist()
