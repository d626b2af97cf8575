"""The real program in a process of its own, as `vertelmaar run` starts it, with another engine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vertelmaar.settings import ROOT

_STAND_IN = Path(__file__).with_name("stand_in_engine.py")
_PATIENCE_S = 30


@dataclass(frozen=True)
class Program:
    """A program that runs; what it says, on stdout and stderr, stands in a file."""

    port: int
    data_dir: Path
    environment: dict[str, str]
    process: subprocess.Popen[str]
    output: Path

    def until(self, words: str) -> None:
        """Read what it says until it says how far it is."""
        assert self.process.stdout is not None
        with self.output.open("a") as copy:
            for line in self.process.stdout:
                copy.write(line)
                if words in line:
                    return
        raise AssertionError(f"it ended before it said {words!r}")

    def command(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Another command on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "vertelmaar", *arguments],
            input=typed, env=self.environment, cwd=ROOT, capture_output=True, text=True,
            check=False,
        )  # fmt: skip


@contextmanager
def running_program(
    folder: Path, *, with_engine: bool = False, **settings: str
) -> Iterator[Program]:
    """Serve until the block ends, with the engine or with a program that stands in for it."""
    engine = folder / "engine-python"
    path = str(_STAND_IN)
    engine.write_text(
        f"#!{sys.executable}\nimport runpy\nrunpy.run_path({path!r}, {{}}, '__main__')"
    )
    engine.chmod(0o700)
    port, data = _free_port(), folder / "data"
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(ROOT),
        "VERTELMAAR_DATA_DIR": str(data),
        "VERTELMAAR_PORT": str(port),
        **{f"VERTELMAAR_{name.upper()}": value for name, value in settings.items()},
    }
    if not with_engine:
        environment["VERTELMAAR_ENGINE_PYTHON"] = str(engine)
    process = subprocess.Popen(
        [sys.executable, "-m", "vertelmaar", "run"],
        env=environment, cwd=folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    program = Program(port, data, environment, process, folder / "output.txt")
    try:
        yield program
    finally:
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=_PATIENCE_S)
        with program.output.open("a") as copy:
            copy.write(rest)


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
