"""How well messages are understood that the model has not seen, by cross-validation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from engine.nlu.decide import Understanding
from engine.nlu.examples import Example
from engine.nlu.labels import Labels
from engine.nlu.learn import learn
from engine.nlu.model import Model
from engine.nlu.recipe import Recipe
from expertise.themes import THEMES

_SURE = 0.5
_FALSE_ALARMS = 0.10


@dataclass(frozen=True)
class Reading:
    """What is right of a message, beside what a model made of it that had not seen it."""

    right: Labels
    said: Understanding
    risk_chance: float


def cross_validate(
    examples: Sequence[Example], recipe: Recipe, folds: int = 5, seed: int = 0
) -> Iterator[Reading]:
    """Reads each collected message (it has an id); the others are only learned from."""
    collected = [example for example in examples if example.id]
    written = [example for example in examples if not example.id]
    strata = [(example.labels.themes or ("none",))[0] for example in collected]
    parts = StratifiedKFold(folds, shuffle=True, random_state=seed)
    for known, unseen in parts.split(strata, strata):
        model = learn([*(collected[n] for n in known), *written], recipe)
        yield from (_read(model, collected[n]) for n in unseen)


def _read(model: Model, example: Example) -> Reading:
    chances = model.chances(example.text)
    said = model.decide(chances, example.text)
    return Reading(example.labels, said, float(chances["risk"][0]))


def figures(readings: Sequence[Reading]) -> dict[str, float]:
    """The measures by which the understanding is judged, each a share."""
    themed = [reading for reading in readings if reading.right.themes]
    talk = [reading for reading in readings if not reading.right.themes]
    return {**_themes(themed), **_talk(talk), **_risk(readings), **_rest(readings)}


def _themes(themed: Sequence[Reading]) -> dict[str, float]:
    first = [reading.right.themes[0] for reading in themed]
    best = [reading.said["ranking"][0] for reading in themed]
    named = [{theme["code"] for theme in reading.said["themes"]} for reading in themed]
    hits = sum(len(codes & set(r.right.themes)) for codes, r in zip(named, themed, strict=True))
    sure = [r for r in themed if r.said["themes"] and r.said["themes"][0]["confidence"] >= _SURE]
    return {
        "first theme": _share(a == b for a, b in zip(first, best, strict=True)),
        "first theme among best three": _share(
            r.right.themes[0] in r.said["ranking"][:3] for r in themed
        ),
        "first theme, macro-F1": float(f1_score(first, best, labels=THEMES, average="macro")),
        "named themes that are right": hits / max(1, sum(map(len, named))),
        "themes that are named": hits / sum(len(r.right.themes) for r in themed),
        "sure of a theme": len(sure) / len(themed),
        "right when sure": _share(r.said["themes"][0]["code"] in r.right.themes for r in sure),
        "theme taken for talk": _share(not r.said["themes"] for r in themed),
    }


def _talk(talk: Sequence[Reading]) -> dict[str, float]:
    return {
        "talk taken for a theme": _share(bool(r.said["themes"]) for r in talk),
        "kind of talk": _share(r.said["intent"] == r.right.intent for r in talk),
    }


def _risk(readings: Sequence[Reading]) -> dict[str, float]:
    right = np.array([reading.right.risk for reading in readings])
    said = np.array([reading.said["risk"] for reading in readings])
    chance = np.array([reading.risk_chance for reading in readings])
    level = np.quantile(chance[right == "none"], 1 - _FALSE_ALARMS)
    return {
        "risk, model alone at 10 % false alarms": _mean((chance > level)[right != "none"]),
        "risk, with the rules": _mean((said != "none")[right != "none"]),
        "risk, false alarms": _mean((said != "none")[right == "none"]),
        "acute seen as a risk": _mean((said != "none")[right == "acute"]),
        "acute seen as acute": _mean((said == "acute")[right == "acute"]),
        "called acute and is": _mean((right == "acute")[said == "acute"]),
    }


def _rest(readings: Sequence[Reading]) -> dict[str, float]:
    human = [r.said["wants_human"] for r in readings if r.right.wants_human]
    others = [r.said["wants_human"] for r in readings if not r.right.wants_human]
    shown = [r for r in readings if r.right.role != "unknown"]
    return {
        "wants a human": _share(human),
        "wants a human, false": _share(others),
        "role": _share(r.said["role"] == r.right.role for r in readings),
        "role where shown": _share(r.said["role"] == r.right.role for r in shown),
        "language": _share(r.said["lang"] == r.right.lang for r in readings),
    }


def _share(found: Iterable[bool]) -> float:
    listed = list(found)
    return sum(listed) / max(1, len(listed))


def _mean(found: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    return float(found.mean()) if found.size else 0.0
