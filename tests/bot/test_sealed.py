"""Records as sealed JSON."""

from __future__ import annotations

import traceback

import pytest

from bot import vault
from bot.sealed import Sealed
from bot.turns import Body

KEY = vault.new_key()
BODY = Sealed(Body)


def test_open_when_closed_for_the_same_place_then_it_is_the_same() -> None:
    body = Body("hoi", cards=("home",))
    assert BODY.open(KEY, BODY.close(KEY, body, "turn:1"), "turn:1") == body


@pytest.mark.parametrize("plain", [b'{"text": 112, "x": "kanarie"}', b'{"text": kanarie', b"\xff"])
def test_open_when_the_shape_is_unknown_then_the_error_holds_no_words(plain: bytes) -> None:
    with pytest.raises(vault.CannotOpen) as caught:
        BODY.open(KEY, vault.seal(KEY, plain, "turn:1"), "turn:1")
    assert "kanarie" not in "".join(traceback.format_exception(caught.value))
