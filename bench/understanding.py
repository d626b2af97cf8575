"""What may be used to choose by: half of the examples kept apart, and how fast messages are read.

.venv-engine/bin/python -m bench.understanding

The model learns from all examples but every second one of those kept apart, and is judged on these:
by the words alone, and with the encoder. `vertelmaar evaluate` judges on the frozen test instead,
which nothing may be chosen by.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import numpy as np

from actions.evidence import together
from actions.heard import Heard
from actions.memory import Memory
from engine.evaluate.measures import calibration_error, measures
from engine.evaluate.readings import Judged, Reading, read_all, read_talks
from engine.nlu.apart import is_apart
from engine.nlu.encoder import Encoder
from engine.nlu.examples import Example, read_examples
from engine.nlu.learn import Vectors, learn
from engine.nlu.reader import Reader
from engine.nlu.recipe import Recipe
from expertise.themes import THEMES

_ROOT: Final = Path(__file__).resolve().parent.parent


def main() -> None:
    examples = read_examples(_ROOT / "data" / "nlu")
    apart = [each for each in examples if is_apart(each.text)]
    judged = apart[::2]
    held = {each.text for each in judged}
    known = [each for each in examples if each.text not in held]
    encoder = Encoder.load()
    rows = encoder.vectors([each.text for each in known])
    model = learn(known, Recipe(), Vectors(encoder.name, rows))
    messages = [_judged(each) for each in judged]
    alone, both = (read_all(Reader(model, each), messages) for each in (None, encoder))
    _print_measures(alone, both)
    _print_talks(Reader(model, encoder))
    _print_speed(Reader(model, encoder), [each.text for each in messages])


def _judged(example: Example) -> Judged:
    return Judged(example.where, example.text, example.labels, "unknown", direct=False)


def _print_measures(alone: list[Reading], both: list[Reading]) -> None:
    old = {each.name: each.value for each in measures(alone)}
    print(f"{len(both)} examples kept apart: by the words alone, with the encoder")
    for each in measures(both):
        print(f"{each.name:45} {old[each.name]:.3f}  {each.value:.3f}  of {each.of}")
    names = "confidence differs from truth by"
    print(f"{names:45} {calibration_error(alone):.3f}  {calibration_error(both):.3f}")


def _print_talks(reader: Reader) -> None:
    """The last message by itself, and in the light of those before it."""
    talks = read_talks(_ROOT / "data/test/talks.jsonl")
    last, story = [], []
    for talk in talks:
        memory = Memory()
        for text in talk.messages:
            understood = reader.understand(text)
            message = {"intent": {"name": understood["intent"]}, "understanding": understood}
            together(memory, Heard.of(message))
        last.append(understood["ranking"][0] == talk.theme)
        story.append(_best(memory) == talk.theme)
    print(f"{len(talks)} talks, first theme: the last message {np.mean(last):.3f}, ", end="")
    print(f"all messages {np.mean(story):.3f}")


def _best(memory: Memory) -> str:
    """The theme of which all messages together say most."""
    return max(zip(memory.evidence, THEMES, strict=False), default=(0.0, ""))[1]


def _print_speed(reader: Reader, texts: list[str]) -> None:
    spent = []
    for text in texts:
        started = time.perf_counter()
        reader.understand(text)
        spent.append(1_000 * (time.perf_counter() - started))
    low, high = np.quantile(spent, (0.5, 0.95))
    print(f"milliseconds a message, rules included: p50 {low:.1f}, p95 {high:.1f}")


if __name__ == "__main__":
    main()
