"""Fits the linear heads and their calibration; needs scikit-learn, which serving does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from engine.nlu.features import Floats, Vectoriser
from engine.nlu.linear import Head, LinearHeads, calibrated, columns

FOLDS = 5
Yes = NDArray[np.bool_]


def matrix(vectoriser: Vectoriser, texts: Sequence[str]) -> Any:
    """A row of features for each text."""
    rows = [vectoriser.transform(text) for text in texts]
    positions = np.concatenate([row[0] for row in rows])
    # LIBLINEAR counts in double precision, and would convert the matrix for each label anew.
    weights = np.concatenate([row[1] for row in rows]).astype(np.float64)
    ends = np.cumsum([0, *(len(row[0]) for row in rows)])
    return csr_matrix((weights, positions, ends), shape=(len(texts), vectoriser.size))


def fit(features: Any, yes: Yes, heads: Sequence[Head]) -> LinearHeads:
    """Heads that answer with bare scores; `calibrate` says what these are worth."""
    kinds = [head for head in heads for _ in head.labels]
    fitted = [_fit_one(features, column, head) for column, head in zip(yes.T, kinds, strict=True)]
    return LinearHeads(
        heads=tuple(heads),
        coefficients=np.array([weights for weights, _ in fitted], dtype=np.float32).T.copy(),
        intercepts=np.array([intercept for _, intercept in fitted], dtype=np.float32),
        slopes=np.ones(len(fitted), dtype=np.float32),
        offsets=np.zeros(len(fitted), dtype=np.float32),
    )


def _fit_one(features: Any, yes: Yes, head: Head) -> tuple[Floats, float]:
    if yes.all() or not yes.any():
        return np.zeros(features.shape[1], dtype=np.float32), 1.0 if yes.all() else -1.0
    weights = "balanced" if head.balanced else None
    machine = LinearSVC(C=head.softness, class_weight=weights, random_state=0)
    machine.fit(features, yes)
    return machine.coef_[0], float(machine.intercept_[0])


def unseen_scores(features: Any, yes: Yes, strata: Sequence[str], heads: Sequence[Head]) -> Floats:
    """The scores of each message by heads that did not learn from it."""
    scores = np.zeros(yes.shape, dtype=np.float32)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for known, unseen in folds.split(strata, strata):
        fitted = fit(features[known], yes[known], heads)
        scores[unseen] = features[unseen] @ fitted.coefficients + fitted.intercepts
    return scores


def calibrate(heads: Sequence[Head], scores: Floats, yes: Yes) -> tuple[Floats, Floats]:
    """Slopes and offsets under which the labels of unseen messages are most probable."""
    slopes = np.ones(yes.shape[1], dtype=np.float32)
    offsets = np.zeros(yes.shape[1], dtype=np.float32)
    for head, part in columns(heads):
        if head.exclusive:
            asked = yes[:, part].any(axis=1)
            slopes[part] = _most_probable(head, scores[asked, part], yes[asked, part], (2.0,))[0]
            continue
        for label, column in enumerate(range(part.start, part.stop)):
            one, here = Head(head.name, (head.labels[label],)), slice(column, column + 1)
            slopes[column], offsets[column] = _most_probable(
                one, scores[:, here], yes[:, here], (2.0, 0.0)
            )
    return slopes, offsets


def _most_probable(head: Head, scores: Floats, yes: Yes, start: tuple[float, ...]) -> Any:
    def surprise(parameters: Floats) -> float:
        logits = scores * parameters[0] + sum(parameters[1:])
        chances = np.clip(calibrated((head,), logits)[head.name], 1e-6, 1 - 1e-6)
        told = np.log(chances[yes]).sum()
        return float(-told if head.exclusive else -told - np.log(1 - chances[~yes]).sum())

    return minimize(surprise, start, method="Nelder-Mead").x
