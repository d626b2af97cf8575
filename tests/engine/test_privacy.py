"""What a person wrote stays between request and answer, also when something goes wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.running import CONTEXT, ROOT, Running, running

CANARY = "mijn kanariepiet heet Zebedeus"


@pytest.fixture(scope="module")
def watched(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Running:
    """A server with a home and a scratch folder of its own, after every kind of trouble."""
    folder = tmp_path_factory.mktemp("watched")
    for name in ("home", "scratch"):
        (folder / name).mkdir()
    places = {"HOME": str(folder / "home"), "TMPDIR": str(folder / "scratch")}
    with running(trained, folder, **places) as server:
        server.wait_for("ready with model")
        _trouble(server)
        _files_are_clean(server.process.pid, folder)
    return server


def _trouble(server: Running) -> None:
    assert server.turn(CANARY).status == 200
    assert server.turn(f"/restart {CANARY}").status == 200
    assert server.ask("POST", "/parse", {"texts": [CANARY, f"/greet {CANARY}"]}).status == 200
    assert server.ask("POST", "/turn", f'{{"{CANARY}'.encode()).status == 400
    assert server.turn(CANARY, press=CANARY).status == 400
    assert server.turn(CANARY, press="choose_theme", slots={"theme": CANARY}).status == 400
    assert server.turn(CANARY, context={"now": CANARY}).status == 400
    assert server.turn(CANARY, state={"slots": {"theme": CANARY}}).status == 400
    assert server.ask("POST", "/model", {"path": CANARY}).status == 422
    # A memory that no version of the actions ever wrote makes an action fail in the middle.
    failing = server.turn(CANARY, state={"slots": {"talk": {"risk": CANARY}}})
    assert (failing.status, failing.body) == (500, {"error": "turn_failed"})


def _files_are_clean(pid: int, folder: Path) -> None:
    """Nothing lies in the folders, and no file is open for writing but its two streams."""
    assert not [path for path in folder.rglob("*") if path.parent.name in {"home", "scratch"}]
    fds = Path(f"/proc/{pid}/fd")
    modes = {fd.name: Path(f"/proc/{pid}/fdinfo/{fd.name}").read_text() for fd in fds.iterdir()}
    for name, info in modes.items():
        writes = int(info.split("flags:")[1].split()[0], 8) & os.O_ACCMODE != os.O_RDONLY
        target = (fds / name).readlink()
        assert not (writes and target.is_file() and target != folder / "stdout")


def test_no_stream_or_file_holds_a_word_of_it(watched: Running) -> None:
    said = "".join(watched.stderr)
    assert "turn failed: ValueError at actions/" in said
    assert "Zebedeus" not in said
    assert (watched.socket.parent / "stdout").read_text() == ""


def test_telemetry_is_off_before_rasa_is_imported() -> None:
    code = (
        "from engine import quiet; quiet.silence()\n"
        "import rasa.telemetry; print(rasa.telemetry.is_telemetry_enabled())"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.stdout.strip() == "False"


def test_server_listens_on_the_loopback_address_alone(trained: Path, free_port: int) -> None:
    command = [sys.executable, "-m", "engine", "serve", "--model", trained]
    with subprocess.Popen(
        [*command, "--port", str(free_port)], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "engine: listening\n"
        table = Path(f"/proc/{process.pid}/net/tcp").read_text()
        process.terminate()
    addresses = [line.split()[1] for line in table.splitlines()[1:]]
    ours = [address for address in addresses if address.endswith(f":{free_port:04X}")]
    assert ours == [f"0100007F:{free_port:04X}"]


def test_socket_is_for_its_owner_alone(served: Running) -> None:
    assert served.socket.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("option", ["--host=0.0.0.0", "--port=0.0.0.0:80"])
def test_another_address_cannot_be_asked_for(option: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "engine", "serve", "--model", str(tmp_path), option]
    ended = subprocess.run(
        [*command, "--socket", "x"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2


def test_request_shows_nothing_of_the_message_when_printed() -> None:
    from engine.protocol import TurnRequest

    message = {"text": CANARY, "button": None}
    body = {"state": None, "message": message, "context": CONTEXT}
    assert CANARY not in repr(TurnRequest.read(json.loads(json.dumps(body))))
