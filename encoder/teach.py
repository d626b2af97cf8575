"""Teaches the encoder what messages are about, how urgent they are and who types them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn.utils import clip_grad_norm_

from encoder.lessons import SIZES, Lesson, batches, numbers, padded
from encoder.student import Encoder, Questions, loss


@dataclass(frozen=True)
class Course:
    """How long and how fast is taught; found by trying on examples kept apart."""

    rounds: int = 4
    batch: int = 32
    speed: float = 2e-4
    questions_faster: float = 5.0
    warm_up: float = 0.1
    decay: float = 0.01
    seed: int = 0


_FIRST_LOOK = 1_000
_BEGINNING = 0
_Module = TypeVar("_Module", bound=nn.Module)


def teach(
    encoder: Encoder,
    lessons: Sequence[Lesson],
    cutter: Tokenizer,
    course: Course,
    report: Callable[[int, int, float], None],
) -> Questions:
    """Changes the encoder; returns the questions, with which its progress can be judged."""
    # Every course begins with the same questions, so that their ends can be averaged.
    torch.manual_seed(_BEGINNING)
    questions = Questions(encoder.words.embedding_dim, SIZES)
    torch.manual_seed(course.seed)
    chance = random.Random(course.seed)
    _settle(encoder, questions, lessons[:: max(1, len(lessons) // _FIRST_LOOK)], cutter)
    steps = course.rounds * math.ceil(len(lessons) / course.batch)
    optimiser, schedule = _optimiser(encoder, questions, course, steps)
    encoder.train()
    questions.train()
    step = 0
    for _ in range(course.rounds):
        for batch in batches(lessons, cutter, course.batch, chance):
            wrong = loss(questions(encoder(batch.numbers)), batch.answers)
            optimiser.zero_grad()
            wrong.backward()
            clip_grad_norm_([*encoder.parameters(), *questions.parameters()], 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            report(step, steps, wrong.item())
    encoder.eval()
    questions.eval()
    return questions


def averaged(taught: Sequence[_Module]) -> _Module:
    """One module with the mean of the weights of several that began alike.

    Each course ends in a place of its own; between them lies a better one (Wortsman and others,
    Model soups, 2022).
    """
    first, *_ = taught
    states = [module.state_dict() for module in taught]
    mean = {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    first.load_state_dict(mean)
    return first


@torch.no_grad()
def _settle(
    encoder: Encoder, questions: Questions, lessons: Sequence[Lesson], cutter: Tokenizer
) -> None:
    encoder.eval()
    vectors = [encoder(padded([numbers(cutter, lesson.text)])) for lesson in lessons]
    questions.settle(torch.cat(vectors))


def _optimiser(
    encoder: Encoder, questions: Questions, course: Course, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    weights = list(encoder.parameters())
    groups = [
        {"params": [each for each in weights if each.dim() > 1], "weight_decay": course.decay},
        {"params": [each for each in weights if each.dim() == 1], "weight_decay": 0.0},
        {"params": list(questions.parameters()), "lr": course.speed * course.questions_faster},
    ]
    optimiser = torch.optim.AdamW(groups, lr=course.speed, betas=(0.9, 0.98))

    def pace(step: int) -> float:
        """Faster and faster at first, then slower and slower."""
        done = (step + 1) / steps
        return min(1.0, done / course.warm_up) * max(0.02, 1 - done)

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, pace)
