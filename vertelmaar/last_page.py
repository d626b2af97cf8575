"""The page that is left when nothing else works: kind words, and the numbers.

It needs no content, no template and no style, so that whatever is broken, somebody in danger still
sees whom to call. A test holds its numbers against those of the content.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final, NamedTuple

from expertise.languages import Language


class Number(NamedTuple):
    """A line that answers, or takes calls, without anything of ours."""

    label: str
    href: str
    what_for: Mapping[Language, str]


NUMBERS: Final = (
    Number(
        "112", "tel:112", {"nl": "direct gevaar", "a2": "er is nu gevaar", "en": "danger right now"}
    ),
    Number(
        "113 / 0800-0113",
        "tel:08000113",
        {"nl": "denken aan zelfmoord", "a2": "denken aan zelfmoord", "en": "thoughts of suicide"},
    ),
    Number(
        "Kindertelefoon 0800-0432",
        "tel:08000432",
        {"nl": "praten over alles", "a2": "praten over alles", "en": "talk about anything"},
    ),
    Number(
        "Veilig Thuis 0800-2000",
        "tel:08002000",
        {"nl": "onveilig thuis", "a2": "thuis niet veilig", "en": "not safe at home"},
    ),
)
_UNEXPECTED: Final[Mapping[Language, str]] = {
    "nl": "Er ging bij ons iets mis. Het ligt niet aan jou. Deze nummers kun je wel bellen.",
    "a2": "Er ging iets fout bij ons. Jij deed niets fout. Deze nummers kun je wel bellen.",
    "en": "Something went wrong on our side. It is not your fault. You can call these numbers.",
}


def language_of(path: str) -> Language:
    """The language of a page, as its address says it."""
    first = path.split("/")[1] if path.startswith("/") else ""
    return "a2" if first == "a2" else "en" if first == "en" else "nl"


def unexpected(language: Language) -> str:
    """What is said when nobody foresaw what went wrong."""
    return _UNEXPECTED[language]


def page(words: str, language: Language) -> str:
    """The page, with the numbers below what went wrong."""
    lines = "".join(
        f'<li><a href="{each.href}">{escape(each.label)}</a>: {each.what_for[language]}</li>'
        for each in NUMBERS
    )
    return (
        f'<!doctype html><html lang="{"en" if language == "en" else "nl"}">'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Vertelmaar</title><main><h1>{escape(words)}</h1><ul>{lines}</ul></main></html>"
    )
