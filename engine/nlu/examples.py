"""The example messages of the Rasa project, read without Rasa."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from engine.nlu.labels import LabelError, Labels, read_labels

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Example:
    """A message with its labels, and where it stands."""

    text: str
    labels: Labels
    where: str
    id: str | None = None
    # The same in English, or in Dutch if it is English.
    translation: str | None = None

    def __repr__(self) -> str:
        return f"Example({self.where})"


def read_examples(folder: Path) -> list[Example]:
    """Every example in the folder's files, in the order of their names."""
    return [example for path in sorted(folder.glob("*.yml")) for example in read_file(path)]


def read_file(path: Path) -> Iterator[Example]:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    for block in content["nlu"]:
        for number, item in enumerate(block["examples"], start=1):
            labels = {"intent": block.get("metadata"), "example": item.get("metadata")}
            where = f"{path.name}, example {number}"
            yield read_example(item["text"], block["intent"], labels, where)


def read_example(text: str, intent: str, metadata: Mapping[str, Any], where: str) -> Example:
    """One example out of Rasa's shape: the labels of its intent, then its own over them."""
    common, own = metadata.get("intent"), metadata.get("example") or {}
    if not isinstance(common, dict) or not isinstance(own, dict):
        raise LabelError(where, "labels must be a mapping")
    if not text.strip():
        raise LabelError(where, "an example without text")
    labels = read_labels(intent, {**common, **own}, where)
    return Example(text.strip(), labels, where, own.get("id"), own.get("en"))
