"""Learns a model from examples: features, heads, calibration, and the levels for deciding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.nlu.concepts import Concepts, read_concepts
from engine.nlu.decide import HEADS, Levels, answers
from engine.nlu.examples import Example
from engine.nlu.features import Floats, Vectoriser
from engine.nlu.linear import calibrated, columns, targets
from engine.nlu.model import Model
from engine.nlu.recipe import Recipe
from engine.nlu.training import calibrate, fit, matrix, unseen_scores
from expertise import safety
from expertise.themes import THEMES

Yes = NDArray[np.bool_]


def learn(given: Iterable[Example], recipe: Recipe) -> Model:
    """The model that these examples make, with the levels that the recipe asks for.

    Collected messages (those with an id) are what will be typed; what was written to fill gaps is
    easier and would make the model too sure, so probabilities and levels are set without it.
    """
    # The order in which files are found must not change the model.
    examples = sorted(given, key=lambda example: (example.labels.intent, example.text))
    texts = [example.text for example in examples]
    vectoriser = Vectoriser.learn(texts, Concepts(read_concepts()))
    features = matrix(vectoriser, texts)
    yes = targets(HEADS, [answers(example.labels) for example in examples])
    intents = [example.labels.intent for example in examples]
    unseen = _leaning_to_acute(unseen_scores(features, yes, intents, HEADS))
    typical = [n for n, e in enumerate(examples) if e.id] or list(range(len(examples)))
    slopes, offsets = calibrate(HEADS, unseen[typical], yes[typical])
    bare = fit(features, yes, HEADS)
    linear = replace(
        bare,
        coefficients=_leaning_to_acute(bare.coefficients),
        intercepts=_leaning_to_acute(bare.intercepts),
        slopes=slopes,
        offsets=offsets,
    )
    chances = calibrated(HEADS, unseen[typical] * slopes + offsets)
    return Model(vectoriser, linear, _levels(chances, [examples[n] for n in typical], recipe))


def _leaning_to_acute(values: Floats) -> Floats:
    """What counts for an acute risk counts double for a risk: of those none should be missed."""
    concern = next(part.start for head, part in columns(HEADS) if head.name == "risk")
    leaning = values.copy()
    leaning[..., concern] += leaning[..., concern + 1]
    return leaning


def _levels(chances: Mapping[str, Floats], examples: Sequence[Example], recipe: Recipe) -> Levels:
    labels = [example.labels for example in examples]
    ruled = np.array([safety.check(example.text).risk != "none" for example in examples])
    calm = np.array([each.risk == "none" for each in labels])
    acute = np.array([each.risk == "acute" for each in labels])
    human = np.array([each.wants_human for each in labels])
    themes = np.array([[theme in each.themes for theme in THEMES] for each in labels])
    themed = themes.any(axis=1)
    # The rules give false alarms too; what they leave of the share is the model's.
    left = recipe.risk_false_alarms - float((ruled & calm).sum() / calm.sum())
    return Levels(
        about=_level(chances["about"][themed], 1 - recipe.themes_missed),
        theme=_best_f1(chances["themes"], themes),
        concern=_level(chances["risk"][calm & ~ruled, 0], max(left, 0.01)),
        acute=_best_f1(chances["risk"][:, 1], acute),
        wants_human=_level(chances["wants_human"][~human], recipe.human_false_alarms),
    )


def _level(chances: Floats, share: float) -> float:
    """The level that this share of the chances reaches."""
    return round(float(np.quantile(chances, 1 - share)), 4)


def _best_f1(chances: Floats, meant: Yes) -> float:
    def f1(level: float) -> float:
        said = chances >= level
        return float(2 * (said & meant).sum() / (said.sum() + meant.sum()))

    levels: list[float] = np.linspace(0.05, 0.95, 91).round(2).tolist()
    return max(levels, key=f1)
