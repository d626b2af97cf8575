"""What can go wrong for a person, by name."""

from __future__ import annotations

import pytest

from bot import errors
from bot.errors import BotError, CodeMistyped
from bot.people import errors as people_errors
from expertise import texts


def all_kinds(kind: type[BotError] = BotError) -> list[type[BotError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in all_kinds(child))]


@pytest.mark.parametrize("kind", all_kinds())
def test_error_when_shown_then_there_are_words_for_it_and_none_of_them_are_the_persons(
    kind: type[BotError],
) -> None:
    if issubclass(kind, CodeMistyped):
        error: BotError = kind((("kanarie", None),))
    else:
        error = kind(name="kanarie")
    assert kind.key in texts.keys()  # noqa: SIM118
    assert str(error) == kind.__name__
    assert "kanarie" not in repr(error)


def test_errors_when_a_new_one_is_added_then_it_says_what_to_tell() -> None:
    told = {kind for kind in all_kinds() if "key" in vars(kind)}
    silent = {errors.UnusableMessage, errors.NoAccess}
    assert people_errors.NoSuchTeam in told
    assert set(all_kinds()) - told - silent == set()
