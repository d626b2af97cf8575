"""The measures by which the understanding is judged, each with the range it may truly lie in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest
from sklearn.metrics import f1_score

from engine.evaluate.readings import Reading
from expertise import safety
from expertise.themes import THEMES

_ALARMS = 0.10
_DRAWS = 1_000
_BINS = 10

Readings = Sequence[Reading]


@dataclass(frozen=True)
class Measure:
    """A share, the range in which it lies with 95 % certainty, and of how many messages it is."""

    name: str
    value: float
    low: float
    high: float
    of: int


def measures(readings: Readings) -> list[Measure]:
    """All measures over these messages; what none of them can tell is left out."""
    return [measure for measure in _all(readings) if measure.of]


def _all(readings: Readings) -> Iterator[Measure]:
    themed = [r for r in readings if r.message.labels.themes]
    talk = [r for r in readings if not r.message.labels.themes]
    yield _share("first theme", (r.said["ranking"][0] == _first(r) for r in themed))
    yield _share("among the best three", (_first(r) in r.said["ranking"][:3] for r in themed))
    yield _macro_f1(themed)
    named = [(code["code"], r) for r in themed for code in r.said["themes"]]
    yield _share("named themes that are right", (c in r.message.labels.themes for c, r in named))
    sure = [r for r in themed if r.said["themes"] and r.said["themes"][0]["confidence"] >= 0.5]
    yield _share("sure of a theme", (r in sure for r in themed))
    yield _share("right when sure", (_is_named(r) for r in sure))
    yield _share("theme taken for talk", (not r.said["themes"] for r in themed))
    yield _share("talk taken for a theme", (bool(r.said["themes"]) for r in talk))
    yield from _risk(readings)
    yield from _person(readings)
    shown = [r for r in readings if r.message.labels.role != "unknown"]
    yield _share("role, where it shows", (r.said["role"] == r.message.labels.role for r in shown))
    yield _share("language", (r.said["lang"] == r.message.labels.lang for r in readings))


def _risk(readings: Readings) -> Iterator[Measure]:
    calm, risky, acute = (
        [r for r in readings if r.message.labels.risk in kinds]
        for kinds in (("none",), ("concern", "acute"), ("acute",))
    )
    yield _share("risk found", (_seen(r) for r in risky))
    yield _share("risk, false alarms", (_seen(r) for r in calm))
    yield _share("acute seen as a risk", (_seen(r) for r in acute))
    yield _share("acute seen as acute", (r.said["risk"] == "acute" for r in acute))
    yield _share("risk, by the rules alone", (_ruled(r) for r in risky))
    yield _share("risk, by the rules alone, false alarms", (_ruled(r) for r in calm))
    if calm:
        level = float(np.quantile([r.risk_chance for r in calm], 1 - _ALARMS))
        alone = (r.risk_chance > level for r in risky)
        yield _share("risk, by the model alone at 10 % false alarms", alone)


def _person(readings: Readings) -> Iterator[Measure]:
    asked = [r for r in readings if r.message.labels.wants_human]
    others = [r for r in readings if not r.message.labels.wants_human]
    yield _share("asks for a person", (r.said["wants_human"] for r in asked))
    yield _share("asks for a person, false", (r.said["wants_human"] for r in others))


def groups(readings: Readings) -> Iterator[tuple[str, str, Readings]]:
    """The same messages by theme, role, age, directness and language: kind, name, messages."""
    kinds: dict[str, Callable[[Reading], str]] = {
        "theme": lambda r: _first(r) or "none",
        "role": lambda r: r.message.labels.role,
        "age": lambda r: r.message.age,
        "said": lambda r: "directly" if r.message.direct else "indirectly",
        "language": lambda r: r.message.labels.lang,
    }
    for kind, name_of in kinds.items():
        names = [name_of(r) for r in readings]
        for name in sorted(set(names)):
            yield kind, name, [r for r, own in zip(readings, names, strict=True) if own == name]


def confusion(readings: Readings) -> dict[tuple[str, str], int]:
    """How often which first theme was taken for which."""
    found: dict[tuple[str, str], int] = {}
    for reading in readings:
        if reading.message.labels.themes:
            pair = (_first(reading), reading.said["ranking"][0])
            found[pair] = found.get(pair, 0) + 1
    return found


def calibration(readings: Readings) -> list[tuple[float, float, int]]:
    """Of messages with about the same confidence in a theme: confidence, share right, how many."""
    sure = [r for r in readings if r.said["themes"]]
    bins: list[list[Reading]] = [[] for _ in range(_BINS)]
    for reading in sure:
        bins[min(int(_confidence(reading) * _BINS), _BINS - 1)].append(reading)
    return [
        (
            float(np.mean([_confidence(r) for r in each])),
            float(np.mean([_is_named(r) for r in each])),
            len(each),
        )
        for each in bins
        if each
    ]


def calibration_error(readings: Readings) -> float:
    """By how much confidence and truth differ, on the average of the messages."""
    found = calibration(readings)
    total = sum(count for *_, count in found)
    return sum(abs(sure - right) * count for sure, right, count in found) / max(1, total)


def worst(readings: Readings, count: int) -> list[Reading]:
    """Unseen risks, the acute first; then themes that it was most sure of and wrong about."""
    unseen = [r for r in readings if r.message.labels.risk != "none" and not _seen(r)]
    unseen.sort(key=lambda r: (r.message.labels.risk, r.risk_chance))
    wrong = [r for r in readings if r.said["themes"] and not _is_named(r)]
    wrong.sort(key=_confidence, reverse=True)
    return [*unseen[:count], *wrong[:count]]


def _macro_f1(themed: Readings) -> Measure:
    right = np.array([_first(r) for r in themed])
    said = np.array([r.said["ranking"][0] for r in themed])
    if not themed:
        return Measure("macro-F1", 0.0, 0.0, 0.0, 0)
    chance = np.random.default_rng(0)
    draws = (chance.integers(0, len(themed), len(themed)) for _ in range(_DRAWS))
    low, high = np.quantile([_f1(right[draw], said[draw]) for draw in draws], (0.025, 0.975))
    return Measure("macro-F1", _f1(right, said), float(low), float(high), len(themed))


def _f1(right: np.ndarray, said: np.ndarray) -> float:  # type: ignore[type-arg]
    there = [theme for theme in THEMES if theme in right]
    return float(f1_score(right, said, labels=there, average="macro", zero_division=0))


def _share(name: str, found: Iterable[bool]) -> Measure:
    listed = list(found)
    if not listed:
        return Measure(name, 0.0, 0.0, 0.0, 0)
    result = binomtest(sum(listed), len(listed))
    low, high = result.proportion_ci(method="wilson")
    return Measure(name, sum(listed) / len(listed), float(low), float(high), len(listed))


def _first(reading: Reading) -> str:
    return next(iter(reading.message.labels.themes), "")


def _is_named(reading: Reading) -> bool:
    return reading.said["themes"][0]["code"] in reading.message.labels.themes


def _confidence(reading: Reading) -> float:
    return float(reading.said["themes"][0]["confidence"])


def _seen(reading: Reading) -> bool:
    return bool(reading.said["risk"] != "none")


def _ruled(reading: Reading) -> bool:
    return safety.check(reading.message.text).risk != "none"
