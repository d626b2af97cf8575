"""What counts as a JPEG with nothing beside the picture."""

from __future__ import annotations

import random

import pytest

from bot.pictures import jpeg
from bot.pictures.reencode import reencode
from tests.support.pictures import drawn, from_a_phone

PLAIN = reencode(drawn(size=(300, 200)))
COMMENT = b"\xff\xfe\x00\x07<svg>"


@pytest.mark.parametrize(
    "image",
    [
        b"", b"\xff\xd8", b"\xff\xd8\xff", PLAIN[:-1], PLAIN[:-2], PLAIN[:40], PLAIN + b"<html>",
        b"<html>" + PLAIN, PLAIN[:2] + COMMENT + PLAIN[2:], PLAIN[:-2] + COMMENT + PLAIN[-2:],
        PLAIN + PLAIN, drawn(comment="hoi"), from_a_phone(), drawn("PNG"),
    ],
)  # fmt: skip
def test_is_plain_when_there_is_more_or_less_then_it_is_not(image: bytes) -> None:
    assert not jpeg.is_plain(image)


def test_is_plain_when_bytes_are_changed_at_random_then_it_answers() -> None:
    dice = random.Random(20261122)
    assert jpeg.is_plain(PLAIN)
    for _ in range(2000):
        image = bytearray(PLAIN)
        for _ in range(dice.randrange(1, 6)):
            image[dice.randrange(len(image))] = dice.randrange(256)
        assert jpeg.is_plain(bytes(image)) in (True, False)
