"""Pools of reviewed sentences, read as reviewers do: straight from the files, past all our code.

A text with places counts with what may fill them: other sentences of its pool, or a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from expertise.languages import LANGUAGES, Language
from expertise.source import CONTENT, load

_PLACE = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"\d{1,2}:\d\d|\d{4}")


class Pool:
    """Sentences of one language, out of which something may be said."""

    def __init__(self, sentences: Iterable[str]) -> None:
        every = set(sentences)
        # Within a sentence a theme or a rung begins without a capital.
        within = {each[0].lower() + each[1:] for each in every}
        self._shapes = [_shape(each) for each in every if _PLACE.search(each)]
        self._plain = {each for each in every | within if not _PLACE.search(each)}
        self.has = lru_cache(None)(self._has)

    def _has(self, said: str) -> bool:
        """Whether something is one of the sentences, or several of them after each other."""
        if self._is_one(said):
            return True
        # Two sentences of which the first has lost its full stop are joined with a new one.
        return any(
            said[at] == " " and self._is_one(said[:at]) and self._has(said[at + 1 :])
            for at in range(1, len(said) - 1)
        )

    def _is_one(self, said: str) -> bool:
        bare = said.removesuffix(".")
        if {said, bare, f"{bare}."} & self._plain:
            return True
        return any(
            all(_NUMBER.fullmatch(filled) or self.has(filled) for filled in match.groups())
            for shape in self._shapes
            if (match := shape.fullmatch(said) or shape.fullmatch(f"{bare}."))
        )


def _shape(sentence: str) -> re.Pattern[str]:
    parts = _PLACE.split(sentence)
    return re.compile("".join("(.+?)" if at % 2 else re.escape(p) for at, p in enumerate(parts)))


def fillings(sentence: str, said: str) -> Mapping[str, str] | None:
    """What stands in the places of a sentence; None where it is not that sentence."""
    match = _shape(sentence).fullmatch(said)
    names = _PLACE.findall(sentence)
    return dict(zip(names, match.groups(), strict=True)) if match else None


@cache
def pool(language: Language, *places: str) -> Pool:
    """The sentences below these places: `file:key:key`, where a key that ends in * means many."""
    return Pool(
        said for place in places for each in _at(place) for said in sentences(each, language)
    )


def _at(place: str) -> list[Any]:
    """What stands at a place of the content."""
    file, *keys = place.split(":")
    found: list[Any] = [_file(file)]
    for key in keys:
        found = [
            value
            for raw in found
            for name, value in raw.items()
            if name == key or (key.endswith("*") and name.startswith(key[:-1]))
        ]
    return found


def sentences(raw: Any, language: Language) -> Iterator[str]:
    """Every sentence that stands somewhere below, and names that have no language."""
    if isinstance(raw, str):
        yield raw.strip()
    elif isinstance(raw, list):
        for value in raw:
            yield from sentences(value, language)
    elif isinstance(raw, Mapping):
        localized = raw.keys() & set(LANGUAGES)
        for name, value in raw.items():
            if name == language or name not in localized:
                yield from sentences(value, language)


@cache
def _file(name: str) -> Mapping[str, Any]:
    if not (CONTENT / name).is_dir():
        return load(name)
    # A button may have the key of a text, so their file is asked for by its name.
    files = [each for each in sorted((CONTENT / name).glob("*.yml")) if each.name != "buttons.yml"]
    return {key: raw for each in files for key, raw in load(f"{name}/{each.name}").items()}


def texts() -> Mapping[str, Any]:
    """Every text by its key, as the files hold it."""
    return _file("texts")
