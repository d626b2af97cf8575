"""Rasa is imported once, before any test, with its own libraries' warnings unheard.

They warn of each other, and change the filters while they do. What our code brings about afterwards
is an error, as everywhere.
"""

from __future__ import annotations

import os
import socket
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.running import Running, Training, running, trained_in

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
with warnings.catch_warnings(record=True):
    warnings.resetwarnings()
    import rasa.core.agent
    import rasa.core.training
    import rasa.model_training
    import rasa.server
    import rasa.validator  # noqa: F401


@pytest.fixture(scope="session")
def training(tmp_path_factory: pytest.TempPathFactory) -> Training:
    """A real training of the project, as `vertelmaar train` asks for it."""
    return trained_in(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="session")
def trained(training: Training) -> Path:
    """Its model."""
    return training.model


@pytest.fixture(scope="session")
def served(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A turn server that is ready, for tests that leave it as they found it."""
    with running(trained, tmp_path_factory.mktemp("served")) as server:
        server.wait_for("ready with model")
        yield server


@pytest.fixture
def free_port() -> int:
    """A port of the loopback address that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
