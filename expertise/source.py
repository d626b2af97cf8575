"""Reads the content files, and says which file and which key is wrong.

Content is reviewed text, so it is checked when it is loaded and not when somebody in need asks
for it: a text that lacks a language, or a key written twice, stops the program at its start.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from expertise.languages import LANGUAGES, Localized

CONTENT = Path(__file__).with_name("content")


class ContentError(ValueError):
    """A content file that must not be used as it is."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem


class _DuplicateKey(ValueError):
    """YAML itself would let the second of two equal keys win without a word."""


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise _DuplicateKey(key.value)
            seen.add(key.value)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def parse(text: str, file: str) -> dict[str, Any]:
    """The mapping that a content file holds."""
    try:
        # The loader is a safe one: it builds plain values and nothing else.
        raw = yaml.load(text, Loader=_StrictLoader)  # noqa: S506
    except _DuplicateKey as error:
        raise ContentError(file, str(error), "stands in the file twice") from error
    except yaml.YAMLError as error:
        raise ContentError(file, "(whole file)", f"is not YAML: {error}") from error
    if not isinstance(raw, dict):
        raise ContentError(file, "(whole file)", "is not a mapping")
    return raw


def load(file: str) -> dict[str, Any]:
    """Reads one file of `expertise/content`, named relative to that folder."""
    return parse((CONTENT / file).read_text(encoding="utf-8"), file)


def load_folder(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every file of a folder of `expertise/content`, with its name."""
    for path in sorted((CONTENT / folder).glob("*.yml")):
        file = f"{folder}/{path.name}"
        yield file, load(file)


def localized(raw: object, file: str, key: str) -> Localized:
    """A text in all languages; a plain string is a name that is the same in each of them."""
    if isinstance(raw, str):
        raw = dict.fromkeys(LANGUAGES, raw)
    if not isinstance(raw, Mapping):
        raise ContentError(file, key, "is not a text in several languages")
    if unknown := raw.keys() - set(LANGUAGES):
        raise ContentError(file, key, f"has an unknown language: {sorted(unknown)}")
    for language in LANGUAGES:
        text = raw.get(language)
        if not isinstance(text, str) or not text.strip():
            raise ContentError(file, key, f"has no text in {language}")
    _check_placeholders(raw, file, key)
    return Localized(**{language: raw[language].strip() for language in LANGUAGES})


def _check_placeholders(raw: Mapping[str, str], file: str, key: str) -> None:
    found = {language: placeholders(raw[language]) for language in LANGUAGES}
    if len(set(found.values())) > 1:
        raise ContentError(file, key, "has other {values} in one language than in another")
    for name in found["nl"]:
        if not name.isidentifier():
            raise ContentError(file, key, f"has a {{value}} without a plain name: {name!r}")


def placeholders(text: str) -> frozenset[str]:
    """The names of the values that a text asks for."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
