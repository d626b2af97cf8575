"""Nothing can be counted that is not a code of a closed list."""

from __future__ import annotations

import pytest

from expertise.counting import KINDS, codes, is_countable
from expertise.parties import parties

WHITE_SPOT = {"party": "confidant", "theme": "bullying", "role": "pupil", "stage": "tried"}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_countable_with_each_of_its_codes(kind: str) -> None:
    possible = next(codes(each) for each in KINDS if each == kind)
    first = {name: next(iter(values)) for name, values in possible.items()}

    for name, values in possible.items():
        assert all(is_countable(kind, {**first, name: value}) for value in values)


def test_white_spot_is_about_a_party_that_exists() -> None:
    party = next(iter(parties()))

    assert is_countable("white_spot", {**WHITE_SPOT, "party": party})
    assert not is_countable("white_spot", {**WHITE_SPOT, "party": "Hadewych van de Kwakelbrug"})


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("shoe_size", {"value": "3"}),
        (["safety"], {"value": "3"}),
        (None, {"value": "3"}),
        ("safety", None),
        ("safety", "3"),
        ("safety", {}),
        ("safety", {"value": "0"}),
        ("safety", {"value": "6"}),
        ("safety", {"value": 3}),
        ("safety", {"value": ["3"]}),
        ("safety", {"value": "3", "party": "confidant"}),
        ("wellbeing", {"value": "niet zo goed"}),
        ("incident", {"value": "hij sloeg mij"}),
        ("white_spot", {"value": "3"}),
        ("white_spot", {**WHITE_SPOT, "note": "x"}),
        ("white_spot", {**WHITE_SPOT, "stage": "later"}),
    ],
)
def test_anything_else_is_no_count(kind: object, about: object) -> None:
    assert not is_countable(kind, about)
