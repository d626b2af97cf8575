from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from engine.nlu.learn import learn
from engine.nlu.model import FILES, Model
from engine.nlu.recipe import Recipe
from tests.engine.trained import examples, few_of_each

ROOT = Path(__file__).parents[3]
OLD, NEW = "20261121-100000", "20261122-100000"
WRITTEN = ["calibration.png", "confusion.png", "figures.json", "report.md"]
TOLD: list[dict[str, Any]] = [
    {"text": "ik word al weken gepest door kinderen uit mijn klas", "themes": ["bullying"]},
    {"text": "ze noemen me homo omdat ik op jongens val", "themes": ["lgbti"]},
    {
        "text": "mijn vader slaat mij elke dag",
        "themes": ["abuse_home"],
        "risk": "acute",
        "risk_types": ["home"],
    },
    {"text": "hoi", "themes": []},
]
LABELS = {
    "role": "pupil",
    "risk": "none",
    "risk_types": [],
    "wants_human": False,
    "lang": "nl",
    "age": "teen",
    "direct": True,
}


@pytest.fixture(scope="module")
def small() -> Model:
    """Learned from a few examples, and by their words alone: what it says is not asked here."""
    return learn([examples()[row] for row in few_of_each()], Recipe())


def _pack(model: Model, folder: Path, name: str, age: int = 0) -> Path:
    """A model's file, last changed when this many seconds after the first."""
    folder.mkdir(parents=True, exist_ok=True)
    model.save(folder)
    archive = folder / f"{name}.tar.gz"
    with tarfile.open(archive, "w:gz") as packed:
        for each in FILES:
            packed.add(folder / each, f"components/train_understanding/{each}")
            (folder / each).unlink()
    os.utime(archive, (1_800_000_000 + age,) * 2)
    return archive


def _messages(folder: Path) -> Path:
    path = folder / "messages.jsonl"
    rows = [{"id": f"m-{n}", **LABELS, **row} for n, row in enumerate(TOLD)]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def _run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "engine.evaluate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_main_when_there_are_two_models_then_the_newest_is_judged_beside_its_elder(
    small: Model, tmp_path: Path
) -> None:
    models, out = tmp_path / "models", tmp_path / "deep" / "out"
    _pack(small, models, OLD, age=0)
    _pack(small, models, NEW, age=60)
    done = _run("--model", models, "--messages", _messages(tmp_path), "--out", out)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in out.iterdir()) == WRITTEN
    report = (out / "report.md").read_text()
    assert done.stdout == report
    assert report.startswith(f"# How well 4 messages are understood by model {NEW}, beside {OLD}\n")
    (row,) = [line for line in report.splitlines() if line.startswith("| first theme |")]
    _, _, now, before, of, _ = (cell.strip() for cell in row.split("|"))
    assert now
    assert now == before
    assert of == "3"
    figures = {each["name"]: each for each in json.loads((out / "figures.json").read_text())}
    assert figures["first theme"]["of"] == 3
    assert figures["first theme"].keys() == {"name", "value", "low", "high", "of"}
    for name in ("confusion.png", "calibration.png"):
        assert (out / name).read_bytes().startswith(b"\x89PNG")
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        f"{name}.tar.gz reads by the words alone" for name in (NEW, OLD)
    ]


def test_main_when_the_elder_cannot_be_read_then_the_model_is_judged_alone(
    small: Model, tmp_path: Path
) -> None:
    archive = _pack(small, tmp_path / "models", NEW)
    (archive.parent / f"{OLD}.tar.gz").write_bytes(b"a model of an earlier version")
    out = tmp_path / "out"
    done = _run("--model", archive, "--messages", _messages(tmp_path), "--out", out)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"# How well 4 messages are understood by model {NEW}\n")


def test_main_when_the_model_is_broken_then_one_line_says_so(tmp_path: Path) -> None:
    (tmp_path / "broken.tar.gz").write_bytes(b"rubbish")
    out = tmp_path / "out"
    done = _run("--model", tmp_path, "--messages", _messages(tmp_path), "--out", out)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "the file is no model archive\n"
    assert not out.exists()


def test_main_when_the_model_to_compare_with_is_broken_then_one_line_says_so(
    small: Model, tmp_path: Path
) -> None:
    archive = _pack(small, tmp_path / "models", NEW)
    (tmp_path / "broken.tar.gz").write_bytes(b"rubbish")
    before, out = tmp_path / "broken.tar.gz", tmp_path / "out"
    messages = _messages(tmp_path)
    done = _run("--model", archive, "--before", before, "--messages", messages, "--out", out)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == "the file is no model archive"
    assert "Traceback" not in done.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "messages.jsonl: there are no messages in it\n"),
        ("een geheim verhaal\n", "messages.jsonl, line 1: is not a labelled message\n"),
        ('{"text": "geheim"}\n', "messages.jsonl, line 1: is not a labelled message\n"),
    ],
)
def test_main_when_the_messages_are_wrong_then_one_line_says_so(
    tmp_path: Path, content: str, told: str
) -> None:
    messages = tmp_path / "messages.jsonl"
    messages.write_text(content)
    done = _run("--model", tmp_path, "--messages", messages, "--out", tmp_path / "out")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", told)
