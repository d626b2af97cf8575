"""Linear heads: every question's labels scored over one feature space; plain numpy at use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.nlu.features import Floats, Ints

# Per head, the labels that are right.
Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Head:
    """One question asked of a message: exactly one of the labels, or any number of them.

    `softness` and `balanced` say how it is learned: how closely the examples are followed, and
    whether rare labels weigh as much as frequent ones.
    """

    name: str
    labels: tuple[str, ...]
    exclusive: bool = False
    # Heads whose scores also tell something of this one's labels.
    beside: tuple[str, ...] = ()
    softness: float = 0.1
    balanced: bool = False


@dataclass(frozen=True)
class LinearHeads:
    """All labels of all heads side by side in one matrix, so that a message costs one product."""

    coefficients: Floats
    intercepts: Floats

    def of_counts(self, positions: Ints, weights: Floats) -> Floats:
        """Scores of a message that has few of very many features."""
        scores: Floats = weights @ self.coefficients[positions] + self.intercepts
        return scores

    def of_vector(self, vector: Floats) -> Floats:
        """Scores of a message, or a row of them each, that has every feature."""
        scores: Floats = vector @ self.coefficients + self.intercepts
        return scores


@dataclass(frozen=True)
class Blend:
    """What the scores of one or several readers are worth, as probabilities.

    `slopes` says for each reader what the score of a label is worth for each label, (readers,
    labels, labels); `offsets` is (labels,). `bends` says how much less a step is worth the higher
    the score already is, (readers, labels): 0 leaves a score as it is.
    """

    slopes: Floats
    offsets: Floats
    bends: Floats

    def chances(self, heads: Sequence[Head], scores: Sequence[Floats]) -> dict[str, Floats]:
        """Per head its labels' probabilities, out of each reader's scores of the same messages."""
        logits = self.offsets + sum(
            bent(score, bend) @ slope
            for slope, bend, score in zip(self.slopes, self.bends, scores, strict=True)
        )
        return calibrated(heads, np.asarray(logits, dtype=np.float32))


def bent(scores: Floats, bends: Floats) -> Floats:
    """Scores on a curve that rises everywhere, ever less steeply where the bend is above 0."""
    curves = np.where(bends == 0, 1.0, bends)
    # Beyond any score that heads give, and short of what a float cannot hold.
    raised = -np.expm1(np.clip(-curves * scores, -30.0, 30.0)) / curves
    return np.asarray(np.where(bends == 0, scores, raised), dtype=np.float32)


def calibrated(heads: Sequence[Head], logits: Floats) -> dict[str, Floats]:
    return {
        head.name: _softmax(logits[..., part]) if head.exclusive else _sigmoid(logits[..., part])
        for head, part in columns(heads)
    }


def columns(heads: Sequence[Head]) -> list[tuple[Head, slice]]:
    """Where each head's labels stand in the matrix."""
    ends = np.cumsum([len(head.labels) for head in heads]).tolist()
    return [
        (head, slice(end - len(head.labels), end)) for head, end in zip(heads, ends, strict=True)
    ]


def targets(heads: Sequence[Head], answers: Sequence[Answers]) -> NDArray[np.bool_]:
    """A row of yes and no for each message, in the order of the matrix."""
    asked = [(head.name, label) for head in heads for label in head.labels]
    return np.array([[label in answer[name] for name, label in asked] for answer in answers])


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * logits)), dtype=np.float32)


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)
