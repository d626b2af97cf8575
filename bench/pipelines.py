"""Our understanding beside what Rasa offers, trained and tested on the same messages in one run.

.venv-engine/bin/python -m bench.pipelines [--sizes 1500 3000 6000 all] [--skip diet]
.venv-engine/bin/python -m bench.pipelines --banking FOLDER

The sizes draw the learning curves: so many examples, picked evenly, the rest unseen. Only the
encoder has seen all examples but those kept apart; its heads learn from as many as the others.
With --banking the same is measured on BANKING77 at 20 examples an intent (FOLDER holds train.csv
and test.csv of github.com/PolyAI-LDN/task-specific-datasets): English, new to the encoder.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from sklearn.metrics import f1_score

from engine import quiet
from engine.evaluate.readings import read_messages
from engine.nlu.concepts import Concepts
from engine.nlu.encoder import Encoder
from engine.nlu.examples import read_examples
from engine.nlu.features import Vectoriser
from engine.nlu.linear import Head
from engine.nlu.training import blend, fit_counts, fit_vectors, matrix
from expertise.themes import THEMES

_ROOT: Final = Path(__file__).resolve().parent.parent
_COUNTS: Final = (
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
)
_DIET: Final = {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True}
_RASA: Final[dict[str, list[dict[str, Any]]]] = {
    "Rasa's template: DIET, 100 epochs": [*_COUNTS, _DIET],
    "Rasa's counts, LogisticRegression": [*_COUNTS, {"name": "LogisticRegressionClassifier"}],
}
_APART: Final = 8
_AN_INTENT: Final = 20


@dataclass(frozen=True)
class Task:
    """Texts with one label each; of the labels in `asked` the best is looked for."""

    texts: Sequence[str]
    labels: Sequence[str]
    test_texts: Sequence[str]
    test_labels: Sequence[str]
    asked: Sequence[str]


# Per test text the labels, the best first.
Rankings = Sequence[Sequence[str]]
Pipeline = Callable[[Task], Rankings]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=["1500", "3000", "6000", "all"])
    parser.add_argument("--skip", nargs="*", default=[], help="parts of names of pipelines")
    parser.add_argument("--banking", type=Path)
    arguments = parser.parse_args()
    quiet.silence()
    pipelines = {
        name: pipeline
        for name, pipeline in _pipelines().items()
        if not any(part.lower() in name.lower() for part in arguments.skip)
    }
    print("| | examples | first | best three | macro-F1 | training s |\n|---|---|---|---|---|---|")
    for task in [_banking(arguments.banking)] if arguments.banking else _ours(arguments.sizes):
        for name, pipeline in pipelines.items():
            started = time.monotonic()
            rankings = pipeline(task)
            _print(name, task, rankings, time.monotonic() - started)


def _print(name: str, task: Task, rankings: Rankings, spent: float) -> None:
    best = [[each for each in ranking if each in set(task.asked)] for ranking in rankings]
    pairs = list(zip(task.test_labels, best, strict=True))
    first = np.mean([right == ranking[0] for right, ranking in pairs])
    three = np.mean([right in ranking[:3] for right, ranking in pairs])
    said = [ranking[0] for ranking in best]
    f1 = f1_score(task.test_labels, said, labels=sorted(set(task.test_labels)), average="macro")
    figures = f"{first:.3f} | {three:.3f} | {f1:.3f} | {spent:.0f}"
    print(f"| {name} | {len(task.texts)} | {figures} |", flush=True)


def _pipelines() -> dict[str, Pipeline]:
    return {
        **{name: lambda task, steps=steps: _by_rasa(steps, task) for name, steps in _RASA.items()},
        "our counts": lambda task: _by_ours(task, words=True, meaning=False),
        "the encoder alone": lambda task: _by_ours(task, words=False, meaning=True),
        "counts and encoder": lambda task: _by_ours(task, words=True, meaning=True),
    }


def _by_ours(task: Task, words: bool, meaning: bool) -> Rankings:
    """Our parts, asked one question only; an eighth of the examples weighs them."""
    names = sorted(set(task.labels))
    heads = (Head("label", tuple(names), exclusive=True),)
    yes = np.array([[label == name for name in names] for label in task.labels])
    apart = np.arange(len(task.texts)) % _APART == 0
    known, judged, tested = [], [], []
    if words:
        vectoriser = Vectoriser.learn(task.texts, Concepts({}))
        counts, unseen = matrix(vectoriser, task.texts), matrix(vectoriser, task.test_texts)
        part = fit_counts(counts[~apart], yes[~apart], heads)
        whole = fit_counts(counts, yes, heads)
        judged.append(counts[apart] @ part.coefficients + part.intercepts)
        tested.append(unseen @ whole.coefficients + whole.intercepts)
    if meaning:
        encoder = Encoder.load()
        rows = encoder.vectors(task.texts)
        known = [fit_vectors(rows[~apart], yes[~apart]), fit_vectors(rows, yes)]
        judged.append(known[0].of_vector(rows[apart]))
        tested.append(known[1].of_vector(encoder.vectors(task.test_texts)))
    chances = blend(heads, judged, yes[apart]).chances(heads, tested)["label"]
    return [[names[n] for n in np.argsort(-row)] for row in chances]


def _by_rasa(steps: Sequence[dict[str, Any]], task: Task) -> Rankings:
    """A model that Rasa trains, with the same texts under the same intents."""
    import asyncio

    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        config = {"recipe": "default.v1", "language": "nl", "pipeline": list(steps)}
        (folder / "config.yml").write_text(yaml.safe_dump(config))
        grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
        for text, label in zip(task.texts, task.labels, strict=True):
            grouped[label].append({"text": text})
        nlu = [{"intent": intent, "examples": rows} for intent, rows in grouped.items()]
        content = yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True)
        (folder / "nlu.yml").write_text(content)
        model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder / "made"))
        agent = Agent.load(str(model))

        async def read(text: str) -> list[str]:
            parsed = await agent.parse_message(text)
            return [each["name"] for each in parsed["intent_ranking"]] + list(task.asked)

        return [asyncio.run(read(text)) for text in task.test_texts]


def _ours(sizes: Sequence[str]) -> Iterator[Task]:
    examples = read_examples(_ROOT / "data" / "nlu")
    random.Random(0).shuffle(examples)
    tests = [m for m in read_messages(_ROOT / "data/test/messages.jsonl") if m.labels.themes]
    for size in sizes:
        some = examples if size == "all" else examples[: int(size)]
        yield Task(
            [each.text for each in some],
            [each.labels.intent for each in some],
            [each.text for each in tests],
            [each.labels.themes[0] for each in tests],
            THEMES,
        )


def _banking(folder: Path) -> Task:
    def rows(name: str) -> list[tuple[str, str]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return [(row["text"], row["category"]) for row in csv.DictReader(file)]

    known = rows("train.csv")
    random.Random(0).shuffle(known)
    kept: dict[str, list[str]] = defaultdict(list)
    for text, label in known:
        if len(kept[label]) < _AN_INTENT:
            kept[label].append(text)
    pairs = [(text, label) for label, texts in kept.items() for text in texts]
    random.Random(0).shuffle(pairs)
    tests = rows("test.csv")
    return Task(
        [text for text, _ in pairs],
        [label for _, label in pairs],
        [text for text, _ in tests],
        [label for _, label in tests],
        sorted(kept),
    )


if __name__ == "__main__":
    main()
