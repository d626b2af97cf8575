"""Rasa's view of the model: trains it with `rasa train`, and puts its reading on a message."""

# Rasa reads the annotations of a component at run time, so they stay unquoted here.
from typing import Any, Dict, List

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.errors import BrokenModel
from engine.nlu.decide import intent_ranking
from engine.nlu.examples import read_example
from engine.nlu.labels import INTENTS
from engine.nlu.model import Model
from engine.nlu.recipe import Recipe


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class UnderstandingClassifier(GraphComponent, IntentClassifier):
    """Intent, themes, risk, role and wish for a human of a message, all by one model."""

    def __init__(
        self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, model: Any = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return Recipe().as_config()

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "UnderstandingClassifier":
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "UnderstandingClassifier":
        """The trained component; a broken model is an error here, not a silent guess later."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Model.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        # Serving needs no scikit-learn, which learning imports.
        from engine.nlu.learn import Vectors, learn

        # What a button means is not learned from words.
        taught = [m for m in training_data.intent_examples if m.get(INTENT) in INTENTS]
        examples = [
            read_example(
                message.get(TEXT),
                message.get(INTENT),
                message.get(METADATA, {}),
                f"{message.get(INTENT)}, example {number}",
            )
            for number, message in enumerate(taught, start=1)
        ]
        found = [_sensed(message) for message in taught]
        names = {name for name, _ in found}
        vectors = None
        if len(names) == 1 and None not in names:
            vectors = Vectors(names.pop(), np.array([vector for _, vector in found]))
        self._model = learn(examples, Recipe.from_config(self._config), vectors)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        if self._model is None:
            raise BrokenModel("the model was never trained")
        for message in messages:
            self._read(message)
        return messages

    def _read(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        vector = self._model.fitting(*_sensed(message))
        chances = self._model.chances(text, vector)
        understanding = self._model.decide(chances, text, vector)
        ranking = intent_ranking(chances, understanding)
        message.set("intent", ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set("understanding", understanding, add_to_output=True)


def _sensed(message: Message) -> Any:
    """The name of the encoder that read this message, and its vector; or nothing of both."""
    for each in message.features:
        if each.is_dense() and each.attribute == TEXT and each.type == FEATURE_TYPE_SENTENCE:
            return each.origin, each.features[0]
    return None, None
