"""Messages with their right labels, beside what a model made of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.nlu.decide import Understanding
from engine.nlu.labels import LabelError, Labels, read_labels
from engine.nlu.reader import Reader

_FACTS = ("id", "text", "age", "direct")


@dataclass(frozen=True)
class Judged:
    """A message to judge with, and what is known of whoever wrote it."""

    id: str
    text: str
    labels: Labels
    age: str
    direct: bool


@dataclass(frozen=True)
class Reading:
    """What is right of a message, and what the model and the rules together said."""

    message: Judged
    said: Understanding
    risk_chance: float


def read_messages(path: Path) -> list[Judged]:
    """The messages of a file of JSON lines; `LabelError` names the line that is wrong."""
    lines = _lines(path)
    found = [_judged(line, f"{path.name}, line {n}") for n, line in enumerate(lines, start=1)]
    if not found:
        raise LabelError(path.name, "there are no messages in it")
    return found


def _lines(path: Path) -> list[str]:
    """Other ends of lines than the usual one may stand inside a message."""
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise LabelError(path.name, "cannot be read as text") from error
    return content.removesuffix("\n").split("\n") if content.strip() else []


def _judged(line: str, where: str) -> Judged:
    try:
        row: dict[str, Any] = json.loads(line)
        labels = {name: value for name, value in row.items() if name not in _FACTS}
        intent = (row["themes"] or ["wants_human" if row["wants_human"] else "out_of_scope"])[0]
        asked = {"perspective": "asker", **labels}
        if not isinstance(row["text"], str):
            raise LabelError(where, "text must be a string")
        known = read_labels(intent, {**asked, "age": row["age"], "direct": row["direct"]}, where)
        return Judged(row["id"], row["text"], known, row["age"], row["direct"])
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        if isinstance(error, LabelError):
            raise
        raise LabelError(where, "is not a labelled message") from error


def read_all(reader: Reader, messages: Sequence[Judged]) -> list[Reading]:
    return list(_readings(reader, messages))


def _readings(reader: Reader, messages: Sequence[Judged]) -> Iterator[Reading]:
    for message in messages:
        vector = reader.vector(message.text)
        chances = reader.model.chances(message.text, vector)
        said = reader.model.decide(chances, message.text, vector)
        yield Reading(message, said, float(chances["risk"][0]))


@dataclass(frozen=True)
class Talk:
    """What one reporter typed after each other, and the first theme of it all."""

    messages: tuple[str, ...]
    theme: str


def read_talks(path: Path) -> list[Talk]:
    """The talks of a file of JSON lines."""
    rows = map(json.loads, _lines(path))
    return [Talk(tuple(row["messages"]), row["themes"][0]) for row in rows]
