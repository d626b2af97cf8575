"""Starts the turn server and stock Rasa on the same model; speaks to both over loopback HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import aiohttp

from bench.talks import Said

ROOT = Path(__file__).resolve().parent.parent
_CONTEXT = {
    "language": "nl",
    "now": "2026-11-21T20:05:00+00:00",
    "risk": "none",
    "risk_types": [],
    "on_duty": False,
}
_ENDPOINTS = """
action_endpoint: {{url: "http://127.0.0.1:{port}/webhook"}}
nlg: {{type: engine.words.ReviewedWords}}
"""


class Talk(Protocol):
    """One conversation with one of the two."""

    async def say(self, said: Said) -> None:
        """One turn; an answer without a word is an error."""


class EngineTalk:
    """With the turn server: the caller keeps the state."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self._http, self._url, self._state = http, f"{base}/turn", None

    async def say(self, said: Said) -> None:
        """One turn."""
        button = {"intent": said.intent, "slots": said.slots} if said.intent else None
        message = {"text": said.text, "button": button}
        body = {"state": self._state, "message": message, "context": _CONTEXT}
        async with self._http.post(self._url, json=body) as response:
            answer = await response.json()
        assert answer["replies"]
        self._state = answer["state"]


class StockTalk:
    """With stock Rasa over its REST channel: Rasa keeps the conversation."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self._http, self._url = http, f"{base}/webhooks/rest/webhook"
        self._sender = uuid.uuid4().hex

    async def say(self, said: Said) -> None:
        """One turn."""
        slots = json.dumps(said.slots) if said.slots else ""
        text = f"/{said.intent}{slots}" if said.intent else said.text
        body = {"sender": self._sender, "message": text}
        async with self._http.post(self._url, json=body) as response:
            assert await response.json()


@contextmanager
def engine(model: Path) -> Iterator[str]:
    """The turn server; yields its address."""
    port = _free_port()
    with _process("engine", "serve", "--port", str(port), "--model", str(model)):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def stock(model: Path, scratch: Path) -> Iterator[str]:
    """`rasa run` and `rasa run actions`; yields the address of the first."""
    port, actions = _free_port(), _free_port()
    endpoints, credentials = scratch / "endpoints.yml", scratch / "credentials.yml"
    endpoints.write_text(_ENDPOINTS.format(port=actions))
    credentials.write_text("rest:\n")
    files = ("--endpoints", str(endpoints), "--credentials", str(credentials))
    with ExitStack() as running:
        running.enter_context(_process("rasa", "run", "actions", "--port", str(actions)))
        running.enter_context(
            _process("rasa", "run", "--model", str(model), "--port", str(port), *files)
        )
        yield f"http://127.0.0.1:{port}"


async def until_ready(http: aiohttp.ClientSession, url: str, sign: str) -> float:
    """Waits until a page holds the sign; returns the seconds it took."""
    start = time.perf_counter()
    while time.perf_counter() - start < 180:
        # Until it listens there is nobody to connect to.
        with suppress(aiohttp.ClientError):
            async with http.get(url) as response:
                if sign in await response.text():
                    return time.perf_counter() - start
        await asyncio.sleep(0.1)
    raise TimeoutError(url)


@contextmanager
def _process(module: str, *arguments: str) -> Iterator[subprocess.Popen[Any]]:
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
