"""Training says how far it is, and gives the same model every time."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path

from tests.engine.running import Training, trained_in


def contents(model: Path) -> dict[str, bytes]:
    """What was learned; the metadata holds the moment and a random name."""
    with tarfile.open(model) as members:
        return {
            member.name: stream.read()
            for member in members
            if member.isfile() and member.name.startswith("components/")
            if (stream := members.extractfile(member)) is not None
        }


def test_same_project_gives_the_same_model(training: Training, tmp_path: Path) -> None:
    assert contents(trained_in(tmp_path).model) == contents(training.model)


def test_progress_goes_from_nothing_to_all_in_json_lines(training: Training) -> None:
    told = [json.loads(line) for line in training.stdout.splitlines()]
    assert all(each.keys() == {"stage", "done", "total"} for each in told)
    assert told[0]["done"] == 0
    assert told[-1]["done"] == told[-1]["total"]
    assert [each["done"] for each in told] == sorted(each["done"] for each in told)


def test_model_is_named_by_its_moment(training: Training) -> None:
    assert re.fullmatch(r"\d{8}-\d{6}\.tar\.gz", training.model.name)
