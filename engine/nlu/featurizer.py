"""Rasa's view of the encoder: puts the vector of what a message means on the message."""

# Rasa reads the annotations of a component at run time, so they stay unquoted here.
from collections.abc import Iterable
from typing import Any, Dict, List, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.errors import BrokenEncoder
from engine.nlu.encoder import Encoder
from engine.nlu.features import Floats
from engine.quiet import log


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(GraphComponent):
    """A dense featurizer. The features' origin is the name of the encoder that made them.

    Without the encoder's files a message gets none, and is understood by its words alone.
    """

    def __init__(self, encoder: Optional[Encoder]) -> None:
        self.encoder = encoder

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceEncoder":
        try:
            return cls(Encoder.load())
        except BrokenEncoder as error:
            log.error("the encoder %s; messages are understood by their words alone", error)
            return cls(None)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        if self.encoder is not None:
            messages = [m for m in training_data.training_examples if m.get(TEXT)]
            vectors = self.encoder.vectors([message.get(TEXT) for message in messages])
            self._feature(messages, self.encoder.name, vectors)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        # Without threads, which a training needs and a turn of one message would only wait for.
        if self.encoder is not None:
            vectors = [self.encoder.vector(message.get(TEXT) or "") for message in messages]
            self._feature(messages, self.encoder.name, vectors)
        return messages

    @staticmethod
    def _feature(messages: List[Message], origin: str, vectors: Iterable[Floats]) -> None:
        for message, vector in zip(messages, vectors, strict=True):
            message.add_features(Features(vector[np.newaxis], FEATURE_TYPE_SENTENCE, TEXT, origin))
