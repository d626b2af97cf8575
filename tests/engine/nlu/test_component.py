from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.errors import BrokenModel
from engine.nlu.component import UnderstandingClassifier
from engine.nlu.labels import LabelError
from tests.engine.trained import DATA, model

CONFIG = UnderstandingClassifier.get_default_config()
RESOURCE = Resource("understanding")
CONTEXT = ExecutionContext(GraphSchema({}))


def _untrained(folder: Path) -> UnderstandingClassifier:
    return UnderstandingClassifier.create(CONFIG, LocalModelStorage(folder), RESOURCE, CONTEXT)


def _read(component: UnderstandingClassifier, text: str) -> dict[str, Any]:
    message = component.process([Message.build(text)])[0]
    return message.as_dict(only_output_properties=True)


# What checks the shape of the data in Rasa loads its extensions in an old way.
@pytest.mark.filterwarnings("ignore:the load_module:DeprecationWarning")
def test_train_when_rasa_loads_the_data_then_the_model_is_the_same_as_without(
    tmp_path: Path,
) -> None:
    _untrained(tmp_path).train(load_data(str(DATA)))
    loaded = UnderstandingClassifier.load(CONFIG, LocalModelStorage(tmp_path), RESOURCE, CONTEXT)
    parsed = _read(loaded, "mijn vader slaat mij")
    assert parsed["understanding"] == model().understand("mijn vader slaat mij")
    assert parsed["intent"]["name"] == "abuse_home"
    assert parsed["intent_ranking"][0] == parsed["intent"]


def test_process_when_untrained_then_it_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BrokenModel):
        _read(_untrained(tmp_path), "hoi")


def test_load_when_nothing_was_saved_then_it_is_an_error(tmp_path: Path) -> None:
    storage = LocalModelStorage(tmp_path)
    with storage.write_to(RESOURCE):
        pass
    with pytest.raises(BrokenModel):
        UnderstandingClassifier.load(CONFIG, storage, RESOURCE, CONTEXT)


def test_train_when_a_label_is_wrong_then_intent_and_example_are_named(tmp_path: Path) -> None:
    labels = {"themes": ["bullying"], "risk": "high"}
    message = Message.build("geheim", "bullying", intent_metadata=labels)
    with pytest.raises(LabelError, match="bullying, example 1"):
        _untrained(tmp_path).train(TrainingData([message]))
