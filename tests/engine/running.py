"""Training and the turn server as processes of their own, and a client for the server's socket."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CONTEXT = {
    "language": "nl",
    "now": "2026-11-21T20:05:00+00:00",
    "risk": "none",
    "risk_types": [],
    "on_duty": False,
}


@dataclass(frozen=True)
class Training:
    """What a training left: the model, and what it said."""

    model: Path
    stdout: str
    stderr: str


def trained_in(folder: Path) -> Training:
    """Trains the project into an empty folder."""
    command = [sys.executable, "-m", "engine", "train", "--out", folder, "--progress"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    (model,) = folder.iterdir()
    return Training(model, ended.stdout, ended.stderr)


@dataclass
class Answer:
    """What came back."""

    status: int
    body: Any


class _SocketConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("engine")
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self._path))


@dataclass
class Running:
    """A turn server that runs."""

    process: subprocess.Popen[str]
    socket: Path
    stderr: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, body: object = None) -> Answer:
        """One request; bytes are sent as they are, anything else as JSON."""
        connection = _SocketConnection(self.socket)
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, path, sent)
        response = connection.getresponse()
        answer = Answer(response.status, json.loads(response.read()))
        connection.close()
        return answer

    def turn(self, text: str = "", state: Any = None, **given: Any) -> Answer:
        """One turn; `press` is an intent, `slots` what the button fills."""
        press = given.get("press")
        button = {"intent": press, "slots": given.get("slots", {})} if press else None
        message = {"text": text, "button": button}
        context = {**CONTEXT, **given.get("context", {})}
        return self.ask("POST", "/turn", {"state": state, "message": message, "context": context})

    def health(self) -> dict[str, Any]:
        """How it is."""
        found: dict[str, Any] = self.ask("GET", "/health").body
        return found

    def wait_for(self, sign: str) -> None:
        """Reads what the server says until it says this."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.stderr.append(line)
            if sign in line:
                return
        raise AssertionError(f"the server ended before it said {sign!r}: {self.stderr}")


@contextmanager
def running(model: Path, folder: Path, **environment: str) -> Iterator[Running]:
    """Starts a server and waits until it listens; its streams are kept."""
    place = folder / "engine.sock"
    command = [sys.executable, "-m", "engine", "serve", "--model", str(model), "--socket", place]
    environment = {**os.environ, **environment}
    with (
        (folder / "stdout").open("w") as stdout,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=stdout, stderr=subprocess.PIPE, text=True
        ) as process,
    ):
        server = Running(process, place)
        try:
            server.wait_for("listening")
            yield server
        finally:
            process.terminate()
            server.stderr += process.stderr or ()
