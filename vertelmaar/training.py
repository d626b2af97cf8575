"""Training as people see it: a progress bar; the work itself is the engine's own process."""

from __future__ import annotations

import asyncio
import json
import subprocess
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.engine import HttpEngine
from bot.errors import EngineUnavailable
from vertelmaar.confinement import environment
from vertelmaar.settings import ROOT, Settings
from vertelmaar.trouble import TrainingFailed


def train(settings: Settings, screen: Console) -> Path:
    """Train, show how far it is, and let a running engine change over.

    Raises:
        TrainingFailed: with the engine's last words.
    """
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    before = set(settings.models_dir.glob("*.tar.gz"))
    _run(settings, screen)
    made = sorted(set(settings.models_dir.glob("*.tar.gz")) - before)
    if not made:
        raise TrainingFailed("no model was written")
    asyncio.run(_change_over(settings, made[-1]))
    return made[-1]


def _run(settings: Settings, screen: Console) -> None:
    command = [settings.engine_python, "-m", "engine", "train", "--progress", "--out"]
    # A file and not a pipe: whoever fills an unread pipe stands still.
    with (
        tempfile.TemporaryFile("w+") as complaints,
        subprocess.Popen(
            [*map(str, command), str(settings.models_dir)],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=screen) as bar:
            task = bar.add_task("starting", total=None)
            for line in process.stdout:
                step = json.loads(line)
                bar.update(
                    task, description=step["stage"], completed=step["done"], total=step["total"]
                )
        returned = process.wait()
        complaints.seek(0)
        last_words = complaints.read().strip().splitlines()[-1:]
    if returned:
        raise TrainingFailed(*last_words or [f"exit code {returned}"])


async def _change_over(settings: Settings, model: Path) -> None:
    engine = HttpEngine(settings.engine_socket)
    try:
        if (await engine.health()).is_ready:
            await engine.load(model)
    except EngineUnavailable as error:
        raise TrainingFailed("the running engine did not take the new model") from error
    finally:
        await engine.close()
