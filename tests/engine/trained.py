"""The model of the project's own examples, learned once for all tests that need one."""

from __future__ import annotations

import tarfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.nlu.examples import Example, read_examples
from engine.nlu.learn import learn
from engine.nlu.model import FILES, Model
from engine.nlu.recipe import Recipe

DATA = Path(__file__).parents[2] / "data" / "nlu"


@cache
def examples() -> tuple[Example, ...]:
    return tuple(read_examples(DATA))


@cache
def model() -> Model:
    return learn(examples(), Recipe())


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
