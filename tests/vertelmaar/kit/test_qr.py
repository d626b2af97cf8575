from __future__ import annotations

import io

import pytest
import segno
import zxingcpp
from PIL import Image

from tests.vertelmaar.kit.samples import (
    ADDRESS,
    LONG_ADDRESS,
    WIDEST_ADDRESS,
    asked,
    painted,
    scanned,
)
from vertelmaar.kit.qr import CORRECTION, QUIET, code

ADDRESSES = tuple(
    asked(address=each).via("poster")
    for each in (ADDRESS, LONG_ADDRESS, WIDEST_ADDRESS, "http://localhost:8000")
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_code_says_the_address_and_nothing_more(address: str) -> None:
    made = code(address, 0, 0, 100)
    runs = [(column, row, length, 1.0) for column, row, length in made.runs]

    (read,) = zxingcpp.read_barcodes(painted(runs, (made.modules, made.modules), 6))

    assert read.text == address
    assert read.bytes == address.encode()
    assert read.format == zxingcpp.BarcodeFormat.QRCode


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_code_mends_what_is_torn_off_and_keeps_its_surroundings_quiet(address: str) -> None:
    made = code(address, 0, 0, 100)
    least = segno.make_qr(address, error=CORRECTION, boost_error=False)

    assert CORRECTION in ("M", "Q", "H")
    assert made.modules == least.symbol_size(border=QUIET)[0]
    assert QUIET >= 4
    assert min(column for column, _, _ in made.runs) == QUIET
    assert min(row for _, row, _ in made.runs) == QUIET
    assert max(column + length for column, _, length in made.runs) == made.modules - QUIET
    assert max(row for _, row, _ in made.runs) == made.modules - QUIET - 1


@pytest.mark.parametrize(
    ("address", "held"),
    [
        ("https://vertel.nl", "https://vertel.nl/?via=card"),
        ("https://vertel.nl/", "https://vertel.nl/?via=card"),
        ("https://vertel.nl/en", "https://vertel.nl/en?via=card"),
    ],
)
def test_address_in_a_code_names_the_channel_and_nothing_else(address: str, held: str) -> None:
    assert asked(address=address).via("card") == held


def test_the_reader_would_have_seen_more_than_the_channel() -> None:
    picture = io.BytesIO()
    segno.make_qr(f"{ADDRESS}/?via=card&n=1").save(picture, kind="png", scale=6)

    assert scanned(Image.open(picture)) == [f"{ADDRESS}/?via=card&n=1"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_code_on_a_card_is_coarse_enough_for_a_phone(address: str) -> None:
    assert code(address, 0, 0, 29).module >= 0.4
