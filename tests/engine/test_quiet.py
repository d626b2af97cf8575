"""An error tells where it happened, not what it said."""

from __future__ import annotations

import pytest

from engine.quiet import where

SECRET = "wat iemand schreef"


def test_place_of_an_error_names_class_file_and_line_only() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        told = where(error)
    assert told.startswith("ValueError at tests/engine/test_quiet.py:")
    assert SECRET not in told


def test_first_cause_is_told_when_an_error_was_wrapped() -> None:
    with pytest.raises(RuntimeError) as caught:
        _fails()
    assert where(caught.value).startswith("KeyError at tests/engine/test_quiet.py:")


def _fails() -> None:
    try:
        {}[SECRET]
    except KeyError as error:
        raise RuntimeError(SECRET) from error


def test_error_that_was_never_raised_has_a_place_too() -> None:
    assert where(ValueError(SECRET)) == "ValueError at an unknown place"
