"""The wayfinder: questions to click, and the addresses that the answers make.

A way is the answers so far. It is the same as its address, and it says what is known of a
situation and nothing of who clicks; so a result can be printed, shared and found again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce

from expertise.questions import NOTHING_KNOWN, Answer, Question, questions, urgent_rows
from expertise.situations import Situation


class NoSuchWay(LookupError):
    """An address that no answers make."""


@dataclass(frozen=True)
class Step:
    """A question with the answer that was chosen."""

    question: Question
    answer: Answer


@dataclass(frozen=True)
class Way:
    """The answers so far, in the order of the questions."""

    steps: tuple[Step, ...] = ()

    @cached_property
    def situation(self) -> Situation:
        """What the answers tell."""
        said = (step.answer.sets for step in self.steps)
        return reduce(lambda known, sets: replace(known, **sets), said, NOTHING_KNOWN)

    @cached_property
    def question(self) -> Question | None:
        """What is asked next; None when the way has come to its result."""
        asked = {step.question.id for step in self.steps}
        open_ones = (question for question in questions() if question.id not in asked)
        return next((question for question in open_ones if question.is_for(self.situation)), None)

    @property
    def options(self) -> tuple[Answer, ...]:
        """The answers to choose from now."""
        return self.question.shown_to(self.situation) if self.question else ()

    @property
    def slugs(self) -> tuple[str, ...]:
        """The parts of the address."""
        return tuple(step.answer.slug for step in self.steps)

    @property
    def urgent(self) -> str | None:
        """The kind of danger whose numbers come before anything else."""
        fitting = (row.kind for row in urgent_rows() if row.fits(self.situation))
        return next(fitting, None)

    def to(self, slug: str) -> Way:
        """The way with one answer more."""
        for answer in self.options:
            if answer.slug == slug and self.question:
                return Way((*self.steps, Step(self.question, answer)))
        raise NoSuchWay(slug)

    def back_to(self, place: int) -> Way:
        """The way up to one of its questions."""
        return Way(self.steps[:place])

    def instead(self, place: int, slug: str) -> Way:
        """The way with another answer at one place, and what was said later as far as it fits."""
        way = self.back_to(place).to(slug)
        later = {step.question.id: step.answer for step in self.steps[place + 1 :]}
        return _go_on(way, later)


def follow(slugs: Sequence[str]) -> Way:
    """The way that an address names.

    Raises:
        NoSuchWay: no answers make this address.
    """
    return reduce(Way.to, slugs, Way())


def way_of(situation: Situation) -> Way:
    """The way to the result for a situation, as far as the questions ask for it."""
    way = Way()
    while way.question:
        way = way.to(_nearest(way.options, situation).slug)
    return way


def results() -> Iterator[Way]:
    """Every way that comes to a result."""
    ahead = [Way()]
    while ahead:
        way = ahead.pop()
        if way.question is None:
            yield way
        ahead.extend(way.to(answer.slug) for answer in way.options)


def _go_on(way: Way, later: Mapping[str, Answer]) -> Way:
    while way.question:
        answer = later.get(way.question.id)
        if answer not in way.options or answer is None:
            return way
        way = way.to(answer.slug)
    return way


def _nearest(options: Sequence[Answer], situation: Situation) -> Answer:
    """The answer that says the most of what is so; the one that skips, if none does."""
    fitting = [answer for answer in options if answer.fits(situation)]
    skip = next(answer for answer in options if answer.skips)
    return max(fitting, key=lambda answer: len(answer.sets), default=skip)
