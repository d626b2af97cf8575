"""A trained model, ready to understand messages and to choose actions."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from rasa.core.channels.channel import UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.engine import loader
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from engine import lean
from engine.errors import BrokenModel
from engine.files import SUFFIX, newest
from engine.graph import InOrderRunner


class PredictionStorage(LocalModelStorage):
    """Reads a model without the description of its training.

    One node of it, which checks configurations, imports every component Rasa has.
    """

    @staticmethod
    def _load_metadata(directory: Path) -> ModelMetadata:
        described = json.loads((directory / "metadata.json").read_text())
        return ModelMetadata.from_dict({**described, "train_schema": {"nodes": {}}})


class Model:
    """One loaded model. It is never changed: another model is another object."""

    def __init__(self, version: str, domain: Domain, graph: InOrderRunner, core: str, nlu: str):
        self.version = version
        self.domain = domain
        self._graph = graph
        self._core = core
        # Rasa's last node turns text that begins with "/" into an intent of that name. People
        # type such text too, and buttons do not need it: the node before it is the target.
        self._nlu = graph.provider_of(nlu, "messages")

    @classmethod
    def load(cls, path: Path) -> Model:
        """Unpacks the file to a folder that is gone afterwards, and loads every component."""
        archive = newest(path)
        try:
            lean.prepare_for(archive)
            with tempfile.TemporaryDirectory() as scratch:
                metadata, graph = loader.load_predict_graph_runner(
                    Path(scratch), archive, PredictionStorage, InOrderRunner
                )
        except Exception as error:
            raise BrokenModel("the file cannot be loaded") from error
        if metadata.core_target is None:
            raise BrokenModel("the model has no rules")
        version = archive.name[: -len(SUFFIX)]
        runner = cast(InOrderRunner, graph)
        return cls(version, metadata.domain, runner, metadata.core_target, metadata.nlu_target)

    def understand(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """What Rasa calls parse data, one for each text."""
        messages = [UserMessage(text, message_id="") for text in texts]
        values = self._graph.run({PLACEHOLDER_MESSAGE: messages}, [self._nlu])
        return [message.as_dict(only_output_properties=True) for message in values[self._nlu]]

    def next_action(self, tracker: DialogueStateTracker) -> tuple[str, PolicyPrediction]:
        """What the rules say to do now."""
        values = self._graph.run({PLACEHOLDER_TRACKER: tracker}, [self._core])
        prediction: PolicyPrediction = values[self._core]
        name = self.domain.action_names_or_texts[prediction.max_confidence_index]
        return name, prediction
