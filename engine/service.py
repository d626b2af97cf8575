"""What a loaded model can be asked: to take a turn, and to understand many messages."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.dialogue import Dialogue
from engine.errors import BrokenModel
from engine.model import Model
from engine.protocol import TurnRequest

# Between two parts of a batch, turns get their turn.
_PART = 16
_CONTEXT = {
    "language": "nl",
    "now": "2026-01-01T12:00:00+00:00",
    "risk": "none",
    "risk_types": [],
    "on_duty": False,
}
_TRIAL = (
    {"text": "ik word elke dag gepest in de klas", "button": None},
    {"text": "", "button": {"intent": "choose_theme", "slots": {"theme": "bullying"}}},
    {"text": "/restart", "button": None},
)


class Service:
    """Answers with one model, from its first turn to its last."""

    def __init__(self, model: Model) -> None:
        self.version = model.version
        # What whoever runs the engine should know, though it answers.
        self.warning: str | None = None
        self._model = model
        self._dialogue = Dialogue(model)

    @classmethod
    def load(cls, path: Path) -> Service:
        """Loads a model and tries it; `BrokenModel` if it cannot do its work."""
        service = cls(Model.load(path))
        asyncio.run(service._try())
        return service

    async def turn(self, request: TurnRequest) -> dict[str, Any]:
        """Takes one turn."""
        return await self._dialogue.take(request)

    async def parse(self, texts: Sequence[str]) -> dict[str, Any]:
        """Understands each text, without a talk."""
        found: list[Mapping[str, Any]] = []
        for start in range(0, len(texts), _PART):
            heard = self._model.understand(texts[start : start + _PART])
            found += [each["understanding"] for each in heard]
            await asyncio.sleep(0)
        return {"results": found, "model": self.version}

    def _look_at(self, heard: Mapping[str, Any]) -> None:
        if heard.get("by_words_alone"):
            self.warning = "without the encoder: it is missing, or the model learned with another"

    async def _try(self) -> None:
        """A short talk. Some components load silently without what they learned."""
        state = None
        try:
            for message in _TRIAL:
                body = {"state": state, "message": message, "context": _CONTEXT}
                answer = await self.turn(TurnRequest.read(body))
                heard = answer["effects"]["understanding"]
                if not (answer["replies"] and (message["button"] or heard)):
                    raise BrokenModel("the model has no answer")
                state = answer["state"]
                self._look_at(heard or {})
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise BrokenModel("the model failed its trial") from error
