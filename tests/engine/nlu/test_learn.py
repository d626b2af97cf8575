from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from engine.nlu.apart import is_apart
from engine.nlu.decide import HEADS, Understanding, answers
from engine.nlu.examples import Example
from engine.nlu.features import Floats
from engine.nlu.labels import ROLES, Labels
from engine.nlu.learn import Vectors, learn
from engine.nlu.linear import columns, targets
from engine.nlu.model import Judge, Model
from engine.nlu.recipe import Recipe
from expertise.themes import THEMES
from tests.engine.trained import chosen, examples, few_of_each

FIRST = next(part for head, part in columns(HEADS) if head.name == "first")


@dataclass(frozen=True)
class Reading:
    """What is right of a message, beside what a model says that never saw it."""

    right: Labels
    chances: dict[str, Floats]
    said: Understanding


@cache
def _unseen() -> tuple[Model, list[int]]:
    """A model, and where the examples stand that neither it nor the encoder learned from.

    Of those that are kept apart the model needs the others, to find how sure to be.
    """
    apart = [row for row, example in enumerate(examples()) if is_apart(example.text)]
    judged = apart[::2]
    known, vectors = chosen(sorted({*range(len(examples()))} - {*judged}))
    return learn(known, Recipe(), vectors), judged


@cache
def _readings(together: bool) -> list[Reading]:
    model, judged = _unseen()
    some, vectors = chosen(judged)
    readings = []
    for example, row in zip(some, vectors.rows, strict=True):
        vector = row if together else None
        chances = model.chances(example.text, vector)
        said = model.decide(chances, example.text, vector)
        readings.append(Reading(example.labels, chances, said))
    return readings


def _some() -> list[int]:
    """Where examples stand of which enough are kept apart to judge with."""
    return [*range(0, len(examples()), 4)]


def _both(model: Model) -> tuple[Judge, Judge]:
    assert model.senses is not None
    return model.alone, model.senses.judge


@pytest.mark.parametrize("rows", [_some, few_of_each])
def test_learn_when_files_are_found_in_another_order_then_the_model_is_the_same(
    rows: Callable[[], list[int]],
) -> None:
    (known, vectors), (reverse, their_vectors) = chosen(rows()), chosen(rows()[::-1])
    one, other = learn(known, Recipe(), vectors), learn(reverse, Recipe(), their_vectors)
    for mine, yours in zip(_both(one), _both(other), strict=True):
        assert mine.levels == yours.levels
        assert (mine.blend.slopes == yours.blend.slopes).all()
    assert one.senses is not None
    assert other.senses is not None
    assert (one.words.coefficients == other.words.coefficients).all()
    assert (one.senses.heads.coefficients == other.senses.heads.coefficients).all()


def test_learn_when_more_mistakes_are_accepted_then_things_are_said_sooner() -> None:
    known, vectors = chosen(_some())
    strict = learn(known, Recipe(0.02, 0.05, 0.01, 0.01), vectors)
    loose = learn(known, Recipe(0.20, 0.30, 0.10, 0.10), vectors)
    for careful, bold in zip(_both(strict), _both(loose), strict=True):
        assert bold.levels.concern < careful.levels.concern
        assert bold.levels.wants_human < careful.levels.wants_human
        assert bold.levels.wonder < careful.levels.wonder
        # Below this level a message is taken for talk: a story may be missed sooner.
        assert bold.levels.about > careful.levels.about


def test_learn_when_there_are_no_vectors_then_the_words_are_learned_all_the_same() -> None:
    known, vectors = chosen(few_of_each())
    without, beside = learn(known, Recipe()), learn(known, Recipe(), vectors)
    assert without.senses is None
    for example in examples()[::100]:
        assert without.understand(example.text) == beside.understand(example.text)


def _known_by_heart() -> tuple[list[Example], Floats]:
    """Examples, with vectors in which every right answer stands."""
    known, _ = chosen(_some())
    right = targets(HEADS, [answers(example.labels) for example in known])
    return known, right.astype(np.float32)


def _weights(known: Sequence[Example], rows: Floats) -> tuple[float, float]:
    """What the words count for the first theme, and what the vectors."""
    _, together = _both(learn(known, Recipe(), Vectors("by heart", rows)))
    own = np.diagonal(together.blend.slopes, axis1=1, axis2=2)
    words, senses = own[:, FIRST].mean(axis=1)
    return float(words), float(senses)


def test_learn_when_the_encoder_knows_what_it_never_saw_then_it_is_trusted() -> None:
    words, senses = _weights(*_known_by_heart())
    assert senses > 2 * words


def test_learn_when_the_encoder_knows_only_what_it_was_taught_then_it_is_not_trusted() -> None:
    known, rows = _known_by_heart()
    apart = np.array([is_apart(example.text) for example in known])
    rows[apart] = np.random.default_rng(0).permutation(rows[apart])
    words, senses = _weights(known, rows)
    assert senses < 0.2 * words


def _figures(readings: Sequence[Reading]) -> dict[str, float]:
    themed = [each for each in readings if each.right.themes]
    risky, calm = _parted(readings, lambda right: right.risk != "none")
    asking, others = _parted(readings, lambda right: right.wants_human)
    shown, _ = _parted(readings, lambda right: right.role != "unknown")
    acute, _ = _parted(readings, lambda right: right.risk == "acute")
    first = [(each.right.themes[0], each.said["ranking"]) for each in themed]
    return {
        "first theme": _share(theme == ranking[0] for theme, ranking in first),
        "among the best three": _share(theme in ranking[:3] for theme, ranking in first),
        "risk found": _share(each.said["risk"] != "none" for each in risky),
        "acute seen as a risk": _share(each.said["risk"] != "none" for each in acute),
        "no false alarm": _share(each.said["risk"] == "none" for each in calm),
        "asks for a person": _share(each.said["wants_human"] for each in asking),
        "asks for nobody": _share(not each.said["wants_human"] for each in others),
        "role, where it shows": _share(each.said["role"] == each.right.role for each in shown),
    }


def _parted(
    readings: Sequence[Reading], is_so: Callable[[Labels], bool]
) -> tuple[list[Reading], list[Reading]]:
    so = [each for each in readings if is_so(each.right)]
    return so, [each for each in readings if not is_so(each.right)]


def _share(found: Iterable[float]) -> float:
    return float(np.mean([*found]))


ALONE = {
    "first theme": 0.56,
    "among the best three": 0.81,
    "risk found": 0.57,
    "acute seen as a risk": 0.79,
    "no false alarm": 0.84,
    "asks for a person": 0.79,
    "asks for nobody": 0.93,
    "role, where it shows": 0.73,
}
TOGETHER = {
    "first theme": 0.65,
    "among the best three": 0.86,
    "risk found": 0.69,
    "acute seen as a risk": 0.87,
    "no false alarm": 0.84,
    "asks for a person": 0.92,
    "asks for nobody": 0.93,
    "role, where it shows": 0.80,
}


@pytest.mark.parametrize(("together", "floors"), [(False, ALONE), (True, TOGETHER)])
def test_learn_when_judged_on_unseen_messages_then_it_is_no_worse_than_it_was(
    together: bool, floors: dict[str, float]
) -> None:
    """The floors lie below what was reached, so that a change that harms is noticed."""
    found = _figures(_readings(together))
    assert {name: value for name, value in found.items() if value < floors[name]} == {}


def test_learn_when_the_encoder_reads_too_then_more_themes_are_found() -> None:
    alone, together = _figures(_readings(together=False)), _figures(_readings(together=True))
    assert together["first theme"] > alone["first theme"]


def _claims(readings: Sequence[Reading]) -> dict[str, list[tuple[float, bool]]]:
    """How probable each thing was said to be, and whether it was so."""
    themed = [each for each in readings if each.right.themes]
    asked = [(each.chances, each.right) for each in readings]
    return {
        "first theme": [_best(e.chances["first"], THEMES, e.right.themes[0]) for e in themed],
        "role": [_best(chances["role"], ROLES, right.role) for chances, right in asked],
        "a theme": [(float(c["about"][0]), bool(right.themes)) for c, right in asked],
        "a person": [(float(c["wants_human"][0]), right.wants_human) for c, right in asked],
    }


def _best(chances: Floats, labels: Sequence[str], right: str) -> tuple[float, bool]:
    return float(chances.max()), labels[int(chances.argmax())] == right


def _error(claims: Sequence[tuple[float, bool]]) -> float:
    chances, so = np.array(claims).T
    return abs(float(chances.mean() - so.mean()))


@pytest.mark.parametrize("together", [False, True])
def test_learn_when_judged_on_unseen_messages_then_it_is_as_often_right_as_it_says(
    together: bool,
) -> None:
    for name, claims in _claims(_readings(together)).items():
        assert _error(claims) < 0.06, name
        # Nor may those make up for each other of which it is unsure, and sure.
        ordered, third = sorted(claims), len(claims) // 3
        for start in (0, third, 2 * third):
            assert _error(ordered[start : start + third]) < 0.12, (name, start)


@pytest.mark.parametrize("together", [False, True])
def test_learn_when_judged_on_unseen_messages_then_danger_is_not_said_to_be_less_than_it_is(
    together: bool,
) -> None:
    """What is acute weighs double, so danger may seem somewhat more probable than it is."""
    readings = _readings(together)
    for level, names in enumerate((("concern", "acute"), ("acute",))):
        said = _share(float(each.chances["risk"][level]) for each in readings)
        is_so = _share(each.right.risk in names for each in readings)
        assert -0.03 < said - is_so < 0.10, names
