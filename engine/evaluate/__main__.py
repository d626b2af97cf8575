"""`python -m engine.evaluate` judges a model on labelled messages, beside the model before it.

It writes report.md, figures.json, confusion.png and calibration.png to a folder.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from engine.errors import BrokenModel
from engine.evaluate import measures, pictures, report
from engine.evaluate.readings import Reading, read_all, read_messages
from engine.files import SUFFIX, newest
from engine.nlu.labels import LabelError
from engine.nlu.reader import Reader

_ROOT = Path(__file__).resolve().parents[2]
_TEST = _ROOT / "data" / "test" / "messages.jsonl"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m engine.evaluate", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="a model, or a folder of models")
    parser.add_argument("--before", type=Path, help="the model to compare with")
    parser.add_argument("--messages", type=Path, default=_TEST, help="labelled JSON lines")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    try:
        _evaluate(parser.parse_args())
    except (BrokenModel, LabelError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _evaluate(arguments: argparse.Namespace) -> None:
    messages = read_messages(arguments.messages)
    now, *earlier = models = _models(arguments.model, arguments.before)
    readings = read_all(_reader(now), messages)
    before: list[Reading] | None = read_all(_reader(earlier[0]), messages) if earlier else None
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    names = [path.name.removesuffix(SUFFIX) for path in models]
    text = report.written(readings, before, names)
    (out / "report.md").write_text(text + "\n", encoding="utf-8")
    figures = [asdict(each) for each in measures.measures(readings)]
    (out / "figures.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    pictures.draw_confusion(measures.confusion(readings), out / "confusion.png")
    pictures.draw_calibration(measures.calibration(readings), out / "calibration.png")
    sys.stdout.write(f"{text}\n")


def _models(model: Path, before: Path | None) -> list[Path]:
    """The model, and the one to compare with: unless said otherwise, its elder in the folder."""
    path = newest(model)
    if before is not None:
        return [path, newest(before)]
    elder = sorted(each for each in path.parent.glob(f"*{SUFFIX}") if each.name < path.name)
    return [path, *(each for each in elder[-1:] if _can_be_read(each))]


def _can_be_read(path: Path) -> bool:
    """A model of an earlier version of the program cannot."""
    try:
        Reader.load(path)
    except BrokenModel:
        return False
    return True


def _reader(path: Path) -> Reader:
    reader = Reader.load(path)
    if reader.trouble:
        sys.stderr.write(f"{path.name} reads by the words alone: {reader.trouble}\n")
    return reader


if __name__ == "__main__":
    sys.exit(main())
