"""The engine with the trained model, as a process of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from vertelmaar import confinement
from vertelmaar.settings import ROOT, Settings


@contextmanager
def trained_engine(folder: Path) -> Iterator[Path]:
    """Run it until the block ends; yields its socket, as soon as it answers."""
    settings = Settings(data_dir=folder, _env_file=None)
    if not settings.engine_python.exists() or not any(settings.models_dir.glob("*.tar.gz")):
        pytest.skip("there is no engine with a model here: make setup")
    command = [
        str(settings.engine_python), "-m", "engine", "serve",
        "--socket", str(settings.engine_socket), "--model", str(settings.models_dir),
    ]  # fmt: skip
    with subprocess.Popen(
        command, cwd=ROOT, env=confinement.environment(), stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            said = next((line for line in process.stderr if "ready" in line), None)
            assert said is not None, "the engine ended before it was ready"
            yield settings.engine_socket
        finally:
            process.terminate()
