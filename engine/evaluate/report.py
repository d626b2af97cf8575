"""What was measured, as a text that people read: Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.evaluate import measures as measure
from engine.evaluate.measures import Measure, Readings

# What each group of messages is judged by.
_OF_GROUPS = (
    "first theme",
    "among the best three",
    "risk found",
    "risk, false alarms",
    "role, where it shows",
)
_WORST = 20
_HONEST = (
    "These are written messages. They were made up for this purpose, and prove nothing yet about "
    "what real pupils type."
)


def written(now: Readings, before: Readings | None, named: Sequence[str]) -> str:
    """The whole report; `named` are the model's name and that of the one before, if there is."""
    return "\n".join([*_heading(now, named), *_overall(now, before), *_groups(now), *_errors(now)])


def _heading(now: Readings, named: Sequence[str]) -> Iterator[str]:
    beside = f", beside {named[1]}" if len(named) > 1 else ""
    yield f"# How well {len(now)} messages are understood by model {named[0]}{beside}\n"
    yield f"{_HONEST}\n"
    yield "In brackets: the range in which the value lies with 95 % certainty.\n"


def _overall(now: Readings, before: Readings | None) -> Iterator[str]:
    old = {each.name: each for each in measure.measures(before)} if before else {}
    yield "| | now | before | of |\n| --- | --- | --- | --- |"
    for each in measure.measures(now):
        earlier = _value(old[each.name]) if each.name in old else ""
        yield f"| {each.name} | {_value(each)} | {earlier} | {each.of} |"
    error = measure.calibration_error(now)
    earlier = f"{measure.calibration_error(before):.3f}" if before else ""
    yield f"| confidence differs from truth by | {error:.3f} | {earlier} | |\n"
    yield "![Confusion of themes](confusion.png)\n\n![Confidence and truth](calibration.png)\n"


def _groups(now: Readings) -> Iterator[str]:
    yield f"| | | {' | '.join(_OF_GROUPS)} |\n| --- | --- |{' --- |' * len(_OF_GROUPS)}"
    for kind, name, readings in measure.groups(now):
        found = {each.name: each for each in measure.measures(readings)}
        cells = [_value(found[name]) if name in found else "" for name in _OF_GROUPS]
        yield f"| {kind} | {name} ({len(readings)}) | {' | '.join(cells)} |"
    yield ""


def _errors(now: Readings) -> Iterator[str]:
    yield "## The worst errors\n"
    for reading in measure.worst(now, _WORST):
        right, said = reading.message.labels, reading.said
        wanted = f"{', '.join(right.themes) or 'no theme'}; risk {right.risk}"
        got = ", ".join(f"{each['code']} {each['confidence']:.2f}" for each in said["themes"])
        taken = f"Taken for: {got or said['intent']}; risk {said['risk']}"
        yield f"- {reading.message.text}  \n  {wanted}. {taken}"


def _value(each: Measure) -> str:
    return f"{each.value:.3f} ({each.low:.2f}-{each.high:.2f})"
