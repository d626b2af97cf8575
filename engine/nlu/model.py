"""The trained model: learned from examples, kept as plain numbers, checked when it is loaded."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from engine.errors import BrokenModel
from engine.nlu.decide import (
    HEADS,
    Levels,
    Understanding,
    decide,
    of_foreign_script,
    with_rules,
)
from engine.nlu.features import Floats, Vectoriser
from engine.nlu.linear import Head, LinearHeads
from engine.nlu.normalise import is_foreign_script

FORMAT = 1
FILES = _NUMBERS, _WORDS = "understanding.npz", "understanding.json"
# Read at training and again at every load: the same answers show that the file is whole.
_PROBES = ("hoi", "ik word gepest in de klas", "mijn vader slaat mij", "ik wil een mens spreken")


@dataclass(frozen=True)
class Model:
    """Reads messages; knows nothing of Rasa."""

    vectoriser: Vectoriser
    linear: LinearHeads
    levels: Levels

    def understand(self, text: str) -> Understanding:
        """The reading of one message, by the model and the fixed rules together."""
        return self.decide(self.chances(text), text)

    def decide(self, chances: Mapping[str, Floats], text: str) -> Understanding:
        understanding = with_rules(decide(chances, self.levels), text)
        return of_foreign_script(understanding) if is_foreign_script(text) else understanding

    def chances(self, text: str) -> dict[str, Floats]:
        """The probabilities that each head gives its labels."""
        return self.linear.probabilities(self.linear.scores(*self.vectoriser.transform(text)))

    def save(self, folder: Path) -> None:
        linear = self.linear
        np.savez_compressed(
            folder / _NUMBERS,
            idf=self.vectoriser.idf,
            coefficients=linear.coefficients,
            intercepts=linear.intercepts,
            slopes=linear.slopes,
            offsets=linear.offsets,
        )
        words = {
            "format": FORMAT,
            "heads": [asdict(head) for head in linear.heads],
            "levels": asdict(self.levels),
            "probes": _answers(self),
            **self.vectoriser.as_json(),
        }
        text = json.dumps(words, ensure_ascii=False)
        (folder / _WORDS).write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Model:
        """The model of a folder; raises `BrokenModel` rather than answer wrongly."""
        try:
            words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
            with (folder / _NUMBERS).open("rb") as file:
                model = _assembled(words, np.load(file, allow_pickle=False))
            _test(model, words["probes"])
        except (OSError, EOFError, BadZipFile, zlib.error, LookupError, TypeError, ValueError) as e:
            raise BrokenModel(f"the model cannot be read: {type(e).__name__}") from e
        return model


def _assembled(words: dict[str, Any], numbers: Any) -> Model:
    if words["format"] != FORMAT:
        raise BrokenModel(f"the model has format {words['format']}, not {FORMAT}")
    heads = tuple(Head(**{**head, "labels": tuple(head["labels"])}) for head in words["heads"])
    if heads != HEADS:
        raise BrokenModel("the model answers other questions than this version asks")
    parts = {name: numbers[name] for name in ("coefficients", "intercepts", "slopes", "offsets")}
    vectoriser = Vectoriser.from_json(words, numbers["idf"])
    outputs = sum(len(head.labels) for head in heads)
    if parts["coefficients"].shape != (vectoriser.size, outputs) or len(numbers["idf"]) != (
        vectoriser.size
    ):
        raise BrokenModel("the parts of the model do not fit each other")
    return Model(vectoriser, LinearHeads(heads, **parts), Levels(**words["levels"]))


def _test(model: Model, probes: Sequence[Sequence[float]]) -> None:
    if not model.linear.coefficients.any():
        raise BrokenModel("the model was never trained")
    told, now = np.array(probes), np.array(_answers(model))
    if told.shape != now.shape or not np.allclose(told, now, atol=1e-3):
        raise BrokenModel("the model does not answer as it did when it was trained")


def _answers(model: Model) -> list[Sequence[float]]:
    return [
        [float(chance) for head in model.chances(probe).values() for chance in head]
        for probe in _PROBES
    ]
