"""The model as the engine loads it does what Rasa would do with it."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import pytest
import yaml
from rasa.core.channels.channel import UserMessage
from rasa.engine import loader
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from engine.model import Model, PredictionStorage
from tests.engine.running import ROOT

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text())
TEXTS = ["ik word gepest in de klas", "hoi", "mn vader slaat me", "kan ik met een mens praten?"]


@pytest.fixture(scope="module")
def model(trained: Path) -> Model:
    # Rasa warns of its own age with every domain that it loads.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Model.load(trained)


@pytest.fixture(scope="module")
def stock(trained: Path) -> tuple[ModelMetadata, GraphRunner]:
    """The same model as Rasa itself would run it."""
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return loader.load_predict_graph_runner(
            Path(scratch), trained, PredictionStorage, DaskGraphRunner
        )


def heard(model: Model, intent: str) -> DialogueStateTracker:
    tracker = DialogueStateTracker("somebody", model.domain.slots)
    tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
    tracker.update(UserUttered("", intent={"name": intent, "confidence": 1.0}))
    return tracker


@pytest.mark.parametrize("intent", DOMAIN["intents"])
def test_every_intent_has_a_rule_that_acts_once_and_then_listens(model: Model, intent: str) -> None:
    tracker = heard(model, intent)
    action, prediction = model.next_action(tracker)
    assert action in DOMAIN["actions"]
    assert prediction.max_confidence == 1.0
    tracker.update(ActionExecuted(action))
    assert model.next_action(tracker)[0] == ACTION_LISTEN_NAME


def test_nodes_run_in_order_give_what_rasas_own_runner_gives(
    model: Model, stock: tuple[ModelMetadata, GraphRunner]
) -> None:
    metadata, runner = stock
    for text in TEXTS:
        inputs = {PLACEHOLDER_MESSAGE: [UserMessage(text)]}
        message = runner.run(inputs, [metadata.nlu_target])[metadata.nlu_target][0]
        ours = model.understand([text])[0]
        assert ours["intent"] == message.get("intent")
        tracker = heard(model, ours["intent"]["name"])
        theirs = runner.run({PLACEHOLDER_TRACKER: tracker}, [metadata.core_target])
        assert model.next_action(tracker)[1].probabilities == (
            theirs[metadata.core_target].probabilities
        )


def test_slash_is_text_like_any_other(model: Model) -> None:
    heard = model.understand(["/confirm_handover"])[0]
    assert heard["intent"]["name"] != "confirm_handover"
    assert heard["intent"]["confidence"] < 1
