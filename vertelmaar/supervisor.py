"""Starts the engine, watches it, and starts it again when it ends.

The engine gets no setting and no secret: a bare environment, a socket, the models. Where the system
allows it, it also gets a network of its own with nothing in it (`confinement`).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import time
from asyncio.subprocess import Process
from collections.abc import Callable
from typing import Final

from bot.engine import Engine, Health
from vertelmaar import confinement
from vertelmaar.settings import ROOT, Settings

_LOOK_EVERY_S: Final = 0.25
_FIRST_WAIT_S: Final = 0.5
_LONGEST_WAIT_S: Final = 30.0
# An engine that answered this long was not broken from the start: the next wait is short again.
_PROVEN_AFTER_S: Final = 60.0
_STOP_PATIENCE_S: Final = 5.0
_log = logging.getLogger("vertelmaar")


class Supervisor:
    """One engine process, kept alive. `tell` gets a line for people at every change."""

    def __init__(self, settings: Settings, engine: Engine, tell: Callable[[str], None]) -> None:
        self._settings = settings
        self._engine = engine
        self._tell = tell
        self._process: Process | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The engine's process, while there is one."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Begin; returns at once, the engine is ready some seconds later."""
        self._task = asyncio.create_task(self._keep_alive())

    async def stop(self) -> None:
        """End the engine and the watch over it."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._end()

    async def _keep_alive(self) -> None:
        wait_s = _FIRST_WAIT_S
        while True:
            began = time.monotonic()
            try:
                await self._run_once()
            except OSError as error:
                self._tell(f"engine: cannot be started ({error.strerror})")
            if time.monotonic() - began > _PROVEN_AFTER_S:
                wait_s = _FIRST_WAIT_S
            self._tell(f"engine: ended, starting it again in {wait_s:g} s")
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, _LONGEST_WAIT_S)

    async def _run_once(self) -> None:
        self._settings.engine_socket.unlink(missing_ok=True)
        self._tell("engine: starting")
        began = time.monotonic()
        self._process = await asyncio.create_subprocess_exec(
            *confinement.prefix(),
            str(self._settings.engine_python),
            "-m",
            "engine",
            "serve",
            "--socket",
            str(self._settings.engine_socket),
            "--model",
            str(self._settings.models_dir),
            "--quiet",
            cwd=ROOT,
            env=confinement.environment(),
            stdin=asyncio.subprocess.DEVNULL,
            preexec_fn=confinement.die_with_parent,
        )
        announcing = asyncio.create_task(self._announce(began))
        try:
            await self._process.wait()
        finally:
            announcing.cancel()

    async def _announce(self, began: float) -> None:
        health: Health = await self._engine.health()
        while health.status == "starting":
            await asyncio.sleep(_LOOK_EVERY_S)
            health = await self._engine.health()
        if health.is_ready:
            took = time.monotonic() - began
            self._tell(f"engine: ready after {took:.1f} s, model {health.model}")
        else:
            self._tell(f"engine: {health.status}: {health.detail}")

    async def _end(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(_STOP_PATIENCE_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
