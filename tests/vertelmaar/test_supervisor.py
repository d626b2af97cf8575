"""The supervisor with a small program in the engine's place, that speaks its health check."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.engine import HttpEngine
from vertelmaar import confinement
from vertelmaar.settings import Settings
from vertelmaar.supervisor import Supervisor

STAND_IN = """#!{python}
import http.server, json, os, pathlib, socketserver, sys

class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({{"status": "ready", "model": "m", "memory_mb": 1}}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def address_string(self):
        return "here"
    def log_message(self, *_):
        return None

pathlib.Path({seen!r}).write_text(json.dumps(dict(os.environ)))
socketserver.UnixStreamServer(sys.argv[sys.argv.index("--socket") + 1], Health).serve_forever()
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    program = tmp_path / "engine-python"
    program.write_text(STAND_IN.format(python=sys.executable, seen=str(tmp_path / "seen.json")))
    program.chmod(0o700)
    return Settings(data_dir=tmp_path, engine_python=program, _env_file=None)


class Told:
    """Collects the supervisor's lines, and waits for one that begins as asked."""

    def __init__(self) -> None:
        self.lines: asyncio.Queue[str] = asyncio.Queue()

    def __call__(self, line: str) -> None:
        self.lines.put_nowait(line)

    async def until(self, start: str) -> str:
        async with asyncio.timeout(20):
            while not (line := await self.lines.get()).startswith(start):
                pass
        return line


async def test_supervisor_when_the_engine_is_killed_starts_it_again(settings: Settings) -> None:
    told = Told()
    engine = HttpEngine(settings.engine_socket)
    supervisor = Supervisor(settings, engine, told)
    supervisor.start()
    await told.until("engine: ready")
    first = supervisor.pid
    assert first is not None

    os.kill(first, signal.SIGKILL)
    await told.until("engine: ended")
    await told.until("engine: ready")

    assert supervisor.pid != first
    await supervisor.stop()
    await engine.close()


async def test_supervisor_when_stopped_leaves_no_process(settings: Settings) -> None:
    told = Told()
    engine = HttpEngine(settings.engine_socket)
    supervisor = Supervisor(settings, engine, told)
    supervisor.start()
    await told.until("engine: ready")
    pid = supervisor.pid
    assert pid is not None

    await supervisor.stop()
    await engine.close()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_supervisor_when_the_program_is_missing_says_so(tmp_path: Path) -> None:
    told = Told()
    missing = tmp_path / "no-such-python"
    settings = Settings(data_dir=tmp_path, engine_python=missing, _env_file=None)
    engine = HttpEngine(settings.engine_socket)
    supervisor = Supervisor(settings, engine, told)

    supervisor.start()
    line = await told.until("engine: ended")

    assert "again" in line
    await supervisor.stop()
    await engine.close()


async def test_engine_gets_none_of_our_settings(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VERTELMAAR_DATABASE_URL", "postgresql://u:secret@db/x")
    told = Told()
    engine = HttpEngine(settings.engine_socket)
    supervisor = Supervisor(settings, engine, told)

    supervisor.start()
    await told.until("engine: ready")
    await supervisor.stop()
    await engine.close()

    assert "secret" not in (tmp_path / "seen.json").read_text()
    assert "VERTELMAAR" not in " ".join(confinement.environment())
