"""Fits the heads and what they are worth; needs scikit-learn, which serving does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from engine.nlu.features import Floats, Vectoriser
from engine.nlu.linear import Blend, Head, LinearHeads, bent, calibrated, columns

Yes = NDArray[np.bool_]
Rows = NDArray[np.int_]
# Learns heads from these rows; the scores that heads give to these rows.
Fit = Callable[[Rows], LinearHeads]
Split = tuple[Rows, Rows]

# How strongly the vectors' heads are held back, in examples; found by trying: it matters little.
_HELD_BACK = 100.0
# A slope moves away from where all slopes start only as far as there are examples for it.
_PRIOR = 0.5
_START = 2.0
# A rare label among sixteen thousand examples takes more passes than the thousand that is usual.
_MOST_PASSES = 5_000
# How far the examples kept apart are followed, more and they are learned by heart.
_TRUST = 0.3


def matrix(vectoriser: Vectoriser, texts: Sequence[str]) -> Any:
    """A row of features for each text."""
    rows = [vectoriser.transform(text) for text in texts]
    positions = np.concatenate([row[0] for row in rows])
    # LIBLINEAR counts in double precision, and would convert the matrix for each label anew.
    weights = np.concatenate([row[1] for row in rows]).astype(np.float64)
    ends = np.cumsum([0, *(len(row[0]) for row in rows)])
    return csr_matrix((weights, positions, ends), shape=(len(texts), vectoriser.size))


def fit_counts(features: Any, yes: Yes, heads: Sequence[Head]) -> LinearHeads:
    """Heads over many sparse features, by support vector machines, one for each label."""
    kinds = [head for head in heads for _ in head.labels]
    # One after the other: in threads LIBLINEAR would not do the same twice, and not be faster.
    fitted = [_fit_one(features, column, head) for column, head in zip(yes.T, kinds, strict=True)]
    return LinearHeads(
        coefficients=np.array([weights for weights, _ in fitted], dtype=np.float32).T.copy(),
        intercepts=np.array([intercept for _, intercept in fitted], dtype=np.float32),
    )


def _fit_one(features: Any, yes: Yes, head: Head) -> tuple[Floats, float]:
    if yes.all() or not yes.any():
        return np.zeros(features.shape[1], dtype=np.float32), 1.0 if yes.all() else -1.0
    weights = "balanced" if head.balanced else None
    machine = LinearSVC(
        C=head.softness, class_weight=weights, random_state=0, max_iter=_MOST_PASSES
    )
    machine.fit(features, yes)
    return machine.coef_[0], float(machine.intercept_[0])


def fit_vectors(vectors: Floats, yes: Yes) -> LinearHeads:
    """Heads over the encoder's vectors, by least squares: one system solved for all labels.

    The encoder has learned what divides the themes; a finer method finds no more in its vectors
    (logistic regression: .578 first themes right where this gives .581) and takes minutes.
    """
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    standard = np.c_[(vectors - mean) / spread, np.ones(len(vectors))].astype(np.float64)
    held = standard.T @ standard + _HELD_BACK * np.eye(standard.shape[1])
    weights = np.linalg.solve(held, standard.T @ np.where(yes, 1.0, -1.0))
    coefficients = weights[:-1] / spread[:, None]
    return LinearHeads(
        coefficients=coefficients.astype(np.float32),
        intercepts=(weights[-1] - mean @ coefficients).astype(np.float32),
    )


def unseen_scores(features: Any, yes: Yes, splits: Sequence[Split], fit: Any) -> Floats:
    """The scores of the rows that each split leaves out, by heads that did not learn from them."""
    scores = np.zeros(yes.shape, dtype=np.float32)
    for known, unseen in splits:
        heads = fit(features[known], yes[known])
        scores[unseen] = features[unseen] @ heads.coefficients + heads.intercepts
    return scores


def blend(
    heads: Sequence[Head], scores: Sequence[Floats], yes: Yes, weights: Floats | None = None
) -> Blend:
    """The slopes and offsets under which the right labels of unseen messages are most probable.

    `weights` say which messages count for more where a head looks at others beside it.
    """
    stacked = np.stack(scores)
    parts = {head.name: part for head, part in columns(heads)}
    labels = np.arange(yes.shape[1])
    slopes = np.zeros((len(scores), len(labels), len(labels)), dtype=np.float32)
    offsets = np.zeros(len(labels), dtype=np.float32)
    bends = np.zeros((len(scores), len(labels)), dtype=np.float32)
    for head, part in columns(heads):
        if head.exclusive:
            asked = yes[:, part].any(axis=1)
            own, curve = _temperatures(head, stacked[:, asked, part], yes[asked, part])
            slopes[:, labels[part], labels[part]] = own[:, None]
            bends[:, part] = curve[:, None]
            continue
        beside = [labels[parts[name]] for name in head.beside]
        for column in labels[part]:
            used = np.concatenate([labels[part], *beside]) if beside else np.array([column])
            found, offsets[column] = _logistic(
                stacked[:, :, used], yes[:, column], weights if beside else None
            )
            slopes[:, used, column] = found
    return Blend(slopes, offsets, bends)


def _logistic(scores: Floats, yes: Yes, weights: Floats | None) -> tuple[Floats, float]:
    """Slopes (readers, labels) and the offset of one label."""
    readers, rows, used = scores.shape
    if yes.all() or not yes.any():
        return np.zeros((readers, used), dtype=np.float32), 5.0 if yes.all() else -5.0
    flat = scores.transpose(1, 0, 2).reshape(rows, -1)
    mean, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-6
    machine = LogisticRegression(C=_TRUST, max_iter=1_000)
    machine.fit((flat - mean) / spread, yes, sample_weight=weights)
    slopes = machine.coef_[0] / spread
    return slopes.reshape(readers, used), float(machine.intercept_[0] - mean @ slopes)


def _temperatures(head: Head, scores: Floats, yes: Yes) -> tuple[Floats, Floats]:
    """A slope and a bend for each reader, for all labels of a head of which exactly one is right.

    Without the bend, heads say too little where they hardly see a difference, and too much where
    they see a great one.
    """
    readers = len(scores)
    start = np.r_[np.full(readers, _START / readers), np.zeros(readers)]

    def surprise(curve: Floats) -> float:
        rising = bent(scores, curve[readers:, None, None])
        logits = np.tensordot(curve[:readers], rising, axes=1)
        told = np.log(np.clip(calibrated((head,), logits)[head.name][yes], 1e-6, 1))
        return _PRIOR * float(((curve - start) ** 2).sum()) - float(told.sum(dtype=np.float64))

    found: Floats = minimize(surprise, start, method="Nelder-Mead", options={"maxiter": 4_000}).x
    return found[:readers], found[readers:]
