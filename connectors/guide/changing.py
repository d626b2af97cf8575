"""The answers so far, each with what else could be said there: nobody has to start over."""

from __future__ import annotations

from dataclasses import dataclass

from expertise.languages import Language
from expertise.wayfinder import Way


@dataclass(frozen=True)
class Change:
    """An answer that was given, and the ways on which another one leads."""

    short: str
    question: str
    label: str
    others: tuple[tuple[str, Way], ...]


def changes(way: Way, language: Language) -> tuple[Change, ...]:
    """One for each answer of a way."""
    return tuple(_change(way, place, language) for place in range(len(way.steps)))


def _change(way: Way, place: int, language: Language) -> Change:
    step = way.steps[place]
    return Change(
        short=step.question.short.in_(language),
        question=step.question.title.in_(language),
        label=step.answer.label.in_(language),
        others=tuple(
            (answer.label.in_(language), way.instead(place, answer.slug))
            for answer in way.back_to(place).options
            if answer != step.answer
        ),
    )
