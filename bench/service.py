"""The whole service as `vertelmaar run` starts it: how soon it answers, what memory it takes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import psutil

from vertelmaar.settings import ROOT, Settings

_STARTS: Final = 3
_TALKS: Final = 5
_TURNS: Final = 100
_PORT: Final = 8931
_CONTEXT: Final = {
    "language": "nl",
    "now": "2026-11-21T20:00:00+00:00",
    "risk": "none",
    "risk_types": [],
    "on_duty": True,
}


@dataclass(frozen=True)
class Figures:
    """One start of the service. Seconds, megabytes, milliseconds."""

    ready_s: float
    engine_mb: float
    app_mb: float
    second_turn_ms: float
    hundredth_turn_ms: float


def measure() -> Figures:
    """Start it, wait until the engine answers, look at its memory, talk for a hundred turns."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), _env_file=None)
        set_so = {"VERTELMAAR_DATA_DIR": folder, "VERTELMAAR_PORT": str(_PORT)}
        began = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-m", "vertelmaar", "run"],
            cwd=ROOT,
            env=os.environ | set_so,
            stderr=subprocess.DEVNULL,
        ) as process:
            transport = httpx.HTTPTransport(uds=str(settings.engine_socket))
            with httpx.Client(transport=transport, base_url="http://engine") as engine:
                _wait(engine)
                ready = time.perf_counter() - began
                app = psutil.Process(process.pid)
                engine_mb = sum(map(_megabytes, app.children(recursive=True)))
                app_mb = _megabytes(app)
                talks = [_talk(engine) for _ in range(_TALKS)]
            process.terminate()
    second = statistics.median(times[1] for times in talks)
    hundredth = statistics.median(times[-1] for times in talks)
    return Figures(ready, engine_mb, app_mb, second, hundredth)


def _wait(engine: httpx.Client) -> None:
    while True:
        try:
            if engine.get("/health").json()["status"] == "ready":
                return
        except httpx.TransportError:
            time.sleep(0.05)


def _talk(engine: httpx.Client) -> list[float]:
    """A talk of a hundred turns, the same thing said each time; milliseconds of each turn."""
    state: Any = None
    times = []
    for _ in range(_TURNS):
        message = {"text": "wie leest dit eigenlijk?", "button": None}
        body = {"state": state, "message": message, "context": _CONTEXT}
        began = time.perf_counter()
        answer = engine.post("/turn", json=body).raise_for_status().json()
        times.append((time.perf_counter() - began) * 1000)
        state = answer["state"]
    return times


def _megabytes(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 1024 / 1024


def main() -> None:
    """Print the medians of several starts."""
    found = [measure() for _ in range(_STARTS)]
    rows = (
        ("ready after start, s", [f.ready_s for f in found], "≤ 25"),
        ("engine at rest, MB", [f.engine_mb for f in found], "≤ 700"),
        ("application at rest, MB", [f.app_mb for f in found], "≤ 150"),
        ("second turn, ms", [f.second_turn_ms for f in found], "≤ 8"),
        ("hundredth turn, ms", [f.hundredth_turn_ms for f in found], "≤ 1.2 × second"),
    )
    for name, values, goal in rows:
        print(f"{name:28} {statistics.median(values):8.1f}   {goal}")


if __name__ == "__main__":
    main()
