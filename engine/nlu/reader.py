"""A model together with the encoder it learned with: reads messages without Rasa."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.errors import BrokenEncoder
from engine.nlu import archive
from engine.nlu.decide import Understanding
from engine.nlu.encoder import Encoder
from engine.nlu.features import Floats
from engine.nlu.model import Model


@dataclass(frozen=True)
class Reader:
    """Reads a message as the engine does; `trouble` says why it reads by the words alone."""

    model: Model
    encoder: Encoder | None
    trouble: str | None = None

    @classmethod
    def load(cls, path: Path) -> Reader:
        """The model of a file, or of the newest file of a folder; raises `BrokenModel`."""
        return cls.of(archive.load(path))

    @classmethod
    def of(cls, model: Model) -> Reader:
        """The model with the project's encoder, if that is the one it learned with."""
        try:
            encoder = Encoder.load()
        except BrokenEncoder as error:
            return cls(model, None, f"the encoder {error}")
        if model.senses is None or model.senses.encoder != encoder.name:
            return cls(model, None, "the model did not learn with this encoder: train it anew")
        return cls(model, encoder)

    def understand(self, text: str) -> Understanding:
        return self.model.understand(text, self.vector(text))

    def chances(self, text: str) -> dict[str, Floats]:
        return self.model.chances(text, self.vector(text))

    def vector(self, text: str) -> Floats | None:
        return None if self.encoder is None else self.encoder.vector(text)
