"""Learns a model from examples: features, heads, what they are worth, the levels for deciding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from sklearn.model_selection import StratifiedKFold

from engine.nlu.apart import is_apart
from engine.nlu.concepts import Concepts, read_concepts
from engine.nlu.decide import HEADS, Levels, answers
from engine.nlu.examples import Example
from engine.nlu.features import Floats, Vectoriser
from engine.nlu.linear import targets
from engine.nlu.model import Judge, Model, Senses
from engine.nlu.recipe import Recipe
from engine.nlu.training import (
    Rows,
    Split,
    Yes,
    blend,
    fit_counts,
    fit_vectors,
    matrix,
    unseen_scores,
)
from expertise import safety
from expertise.safety import RISK_TYPES
from expertise.themes import THEMES

# With fewer examples kept apart than this, all are judged, by heads that did not learn from them.
_ENOUGH_APART = 200
_FOLDS = 5
_URGENT = 2.0
_SUICIDE = RISK_TYPES.index("suicide")


@dataclass(frozen=True)
class Vectors:
    """What the encoder of this name makes of the examples, a row each."""

    encoder: str
    rows: Floats


def learn(given: Sequence[Example], recipe: Recipe, vectors: Vectors | None = None) -> Model:
    """The model that these examples make, with the levels that the recipe asks for.

    How sure to be is found on the examples that are kept apart: the encoder knows the others too
    well. The heads then learn from all.
    """
    # The order in which files are found must not change the model.
    order = sorted(range(len(given)), key=lambda n: (given[n].labels.intent, given[n].text))
    examples = [given[n] for n in order]
    texts = [example.text for example in examples]
    yes = targets(HEADS, [answers(example.labels) for example in examples])
    judged, splits = _splits(examples)
    jury = _Jury([examples[n] for n in judged], yes[judged], recipe)

    vectoriser = Vectoriser.learn(texts, Concepts(read_concepts()))
    counts, fit = matrix(vectoriser, texts), partial(fit_counts, heads=HEADS)
    of_words = unseen_scores(counts, yes, splits, fit)[judged]
    words = fit(counts, yes)
    if vectors is None:
        return Model(vectoriser, words, jury.judge([of_words]))
    rows = vectors.rows[order]
    of_senses = unseen_scores(rows, yes, splits, fit_vectors)[judged]
    senses = Senses(vectors.encoder, fit_vectors(rows, yes), jury.judge([of_words, of_senses]))
    return Model(vectoriser, words, jury.judge([of_words]), senses)


def _splits(examples: Sequence[Example]) -> tuple[Rows, list[Split]]:
    """Which rows are judged, and by learning from which others."""
    apart = np.array([is_apart(example.text) for example in examples])
    if apart.sum() >= _ENOUGH_APART:
        judged = np.flatnonzero(apart)
        return judged, [(np.flatnonzero(~apart), judged)]
    intents = [example.labels.intent for example in examples]
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    return np.arange(len(examples)), list(folds.split(intents, intents))


@dataclass(frozen=True)
class _Jury:
    """The examples by which scores are judged, with their right answers."""

    examples: Sequence[Example]
    yes: Yes
    recipe: Recipe

    def judge(self, scores: Sequence[Floats]) -> Judge:
        """What the scores are worth, and from which probability on something is said."""
        labels = [example.labels for example in self.examples]
        # Of the acute ones none should be missed.
        urgent = np.array([_URGENT if each.risk == "acute" else 1.0 for each in labels])
        blended = blend(HEADS, scores, self.yes, urgent)
        chances = blended.chances(HEADS, scores)
        ruled = np.array([safety.check(e.text).risk != "none" for e in self.examples])
        calm = np.array([each.risk == "none" for each in labels])
        acute = np.array([each.risk == "acute" for each in labels])
        human = np.array([each.wants_human for each in labels])
        themes = np.array([[theme in each.themes for theme in THEMES] for each in labels])
        themed = themes.any(axis=1)
        # The rules give false alarms too; what they leave of the share is the model's.
        left = self.recipe.risk_false_alarms - float((ruled & calm).sum() / calm.sum())
        levels = Levels(
            about=_level(chances["about"][themed], 1 - self.recipe.themes_missed),
            theme=_best_f1(chances["themes"], themes),
            concern=_level(chances["risk"][calm & ~ruled, 0], max(left, 0.01)),
            acute=_best_f1(chances["risk"][:, 1], acute),
            wants_human=_level(chances["wants_human"][~human], self.recipe.human_false_alarms),
            wonder=_level(chances["risk_types"][calm, _SUICIDE], self.recipe.needless_questions),
        )
        return Judge(blended, levels)


def _level(chances: Floats, share: float) -> float:
    """The level that this share of the chances reaches."""
    return round(float(np.quantile(chances, 1 - share)), 4)


def _best_f1(chances: Floats, meant: Yes) -> float:
    def f1(level: float) -> float:
        said = chances >= level
        return float(2 * (said & meant).sum() / (said.sum() + meant.sum()))

    levels: list[float] = np.linspace(0.05, 0.95, 91).round(2).tolist()
    return max(levels, key=f1)
