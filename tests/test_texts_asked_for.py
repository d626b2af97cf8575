"""Every text that code, a template or a script names is there: a key that was deleted is missed.

Keys that are put together from codes are looked up when the program starts
(expertise/put_together.py); here are those that stand whole where they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from connectors.webchat.rendering import _SCRIPT_WORDS
from expertise.put_together import needed
from expertise.texts import keys

ROOT: Final = Path(__file__).parent.parent
PACKAGES: Final = ("actions", "bot", "connectors", "console", "engine", "expertise", "vertelmaar")
# What a function of that name puts before a key, by package; without one, nothing.
PREFIXES: Final = {
    ("connectors", "t"): "page.",
    ("connectors", "g"): "guide.",
    ("connectors", "say"): "page.",
    ("console", "t"): "console.",
    # The console shows a card as the reporter reads it.
    ("console", "said"): "page.",
    ("vertelmaar", "say"): "kit.",
}
# A call with a key; where ~ follows, the rest of the key comes from a code.
CALL: Final = re.compile(
    r"(?<![\w.])(?:texts\.|turn\.|self\.|visit\.|order\.|given\.)?"
    r'(t|g|text|say|ask|offer|said)\(\s*"([a-z_][a-z_0-9.]*)"\s*([,)~])'
)
CHOSEN: Final = re.compile(r'\b(t|g|text|say)\("([\w.]+)" if [^"]+? else "([\w.]+)"\)')
KEYS: Final = frozenset(keys())


class Asked(NamedTuple):
    """A key that is asked for, or how it begins."""

    where: str
    key: str
    is_whole: bool = True

    @property
    def is_there(self) -> bool:
        """Whether some text answers to it."""
        return self.key in KEYS or (
            not self.is_whole and any(key.startswith(self.key) for key in KEYS)
        )


def asked_for(package: str) -> Iterator[Asked]:
    """What the sources of a package ask for."""
    for path in sorted((ROOT / package).rglob("*")):
        if path.suffix not in (".py", ".html", ".ts") or "static" in path.parts:
            continue
        written, where = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        for name, key, after in CALL.findall(written):
            yield Asked(where, _prefix(package, name) + key, after != "~")
        for name, one, other in CHOSEN.findall(written):
            yield Asked(where, _prefix(package, name) + one)
            yield Asked(where, _prefix(package, name) + other)


def _prefix(package: str, name: str) -> str:
    return PREFIXES.get((package, name), "")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_text_that_a_package_names_is_there(package: str) -> None:
    assert [asked for asked in asked_for(package) if not asked.is_there] == []


def test_the_search_finds_what_is_asked_for_everywhere() -> None:
    found = {package: len(list(asked_for(package))) for package in PACKAGES}

    assert found["actions"] > 40
    assert found["connectors"] > 300
    assert found["console"] > 300
    assert found["vertelmaar"] > 10


def test_a_script_names_no_words_that_the_page_does_not_send() -> None:
    # A word that does not come with the page would be an empty line there, and no error.
    client = ROOT / "connectors/webchat/client"
    written = " ".join(path.read_text(encoding="utf-8") for path in client.glob("*.ts"))
    named = set(re.findall(r'\bsay\("([a-z_.]+)"', written))

    assert len(named) > 30
    assert named <= set(_SCRIPT_WORDS)
    assert {f"page.{word}" for word in _SCRIPT_WORDS} <= KEYS


def test_every_key_that_is_put_together_is_there() -> None:
    families = list(needed())

    assert len(families) > 90
    assert set(families) <= KEYS
