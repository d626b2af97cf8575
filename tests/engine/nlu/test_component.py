from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.errors import BrokenModel
from engine.nlu.component import UnderstandingClassifier
from engine.nlu.featurizer import SentenceEncoder
from engine.nlu.labels import INTENTS, LabelError
from engine.nlu.learn import learn
from engine.nlu.model import Model
from engine.nlu.recipe import Recipe
from tests.engine.trained import DATA, chosen, encoder, examples, few_of_each

# What checks the shape of the data in Rasa loads its extensions in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:the load_module:DeprecationWarning")

CONFIG = UnderstandingClassifier.get_default_config()
RESOURCE = Resource("understanding")
CONTEXT = ExecutionContext(GraphSchema({}))
UNSEEN = ("mijn vader slaat mij", "hoi", "kan ik met iemand praten", "er is ruzie over een bal")


@pytest.fixture(scope="module")
def loaded() -> list[Message]:
    """A few examples of each intent as Rasa loads them, and a button, which it loads too."""
    texts = {examples()[row].text for row in few_of_each()}
    found = [m for m in load_data(str(DATA)).training_examples if m.get(TEXT) in texts]
    assert len(found) == len(texts)
    return [*found, Message.build("/choose_theme", "choose_theme")]


@pytest.fixture(scope="module")
def expected() -> Model:
    """What is learned of the same examples without Rasa."""
    some, vectors = chosen(few_of_each())
    return learn(some, Recipe(), vectors)


def _with_features(messages: list[Message], name: str | None = None) -> list[Message]:
    """The same with their vectors; `name` is the encoder that they are said to be of."""
    featured = [Message(dict(message.data)) for message in messages]
    SentenceEncoder(encoder()).process(featured)
    for message in featured:
        message.features[0].origin = name or encoder().name
    return featured


def _untrained(folder: Path) -> UnderstandingClassifier:
    return UnderstandingClassifier.create(CONFIG, LocalModelStorage(folder), RESOURCE, CONTEXT)


def _trained(folder: Path, messages: list[Message]) -> UnderstandingClassifier:
    """Trained, and loaded again from what was stored."""
    _untrained(folder).train(TrainingData(messages))
    return UnderstandingClassifier.load(CONFIG, LocalModelStorage(folder), RESOURCE, CONTEXT)


def _read(component: UnderstandingClassifier, message: Message) -> dict[str, Any]:
    component.process([message])
    found: dict[str, Any] = message.as_dict(only_output_properties=True)
    return found


def test_train_when_messages_have_vectors_then_the_model_is_the_same_as_without_rasa(
    loaded: list[Message], expected: Model, tmp_path: Path
) -> None:
    component = _trained(tmp_path, _with_features(loaded))
    for text in UNSEEN:
        by_words = _read(component, Message.build(text))
        assert by_words["understanding"] == expected.understand(text)
        (message,) = _with_features([Message.build(text)])
        said = expected.understand(text, encoder().vector(text))
        assert _read(component, message)["understanding"] == said
        (message,) = _with_features([Message.build(text)], "another encoder")
        assert _read(component, message)["understanding"] == by_words["understanding"]


def test_train_when_messages_have_no_vectors_then_it_reads_by_the_words_alone(
    loaded: list[Message], expected: Model, tmp_path: Path
) -> None:
    component = _trained(tmp_path, loaded)
    for text in UNSEEN:
        for message in (Message.build(text), *_with_features([Message.build(text)])):
            assert _read(component, message)["understanding"] == expected.understand(text)


@pytest.mark.parametrize("odd", ["has no vector", "has one of another encoder"])
def test_train_when_one_message_is_not_like_the_others_then_no_vector_is_learned_from(
    loaded: list[Message], expected: Model, tmp_path: Path, odd: str
) -> None:
    last = loaded[:1] if odd == "has no vector" else _with_features(loaded[:1], "another encoder")
    component = _trained(tmp_path, [*_with_features(loaded[1:]), *last])
    (message,) = _with_features([Message.build(UNSEEN[0])])
    assert _read(component, message)["understanding"] == expected.understand(UNSEEN[0])


def test_process_when_a_message_was_read_then_rasa_finds_intent_and_ranking(
    expected: Model, tmp_path: Path
) -> None:
    component = UnderstandingClassifier(CONFIG, LocalModelStorage(tmp_path), RESOURCE, expected)
    for text in UNSEEN:
        for message in (Message.build(text), *_with_features([Message.build(text)])):
            parsed = _read(component, message)
            understood = parsed["understanding"]
            assert parsed["intent"]["name"] == understood["intent"]
            assert parsed["intent"]["confidence"] == understood["confidence"]
            assert parsed["intent_ranking"][0] == parsed["intent"]
            assert sorted(each["name"] for each in parsed["intent_ranking"]) == sorted(INTENTS)


def test_process_when_a_message_has_other_features_then_they_are_not_taken_for_its_meaning(
    expected: Model, tmp_path: Path
) -> None:
    component = UnderstandingClassifier(CONFIG, LocalModelStorage(tmp_path), RESOURCE, expected)
    message, vector = Message.build(UNSEEN[0]), encoder().vector("hoi")[np.newaxis]
    message.add_features(Features(vector, "sequence", TEXT, encoder().name))
    message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, "response", encoder().name))
    assert _read(component, message)["understanding"] == expected.understand(UNSEEN[0])


def test_process_when_a_message_has_no_text_then_there_is_still_an_answer(
    expected: Model, tmp_path: Path
) -> None:
    component = UnderstandingClassifier(CONFIG, LocalModelStorage(tmp_path), RESOURCE, expected)
    message = Message({})
    component.process([message])
    assert message.get("understanding") == expected.understand("")


def test_process_when_untrained_then_it_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BrokenModel):
        _read(_untrained(tmp_path), Message.build("hoi"))


def test_load_when_nothing_was_saved_then_it_is_an_error(tmp_path: Path) -> None:
    storage = LocalModelStorage(tmp_path)
    with storage.write_to(RESOURCE):
        pass
    with pytest.raises(BrokenModel):
        UnderstandingClassifier.load(CONFIG, storage, RESOURCE, CONTEXT)


def test_train_when_a_label_is_wrong_then_intent_and_example_are_named(tmp_path: Path) -> None:
    labels = {"themes": ["bullying"], "risk": "high"}
    message = Message.build("geheim", "bullying", intent_metadata=labels)
    with pytest.raises(LabelError, match="bullying, example 1") as caught:
        _untrained(tmp_path).train(TrainingData([message]))
    assert "geheim" not in str(caught.value)
