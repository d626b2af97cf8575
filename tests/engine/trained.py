"""The model of the project's own examples, learned once for all tests that need one."""

from __future__ import annotations

import tarfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.nlu.encoder import Encoder
from engine.nlu.examples import Example, read_examples
from engine.nlu.labels import INTENTS
from engine.nlu.learn import Vectors, learn
from engine.nlu.model import FILES, Model
from engine.nlu.reader import Reader
from engine.nlu.recipe import Recipe

DATA = Path(__file__).parents[2] / "data" / "nlu"


@cache
def examples() -> tuple[Example, ...]:
    return tuple(read_examples(DATA))


@cache
def encoder() -> Encoder:
    return Encoder.load()


@cache
def vectors() -> Vectors:
    return Vectors(encoder().name, encoder().vectors([example.text for example in examples()]))


@cache
def model() -> Model:
    return learn(examples(), Recipe(), vectors())


@cache
def reader() -> Reader:
    return Reader(model(), encoder())


def chosen(rows: Iterable[int]) -> tuple[list[Example], Vectors]:
    """The examples that stand there, with their vectors."""
    rows = list(rows)
    return [examples()[row] for row in rows], Vectors(vectors().encoder, vectors().rows[rows])


def few_of_each() -> list[int]:
    """Where the first examples of every intent stand: few to learn from, but of everything."""
    intents = [example.labels.intent for example in examples()]
    starts = map(intents.index, INTENTS)
    return [row for start in starts for row in range(start, start + 12)]


def pack(archive: Path) -> Path:
    """A file as Rasa makes them, with our model among other things."""
    with TemporaryDirectory() as scratch:
        model().save(Path(scratch))
        (Path(scratch) / "metadata.json").write_text("{}")
        with tarfile.open(archive, "w:gz") as packed:
            for name in FILES:
                packed.add(Path(scratch) / name, f"components/train_understanding/{name}")
            packed.add(Path(scratch) / "metadata.json", "metadata.json")
    return archive
