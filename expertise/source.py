"""Reads the content files, and says which file, which line and which key is wrong.

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
from expertise.places import LOADER, line_of

CONTENT = Path(__file__).with_name("content")
WHOLE_FILE = "(whole file)"

_WORD = "tag:yaml.org,2002:str"

# What was read last of each file, so that an error can say on which line of it the key stands.
_READ: dict[str, str] = {}


class ContentError(ValueError):
    """A content file that must not be used as it is; its words are one line for people.

    The line is that of the key, or of another one given by `at`.
    """

    def __init__(
        self, file: str, key: str, problem: str, *, line: int | None = None, at: str = ""
    ) -> None:
        self.file = file
        self.key = key
        self.problem = problem
        self.line = line or line_of(_READ.get(file, ""), at or key)
        where = f" (line {self.line})" if self.line else ""
        super().__init__(f"{file}: {key}: {problem}{where}")


class _BadKey(ValueError):
    """YAML itself would take keys that are no words, and let the second of two equal ones win."""

    def __init__(self, node: yaml.Node, problem: str) -> None:
        super().__init__(problem)
        self.key = node.value if isinstance(node, yaml.ScalarNode) else WHOLE_FILE
        self.line = node.start_mark.line + 1


class _StrictLoader(LOADER):  # type: ignore[misc,valid-type]
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag != _WORD:
                raise _BadKey(key, "is no word; it may need quotes")
            if key.value in seen:
                raise _BadKey(key, "stands in the file twice")
            seen.add(key.value)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def parse(text: str, file: str) -> dict[str, Any]:
    """The mapping that a content file holds."""
    _READ[file] = text
    try:
        # The loader is a safe one: it builds plain values and nothing else.
        raw = yaml.load(text, Loader=_StrictLoader)  # noqa: S506
    except _BadKey as error:
        raise ContentError(file, error.key, str(error), line=error.line) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ContentError(file, WHOLE_FILE, f"is not YAML: {error.problem}", line=line) from error
    except (yaml.YAMLError, ValueError) as error:
        # A character that is none, or a day that no calendar has.
        raise ContentError(file, WHOLE_FILE, f"is not YAML: {_in_one_line(error)}") from error
    if not isinstance(raw, dict):
        raise ContentError(file, WHOLE_FILE, "is not a mapping")
    return raw


def load(file: str) -> dict[str, Any]:
    """Reads one file of `expertise/content`, named relative to that folder."""
    try:
        text = (CONTENT / file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(file, WHOLE_FILE, f"cannot be read: {_in_one_line(error)}") from error
    return parse(text, file)


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


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split())


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
