"""What a talk told already, as sentences that may go into a note.

A code that has no sentence here is left out: a note says too little rather than something that
nobody said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from expertise import details
from expertise.ladder import NOTHING, rungs
from expertise.languages import Language
from expertise.texts import keys, text
from expertise.themes import THEMES, theme_as_story

# The codes of a talk (expertise/details.py, buttons), and the part of a note that each belongs to.
PART_OF: Mapping[str, str] = {
    "role": "about",
    "since": "since",
    "often": "often",
    "ongoing": "often",
    "place": "where",
    "knows": "knows",
    "tried": "tried",
    "wish": "wish",
}


@dataclass(frozen=True)
class Fact:
    """One sentence. The id holds the code too: what was ticked is never swapped for another."""

    id: str
    part: str
    text: str


def read(message: str) -> Mapping[str, str]:
    """The codes of what a message tells."""
    told = details.read(message)
    return {name: code for name in PART_OF if (code := getattr(told, name, ""))}


def facts(
    theme: str | None, role: str, told: Iterable[Mapping[str, str]], language: Language
) -> tuple[Fact, ...]:
    """The sentences for what is known of a talk, and for what its messages told one by one."""
    known = {**_latest(told), "role": role}
    return (*_of_theme(theme, language), *_of_codes(known, language))


def _latest(told: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """What was told last counts, but what was tried once stays tried."""
    known: dict[str, str] = {}
    for codes in told:
        before = rungs()[known.get("tried", NOTHING)].number
        after = rungs().get(codes.get("tried", ""))
        is_lower = after is None or after.number < before
        known |= {name: code for name, code in codes.items() if name != "tried" or not is_lower}
    return known


def _of_theme(theme: str | None, language: Language) -> Iterator[Fact]:
    if theme in THEMES:
        story = theme_as_story(theme, language)
        yield Fact(f"theme.{theme}", "about", text("note.theme", language, story=story))


def _of_codes(known: Mapping[str, str], language: Language) -> Iterator[Fact]:
    sentences = frozenset(keys())
    for name, part in PART_OF.items():
        code = known.get(name, "")
        if name == "tried" and code in rungs():
            label = rungs()[code].label.in_(language)
            yield Fact(f"tried.{code}", part, text("note.tried", language, rung=label))
        elif f"note.{name}.{code}" in sentences:
            yield Fact(f"{name}.{code}", part, text(f"note.{name}.{code}", language))
