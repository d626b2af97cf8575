from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.nlu.encoder import Encoder
from engine.nlu.featurizer import SentenceEncoder
from engine.quiet import log

TEXTS = ["ik word gepest", "", "mijn vader slaat mij"]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


@pytest.fixture
def heard(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> pytest.LogCaptureFixture:
    """The engine's log, also if another test let it speak for itself."""
    monkeypatch.setattr(log, "propagate", True)
    caplog.set_level(logging.INFO, logger=log.name)
    return caplog


def _created(folder: Path) -> SentenceEncoder:
    storage, context = LocalModelStorage(folder), ExecutionContext(GraphSchema({}))
    return SentenceEncoder.create({}, storage, Resource("encoder"), context)


def _without_encoder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Looks for the encoder where there is none: its place is the default of an argument."""
    monkeypatch.setattr(Encoder.load.__func__, "__defaults__", (folder / "nowhere",))


def test_create_when_the_encoder_is_there_then_it_is_the_projects_own(
    encoder: Encoder, tmp_path: Path, heard: pytest.LogCaptureFixture
) -> None:
    created = _created(tmp_path).encoder
    assert created is not None
    assert created.name == encoder.name
    assert heard.messages == []


def test_process_when_read_then_each_message_has_its_vector_under_the_encoders_name(
    encoder: Encoder,
) -> None:
    messages = [Message.build(text) for text in TEXTS]
    assert SentenceEncoder(encoder).process(messages) is messages
    for text, message in zip(TEXTS, messages, strict=True):
        (found,) = message.features
        assert found.is_dense()
        assert (found.type, found.attribute, found.origin) == ("sentence", "text", encoder.name)
        assert found.features.shape == (1, encoder.width)
        assert np.array_equal(found.features[0], encoder.vector(text))


def test_process_when_a_message_has_no_text_then_its_vector_says_nothing(encoder: Encoder) -> None:
    message = SentenceEncoder(encoder).process([Message({"intent": {"name": "affirm"}})])[0]
    assert not message.features[0].features.any()


def test_process_training_data_when_read_then_only_what_has_words_has_a_vector(
    encoder: Encoder,
) -> None:
    typed, button = Message.build("ik word gepest", "bullying"), Message({"intent": "choose_theme"})
    data = TrainingData([typed, button])
    assert SentenceEncoder(encoder).process_training_data(data) is data
    assert [each.origin for each in typed.features] == [encoder.name]
    assert button.features == []


def test_create_when_the_encoder_is_missing_then_one_line_says_so_and_messages_get_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heard: pytest.LogCaptureFixture
) -> None:
    _without_encoder(monkeypatch, tmp_path)
    component = _created(tmp_path)
    (line,) = heard.messages
    assert line.startswith("the encoder is missing")
    assert line.endswith("messages are understood by their words alone")
    message = component.process([Message.build("ik word gepest")])[0]
    assert message.features == []


def test_process_training_data_when_there_is_no_encoder_then_messages_get_none() -> None:
    data = TrainingData([Message.build("ik word gepest", "bullying")])
    SentenceEncoder(None).process_training_data(data)
    assert data.training_examples[0].features == []
