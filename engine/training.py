"""Trains a model from the Rasa project at the root, the same every time, and says how far it is."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy
import rasa.engine.validation
from rasa.engine.caching import TrainingCache
from rasa.engine.recipes.recipe import Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.training.graph_trainer import GraphTrainer
from rasa.shared.data import TrainingType
from rasa.shared.importers.importer import TrainingDataImporter

from engine.graph import InOrderRunner

_SEED = 20150801


class NoCache(TrainingCache):
    """Rasa would keep examples and artefacts of every training in .rasa; we keep only the model."""

    def cache_output(self, *_: Any, **__: Any) -> None:
        """Forgets it."""

    def get_cached_output_fingerprint(self, *_: Any, **__: Any) -> None:
        """Knows none."""

    def get_cached_result(self, *_: Any, **__: Any) -> None:
        """Knows none."""


def train(project: Path, out: Path, report: Callable[[str, int, int], None] | None = None) -> Path:
    """Trains and packs a model, named by the moment; returns its file."""
    random.seed(_SEED)
    numpy.random.seed(_SEED)
    importer = TrainingDataImporter.load_from_config(
        str(project / "config.yml"), str(project / "domain.yml"), [str(project / "data")]
    )
    archive = out / f"{datetime.now(timezone.utc):%Y%m%d-%H%M%S}.tar.gz"
    with tempfile.TemporaryDirectory() as scratch:
        trainer = GraphTrainer(LocalModelStorage(Path(scratch)), NoCache(), _runner(report))
        trainer.train(_graph(importer), importer, archive, force_retraining=True)
    return archive


def _runner(report: Callable[[str, int, int], None] | None) -> type[InOrderRunner]:
    if report is None:
        return InOrderRunner
    return type("ReportingRunner", (InOrderRunner,), {"progress": staticmethod(report)})


def _graph(importer: TrainingDataImporter) -> Any:
    config = importer.get_config()
    recipe = Recipe.recipe_for_name(config.get("recipe"))
    config, _, _ = recipe.auto_configure(None, config, TrainingType.BOTH)
    graph = recipe.graph_config_for_recipe(config, {}, training_type=TrainingType.BOTH)
    rasa.engine.validation.validate(graph)
    return graph
