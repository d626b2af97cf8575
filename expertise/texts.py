"""The bot's and the page's words, by key and language.

No sentence a reporter reads stands in code: reviewers read `content/texts/*.yml`, where each text
has its three languages side by side and names the buttons below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from expertise.languages import LANGUAGES, Language, Localized
from expertise.schema import fields_of, listed
from expertise.source import ContentError, load, load_folder, localized

_BUTTONS = "texts/buttons.yml"


@dataclass(frozen=True)
class Button:
    """A ready answer: what it says, and what it means to the dialogue."""

    label: str
    intent: str
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Say:
    """A text, ready to be shown, with the buttons that belong below it."""

    key: str
    text: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class _Answer:
    label: Localized
    intent: str
    slots: Mapping[str, str]

    def in_(self, language: Language) -> Button:
        return Button(self.label.in_(language), self.intent, self.slots)


@dataclass(frozen=True)
class Entry:
    """One text as the content files hold it."""

    text: Localized
    answers: tuple[_Answer, ...] = ()


def text(key: str, language: Language, **values: object) -> str:
    """The text of a key; a key or a value that is missing is an error, never an empty line."""
    return _entries()[key].text.in_(language).format(**values)


def say(key: str, language: Language, **values: object) -> Say:
    """The text of a key with its buttons."""
    answers = _entries()[key].answers
    return Say(
        key=key,
        text=text(key, language, **values),
        buttons=tuple(answer.in_(language) for answer in answers),
    )


def names_a_crisis_line(key: str, language: Language) -> bool:
    """Whether a text says a number that answers day and night."""
    known = _entries().get(key)
    return known is not None and any(
        number in known.text.in_(language) for number in ("112", "113", "0800-2000", "0800-0188")
    )


def keys() -> tuple[str, ...]:
    """All keys there are."""
    return tuple(_entries())


def answers_from(raw: Mapping[str, Any], file: str = _BUTTONS) -> dict[str, _Answer]:
    """The buttons that texts may name."""
    answers = {}
    for name, given in raw.items():
        button = fields_of(given, ("label", "intent", "slots"), file, name)
        slots = button.get("slots", {})
        if not isinstance(button.get("intent"), str):
            raise ContentError(file, name, "has no intent")
        if not isinstance(slots, dict) or not all(isinstance(it, str) for it in slots.values()):
            raise ContentError(file, f"{name}.slots", "are not words by their names")
        answers[name] = _Answer(
            label=localized(button.get("label"), file, f"{name}.label"),
            intent=button["intent"],
            slots=slots,
        )
    return answers


def entries_from(
    raw: Mapping[str, Any], answers: Mapping[str, _Answer], file: str
) -> dict[str, Entry]:
    """The texts of one file, with their buttons looked up."""
    entries = {}
    for key, given in raw.items():
        fields = fields_of(given, (*LANGUAGES, "buttons"), file, key)
        names = listed(fields.get("buttons", []), file, f"{key}.buttons")
        for name in names:
            if name not in answers:
                raise ContentError(file, key, f"names an unknown button: {name}")
        languages = {name: value for name, value in fields.items() if name != "buttons"}
        entries[key] = Entry(
            localized(languages, file, key), tuple(answers[name] for name in names)
        )
    return entries


@cache
def _entries() -> dict[str, Entry]:
    answers = answers_from(load(_BUTTONS))
    entries: dict[str, Entry] = {}
    for file, raw in load_folder("texts"):
        if file == _BUTTONS:
            continue
        found = entries_from(raw, answers, file)
        for key in found.keys() & entries.keys():
            raise ContentError(file, key, "stands in another file too")
        entries |= found
    return entries
