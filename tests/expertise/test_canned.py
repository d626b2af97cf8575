"""The replies that a team may begin with."""

from __future__ import annotations

from typing import Any

import pytest

from expertise.canned import canned_from, filled, starting_set, unknown_placeholder
from expertise.languages import LANGUAGES
from expertise.source import ContentError

WORDS = {"nl": "Hoi {name}", "a2": "Hoi {name}", "en": "Hi {name}"}


def reply(**changed: Any) -> dict[str, Any]:
    return {"short": "hoi", "text": WORDS, **changed}


def test_starting_set_has_enough_to_begin_with_in_every_language() -> None:
    assert len(starting_set()) >= 12
    for language in LANGUAGES:
        shorts = [reply.short.in_(language) for reply in starting_set()]
        assert len(set(shorts)) == len(shorts)
        assert all(len(short) <= 24 for short in shorts)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"a": reply(), "b": reply()}, "b: has the short name of another: hoi"),
        ({"a": reply(text=dict.fromkeys(LANGUAGES, "{who}"))}, "a: asks for an unknown value: who"),
        ({"a": reply(text={"nl": "Hoi"})}, "a.text: has no text in a2"),
    ],
)
def test_content_that_cannot_be_used_is_told(raw: dict[str, Any], problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        canned_from(raw, "canned.yml")


def test_filled_leaves_what_stands_in_a_value_alone() -> None:
    assert filled("{name}, {team} {x}", {"name": "{team}", "team": "wij"}) == "{team}, wij {x}"


@pytest.mark.parametrize(
    ("text", "unknown"), [("{name}", None), ("{ name }", None), ("{}", ""), ("a {b}", "b")]
)
def test_unknown_placeholder(text: str, unknown: str | None) -> None:
    assert unknown_placeholder(text) == unknown
