"""What the encoder learns from: the examples, their translations, and misspelt copies of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from encoder.student import LONGEST
from encoder.vocabulary import PAD
from engine.nlu.apart import is_apart
from engine.nlu.examples import Example
from engine.nlu.labels import INTENTS, ROLES, Labels
from engine.nlu.normalise import tokens
from expertise.safety import RISK_TYPES, RISKS

SIZES = {
    "about": len(INTENTS),
    "risk": len(RISKS),
    "types": len(RISK_TYPES),
    "role": len(ROLES),
    "wish": 1,
}
# What the first, second and third theme of a message are worth before they are made to add up to 1.
_SHARES = (1.0, 0.5, 0.3)
_MISSPELT, _WORDS_MISSPELT = 0.4, 0.15
# Sentences of like length share a batch, so that little is padding.
_SORTED_TOGETHER = 16


@dataclass(frozen=True)
class Lesson:
    """A text and the right answers to all questions."""

    text: str
    answers: dict[str, Tensor]


@dataclass(frozen=True)
class Batch:
    """Numbers of pieces (batch, length), and the right answers."""

    numbers: Tensor
    answers: dict[str, Tensor]


def lessons(examples: Sequence[Example]) -> list[Lesson]:
    """A lesson for each example that is not kept apart, and one for its translation."""
    taught = [example for example in examples if not is_apart(example.text)]
    given = [(example.text, example.labels) for example in taught]
    given += [(e.translation, e.labels) for e in taught if e.translation]
    return [Lesson(text, _answers(labels)) for text, labels in given]


def _answers(labels: Labels) -> dict[str, Tensor]:
    about = torch.zeros(len(INTENTS))
    for name, share in zip(labels.themes or (labels.intent,), _SHARES, strict=False):
        about[INTENTS.index(name)] = share
    return {
        "about": about / about.sum(),
        "risk": torch.tensor(RISKS.index(labels.risk)),
        "types": torch.tensor([float(kind in labels.risk_types) for kind in RISK_TYPES]),
        "role": torch.tensor(ROLES.index(labels.role)),
        "wish": torch.tensor([float(labels.wants_human)]),
    }


def batches(
    lessons: Sequence[Lesson], cutter: Tokenizer, size: int, chance: random.Random
) -> Iterator[Batch]:
    """All lessons once, in an order of their own, some of them misspelt."""
    order = chance.sample(lessons, len(lessons))
    together = size * _SORTED_TOGETHER
    for start in range(0, len(order), together):
        cut = [
            (numbers(cutter, misspelt(lesson.text, chance)), lesson.answers)
            for lesson in order[start : start + together]
        ]
        cut.sort(key=lambda pair: len(pair[0]))
        parts = [cut[at : at + size] for at in range(0, len(cut), size)]
        for part in chance.sample(parts, len(parts)):
            rows, answers = zip(*part, strict=True)
            stacked = {name: torch.stack([each[name] for each in answers]) for name in SIZES}
            yield Batch(padded(rows), stacked)


def numbers(cutter: Tokenizer, text: str) -> list[int]:
    """The pieces of a text in its usual spelling, as the engine gives it to the encoder."""
    cut: list[int] = cutter.encode(" ".join(tokens(text))).ids
    return cut[:LONGEST]


def padded(rows: Sequence[Sequence[int]]) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[PAD] * (longest - len(row))] for row in rows])


def misspelt(text: str, chance: random.Random) -> str:
    """The text as hurried fingers type it: a letter lost, doubled or swapped here and there."""
    if chance.random() >= _MISSPELT:
        return text
    words = text.split()
    return " ".join(
        _slip(word, chance) if chance.random() < _WORDS_MISSPELT else word for word in words
    )


def _slip(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    before, here, after = word[:at], word[at], word[at + 1 :]
    slips = (before + after, before + here + here + after, before + after[0] + here + after[1:])
    return chance.choice(slips)
