"""Comparing answers with the content: what is reviewed passes, and nothing else does."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest

from expertise import cards
from expertise.advice import advise
from expertise.languages import LANGUAGES, Language
from expertise.situations import Situation
from expertise.texts import text
from tests.engine.unreviewed import unreviewed, unreviewed_card

_AT = datetime(2026, 11, 18, 12, tzinfo=timezone.utc)
_MADE_UP = "Bel Jan, die lost het op."
_CODES = ("kind", "id", "href", "stage")


def _advice(language: Language) -> dict[str, Any]:
    """Advice in which every field says something."""
    situation = Situation(
        theme="sexual_misconduct", role="parent", offender="staff", tried="board", risk="concern"
    )
    return advise(situation, _AT, language).as_payload()


def _leaves(raw: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every sentence below."""
    if isinstance(raw, dict):
        for name, value in raw.items():
            if name not in _CODES:
                yield from _leaves(value, (*path, name))
    elif isinstance(raw, list):
        for at, value in enumerate(raw):
            yield from _leaves(value, (*path, at))
    elif isinstance(raw, str):
        yield path


def _replaced(payload: dict[str, Any], path: tuple[Any, ...], said: Any) -> dict[str, Any]:
    changed = copy.deepcopy(payload)
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = said
    return changed


@pytest.mark.parametrize("language", LANGUAGES)
def test_reviewed_advice_passes_and_a_made_up_sentence_in_any_field_does_not(
    language: Language,
) -> None:
    advice = _advice(language)
    paths = list(_leaves(advice))

    assert list(unreviewed_card(advice, language)) == []
    assert len(paths) > 15
    assert [
        path
        for path in paths
        if not list(unreviewed_card(_replaced(advice, path, _MADE_UP), language))
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card_id", cards.card_ids())
def test_cards_pass_and_a_made_up_sentence_on_one_does_not(
    card_id: str, language: Language
) -> None:
    card = cards.card(card_id, language, _AT).as_payload()

    assert list(unreviewed_card(card, language)) == []
    assert [
        path
        for path in _leaves(card)
        if not list(unreviewed_card(_replaced(card, path, _MADE_UP), language))
    ] == []


def test_words_of_another_party_are_not_this_one() -> None:
    advice = _advice("nl")
    other = advice["others"][0]["can"]

    assert list(unreviewed_card(_replaced(advice, ("main", "can"), other), "nl"))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("more_advice", _MADE_UP),
        ("more_advice", ""),
        ("greet", text("goodbye", "nl")),
        ("goodbye", text("goodbye", "en")),
        ("no_such_text", text("goodbye", "nl")),
        (None, _MADE_UP),
    ],
)
def test_text_that_is_not_that_of_its_key_is_found(key: str | None, said: str) -> None:
    reply = {"key": key, "text": said, "buttons": [], "payload": None}

    assert list(unreviewed(reply, "nl"))


@pytest.mark.parametrize(
    ("intent", "slots", "label"),
    [
        ("choose_theme", {"theme": "bullying"}, "Geweld of bedreiging"),
        ("choose_tried", {"tried": "board"}, "Nog niets"),
        ("party_failed", {"party": "lkc"}, "Kindertelefoon kon mij niet helpen"),
        ("wants_human", {}, "Stuur het naar de politie"),
    ],
)
def test_label_of_another_button_is_found(intent: str, slots: dict[str, str], label: str) -> None:
    button = {"intent": intent, "slots": slots, "label": label}
    reply = {"key": "greet", "text": text("greet", "nl"), "buttons": [button], "payload": None}

    assert list(unreviewed(reply, "nl"))
