"""Prints how well messages are understood, by cross-validation, and how fast.

.venv-engine/bin/python bench/understanding.py [--seeds 3]
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from engine.nlu.evaluate import cross_validate, figures  # noqa: E402
from engine.nlu.examples import read_examples  # noqa: E402
from engine.nlu.learn import learn  # noqa: E402
from engine.nlu.recipe import Recipe  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1, help="how many different partitions")
    seeds = parser.parse_args().seeds
    # Of the rarest kinds of talk there are fewer messages than parts.
    warnings.filterwarnings("ignore", message="The least populated class")
    examples = read_examples(ROOT / "data" / "nlu")
    runs = [figures(list(cross_validate(examples, Recipe(), seed=seed))) for seed in range(seeds)]
    for name in runs[0]:
        print(f"{name:40} {sum(run[name] for run in runs) / seeds:.3f}")
    model = learn(examples, Recipe())
    texts = [example.text for example in examples if example.id]
    started = time.perf_counter()
    for text in texts:
        model.understand(text)
    spent = (time.perf_counter() - started) / len(texts)
    print(f"{'milliseconds a message, rules included':40} {1000 * spent:.3f}")


if __name__ == "__main__":
    main()
