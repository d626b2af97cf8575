from __future__ import annotations

import tarfile
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BrokenModel
from engine.nlu.encoder import Encoder
from engine.nlu.examples import Example
from engine.nlu.learn import Vectors, learn
from engine.nlu.model import FILES, Model
from engine.nlu.reader import Reader
from engine.nlu.recipe import Recipe
from tests.engine.trained import examples, few_of_each

TEXTS = ["ik word gepest", "mijn vader slaat mij", "hoi", "", "😂", "the boys hit me every day"]


def _few() -> list[Example]:
    """Some examples of each intent: enough to read by."""
    return [examples()[row] for row in few_of_each()]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


@pytest.fixture(scope="module")
def vectors(encoder: Encoder) -> Vectors:
    return Vectors(encoder.name, encoder.vectors([example.text for example in _few()]))


@pytest.fixture(scope="module")
def sensing(vectors: Vectors) -> Model:
    return learn(_few(), Recipe(), vectors)


@pytest.fixture
def without_encoder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Looks for the encoder where there is none: its place is the default of an argument."""
    monkeypatch.setattr(Encoder.load.__func__, "__defaults__", (tmp_path / "nowhere",))


def test_understand_when_the_encoder_is_the_models_own_then_it_reads_by_words_and_meaning(
    sensing: Model, encoder: Encoder
) -> None:
    reader = Reader.of(sensing)
    assert reader.trouble is None
    for text in TEXTS:
        vector = encoder.vector(text)
        assert reader.understand(text) == sensing.understand(text, vector)
        assert not reader.understand(text)["by_words_alone"]
        found, chances = reader.chances(text), sensing.chances(text, vector)
        assert found.keys() == chances.keys()
        assert all(np.array_equal(found[head], chances[head]) for head in chances)


def test_chances_when_there_is_an_encoder_then_they_are_not_those_of_the_words(
    sensing: Model,
) -> None:
    found = Reader.of(sensing).chances("ik word gepest")
    assert not np.allclose(found["first"], sensing.chances("ik word gepest")["first"])


@pytest.mark.usefixtures("without_encoder")
def test_understand_when_the_encoder_is_missing_then_it_says_so_and_goes_by_the_words(
    sensing: Model,
) -> None:
    reader = Reader.of(sensing)
    assert reader.trouble is not None
    assert reader.trouble.startswith("the encoder is missing")
    for text in TEXTS:
        assert reader.vector(text) is None
        assert reader.understand(text) == sensing.understand(text)
        assert reader.understand(text)["by_words_alone"]


def test_understand_when_the_model_learned_with_another_encoder_then_it_goes_by_the_words(
    vectors: Vectors,
) -> None:
    other = learn(_few(), Recipe(), Vectors("another", vectors.rows))
    reader = Reader.of(other)
    assert reader.trouble == "the model did not learn with this encoder: train it anew"
    assert reader.encoder is None
    for text in TEXTS:
        assert reader.understand(text) == other.understand(text)
        assert reader.understand(text)["by_words_alone"]


def test_understand_when_the_model_learned_without_an_encoder_then_it_says_so() -> None:
    reader = Reader.of(learn(_few(), Recipe()))
    assert reader.trouble == "the model did not learn with this encoder: train it anew"
    assert reader.understand("ik word gepest")["by_words_alone"]


@pytest.mark.parametrize("is_folder", [True, False])
def test_load_when_a_model_was_packed_then_it_reads_as_before(
    sensing: Model, tmp_path: Path, is_folder: bool
) -> None:
    archive = tmp_path / "model.tar.gz"
    sensing.save(tmp_path)
    with tarfile.open(archive, "w:gz") as packed:
        for name in FILES:
            packed.add(tmp_path / name, f"components/train_understanding/{name}")
    reader = Reader.load(tmp_path if is_folder else archive)
    assert reader.trouble is None
    for text in TEXTS:
        assert reader.understand(text) == Reader.of(sensing).understand(text)


def test_load_when_the_model_is_broken_then_it_is_an_error_with_or_without_encoder(
    tmp_path: Path,
) -> None:
    (tmp_path / "model.tar.gz").write_bytes(b"rubbish")
    with pytest.raises(BrokenModel):
        Reader.load(tmp_path)
