from __future__ import annotations

import inspect

import pytest

from bot import errors as bot_errors
from bot.errors import BotError
from expertise import texts
from expertise.languages import LANGUAGES
from vertelmaar import errors

NAMED = [
    kind
    for _, kind in inspect.getmembers(bot_errors, inspect.isclass)
    if issubclass(kind, BotError) and kind.__module__ == "bot.errors"
]
PLACES = (
    "word", "wanted", "got", "limit", "length", "name", "seconds", "opens", "closes", "days",
    "least", "most",
)  # fmt: skip


@pytest.mark.parametrize("kind", NAMED, ids=lambda kind: kind.__name__)
def test_every_named_error_has_its_words_in_every_language(kind: type[BotError]) -> None:
    assert kind.key in texts.keys()  # noqa: SIM118 — `keys` is a function of ours.
    for language in LANGUAGES:
        assert texts.text(kind.key, language, **dict.fromkeys(PLACES, "x"))


def test_status_of_a_subclass_is_that_of_its_nearest_named_ancestor() -> None:
    assert errors.status_of(bot_errors.AlreadyClaimed(name="Samira")) == 409
    assert errors.status_of(bot_errors.EmptyMessage()) == 422
    assert errors.status_of(BotError()) == 500
