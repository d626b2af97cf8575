from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.classify import answers
from engine.nlu.learn import learn
from engine.nlu.reader import Reader
from engine.nlu.recipe import Recipe
from expertise.themes import THEMES
from tests.engine.trained import examples, few_of_each, pack, reader

ROOT = Path(__file__).parents[2]


def _answer(line: bytes) -> dict[str, Any]:
    return next(answers(reader(), [line]))


def _run(archive: Path, lines: bytes, root: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "engine.classify", "--model", str(archive)]
    return subprocess.run(command, input=lines, capture_output=True, cwd=root, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("models")
    pack(folder / "model.tar.gz")
    return folder


def test_answers_when_a_line_is_right_then_its_shape_is_the_agreed_one() -> None:
    found = _answer(b'{"id": "x-1", "text": "ik word gepest en ik wil iemand spreken"}')
    assert list(found) == [
        "id", "themes", "ranking", "risk", "risk_types", "role", "wants_human", "lang", "tongue",
        "intent", "confidence", "wonders", "evidence", "by_words_alone",
    ]  # fmt: skip
    assert found["id"] == "x-1"
    assert found["themes"][0].keys() == {"code", "confidence"}
    assert sorted(found["ranking"]) == sorted(THEMES)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (b"{", None),
        (b"hoi", None),
        (b"[]", None),
        (b"null", None),
        (b"\xff\xfe{}", None),
        (b"[" * 100_000, None),
        (b'{"id": 7}', 7),
        (b'{"id": "a", "text": 5}', "a"),
        (b'{"id": "a", "text": null}', "a"),
    ],
)
def test_answers_when_a_line_is_bad_then_only_that_line_has_an_error(
    line: bytes, name: object
) -> None:
    bad, good = answers(reader(), [line, b'{"id": 1, "text": ""}'])
    assert bad.keys() == {"id", "error"}
    assert bad["id"] == name
    assert good["id"] == 1
    assert "error" not in good


def test_answers_when_a_line_is_blank_then_it_has_no_answer() -> None:
    assert list(answers(reader(), [b"\n", b"  \r\n"])) == []


def test_answers_when_lines_come_slowly_then_each_is_answered_at_once() -> None:
    asked = []

    def lines() -> Iterator[bytes]:
        for number in range(3):
            asked.append(number)
            yield json.dumps({"id": number, "text": "hoi"}).encode()

    for answer in answers(reader(), lines()):
        assert answer["id"] == asked[-1]


def test_answers_when_ten_thousand_lines_come_at_once_then_each_is_answered_as_if_alone() -> None:
    """By the words alone, which is quicker and passes the same way."""
    words = Reader(learn([examples()[row] for row in few_of_each()], Recipe()), None)
    texts = ["hoi", "ik word gepest", "", "mijn vader slaat mij", "pls help me", "\U0001f602", "{"]
    count = 10_000
    lines = (json.dumps({"id": n, "text": texts[n % len(texts)]}).encode() for n in range(count))
    alone = [words.understand(text) for text in texts]
    asked = -1
    for asked, answer in enumerate(answers(words, lines)):
        assert answer == {"id": asked, **alone[asked % len(texts)]}
    assert asked == count - 1


def test_main_when_run_as_a_program_then_every_line_is_answered(folder: Path) -> None:
    odd = ["", "😂", "\0", "\ud800", "\u202eab", "a" * 20_000, "/restart", "ik word gepest"]
    lines = b"".join(json.dumps({"id": n, "text": t}).encode() + b"\n" for n, t in enumerate(odd))
    done = _run(folder, lines + b"bad\n")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, b"")
    assert [each["id"] for each in found] == [*range(len(odd)), None]
    assert found[-2]["themes"][0]["code"] == "bullying"
    assert "error" in found[-1]


def test_main_when_the_encoder_is_missing_then_it_says_so_and_answers_by_the_words(
    folder: Path, tmp_path: Path
) -> None:
    """Run where the program lies as it does here, but beside no encoder."""
    for package in ("engine", "expertise"):
        (tmp_path / package).symlink_to(ROOT / package)
    lines = [{"id": 1, "text": "ik word gepest"}, {"id": 2, "text": "mijn vader slaat mij"}]
    done = _run(folder, "\n".join(map(json.dumps, lines)).encode(), root=tmp_path)
    assert done.returncode == 0
    (told,) = done.stderr.decode().splitlines()
    assert told.startswith("by the words alone: the encoder is missing")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["id"], each["by_words_alone"]) for each in found] == [(1, True), (2, True)]
    assert [each["themes"][0]["code"] for each in found] == ["bullying", "abuse_home"]


def test_main_when_run_then_rasa_and_scikit_learn_are_not_needed() -> None:
    program = (
        "import sys, engine.classify;"
        "print(sorted({'rasa', 'sklearn', 'scipy', 'tensorflow'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == b"[]"


def test_main_when_the_model_is_broken_then_it_says_so_and_fails(tmp_path: Path) -> None:
    (tmp_path / "broken.tar.gz").write_bytes(b"rubbish")
    done = _run(tmp_path, b'{"id": 1, "text": "geheim"}\n')
    assert done.returncode == 1
    assert done.stderr.startswith(b"broken model: ")
    assert b"Traceback" not in done.stderr
    assert b"geheim" not in done.stderr + done.stdout
