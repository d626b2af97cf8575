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
    in_tongue,
    with_rules,
)
from engine.nlu.features import Floats, Vectoriser
from engine.nlu.labels import LANGUAGES
from engine.nlu.linear import Blend, LinearHeads
from engine.nlu.tongues import foreign_tongue

FORMAT = 3
FILES = _NUMBERS, _WORDS = "understanding.npz", "understanding.json"
_OTHER = LANGUAGES.index("other")
# Read at training and again at every load: the same answers show that the file is whole.
_PROBES = ("hoi", "ik word gepest in de klas", "mijn vader slaat mij", "ik wil een mens spreken")


@dataclass(frozen=True)
class Judge:
    """What scores are worth, and from which probability on something is said."""

    blend: Blend
    levels: Levels


@dataclass(frozen=True)
class Senses:
    """What is read out of the vectors of one encoder; `judge` weighs it together with the words."""

    encoder: str
    heads: LinearHeads
    judge: Judge


@dataclass(frozen=True)
class Model:
    """Reads messages; knows nothing of Rasa. Without a vector it goes by the words alone."""

    vectoriser: Vectoriser
    words: LinearHeads
    alone: Judge
    senses: Senses | None = None

    def understand(self, text: str, vector: Floats | None = None) -> Understanding:
        """The reading of one message, by the model and the fixed rules together."""
        return self.decide(self.chances(text, vector), text, vector)

    def fitting(self, encoder: str | None, vector: Floats | None) -> Floats | None:
        """The vector, if it is of the encoder whose vectors this model learned to read."""
        is_known = self.senses is not None and self.senses.encoder == encoder
        return vector if is_known else None

    def decide(
        self, chances: Mapping[str, Floats], text: str, vector: Floats | None = None
    ) -> Understanding:
        levels = self._judge(vector).levels
        tongue = foreign_tongue(text, doubt=float(chances["lang"][_OTHER]))
        understanding = in_tongue(with_rules(decide(chances, levels), text), tongue)
        return {**understanding, "by_words_alone": self._judge(vector) is self.alone}

    def chances(self, text: str, vector: Floats | None = None) -> dict[str, Floats]:
        """The probabilities that each head gives its labels."""
        scores = [self.words.of_counts(*self.vectoriser.transform(text))]
        if self.senses is not None and vector is not None:
            scores.append(self.senses.heads.of_vector(vector))
        return self._judge(vector).blend.chances(HEADS, scores)

    def _judge(self, vector: Floats | None) -> Judge:
        return self.alone if self.senses is None or vector is None else self.senses.judge

    def save(self, folder: Path) -> None:
        parts = {"idf": self.vectoriser.idf, **_numbers("words", self.words, self.alone)}
        words: dict[str, Any] = {
            "format": FORMAT,
            "heads": [asdict(head) for head in HEADS],
            "levels": asdict(self.alone.levels),
            "encoder": None,
            **self.vectoriser.as_json(),
        }
        if self.senses is not None:
            parts |= _numbers("senses", self.senses.heads, self.senses.judge)
            words["encoder"] = self.senses.encoder
            words["levels_together"] = asdict(self.senses.judge.levels)
        words["probes"] = _answers(self)
        np.savez_compressed(folder / _NUMBERS, **parts)
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


def _numbers(name: str, heads: LinearHeads, judge: Judge) -> dict[str, Floats]:
    return {
        f"{name}_coefficients": heads.coefficients,
        f"{name}_intercepts": heads.intercepts,
        f"{name}_slopes": judge.blend.slopes,
        f"{name}_offsets": judge.blend.offsets,
        f"{name}_bends": judge.blend.bends,
    }


def _assembled(words: dict[str, Any], numbers: Any) -> Model:
    if words["format"] != FORMAT:
        raise BrokenModel(f"the model has format {words['format']}, not {FORMAT}")
    if words["heads"] != json.loads(json.dumps([asdict(head) for head in HEADS])):
        raise BrokenModel("the model answers other questions than this version asks")
    vectoriser = Vectoriser.from_json(words, numbers["idf"])
    heads, judge = _part("words", numbers, Levels(**words["levels"]), readers=1)
    if not len(heads.coefficients) == len(numbers["idf"]) == vectoriser.size:
        raise BrokenModel("the parts of the model do not fit each other")
    if words["encoder"] is None:
        return Model(vectoriser, heads, judge)
    together = Levels(**words["levels_together"])
    senses = Senses(words["encoder"], *_part("senses", numbers, together, readers=2))
    return Model(vectoriser, heads, judge, senses)


def _part(name: str, numbers: Any, levels: Levels, readers: int) -> tuple[LinearHeads, Judge]:
    heads = LinearHeads(numbers[f"{name}_coefficients"], numbers[f"{name}_intercepts"])
    blend = Blend(*(numbers[f"{name}_{each}"] for each in ("slopes", "offsets", "bends")))
    outputs = sum(len(head.labels) for head in HEADS)
    found = heads.coefficients.shape[1:], *(each.shape for each in vars(blend).values())
    if found != ((outputs,), (readers, outputs, outputs), (outputs,), (readers, outputs)):
        raise BrokenModel("the parts of the model do not fit each other")
    if not heads.coefficients.any():
        raise BrokenModel("the model was never trained")
    return heads, Judge(blend, levels)


def _test(model: Model, probes: Sequence[Sequence[float]]) -> None:
    told, now = np.array(probes), np.array(_answers(model))
    if told.shape != now.shape or not np.allclose(told, now, atol=1e-3):
        raise BrokenModel("the model does not answer as it did when it was trained")


def _answers(model: Model) -> list[Sequence[float]]:
    """What the model says of its probes, by the words, and of each axis of the vectors."""
    answers: list[Sequence[float]] = [
        [float(c) for head in model.chances(p).values() for c in head] for p in _PROBES
    ]
    if model.senses is not None:
        width = len(model.senses.heads.coefficients)
        vector = np.full(width, width**-0.5, dtype=np.float32)
        chances = model.chances(_PROBES[0], vector)
        answers.append([float(chance) for head in chances.values() for chance in head])
    return answers
