"""What honest pictures become, and what becomes of those that are made to do harm."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from bot.pictures import jpeg
from bot.pictures.errors import PicturesBusy, PictureTooLarge, UnusablePicture
from bot.pictures.taking import MAX_BYTES, Taker
from tests.support import pictures
from tests.support.pictures import CANARY, drawn, opened, saved
from tests.support.snoop import found_in

RED, WHITE = (200, 20, 20), (255, 255, 255)
MARKS = (b"Exif", b"<script", b"<html", b"Adobe", b"ICC_PROFILE", b"http:", b"JFXX")


def is_near(found: object, wanted: tuple[int, int, int]) -> bool:
    """A JPEG's colours are only about those that were drawn."""
    assert isinstance(found, tuple)
    return all(abs(one - other) < 12 for one, other in zip(found, wanted, strict=True))


def assert_nothing_beside(made: bytes) -> None:
    """No word that stood in it, and none of the marks by which more would begin."""
    assert found_in(made, tuple(CANARY.split())) == []
    assert [mark for mark in MARKS if mark in made] == []


@pytest.mark.parametrize(
    "raw",
    [
        drawn(), drawn(progressive=True), drawn(mode="CMYK"), drawn(mode="L"), drawn("PNG"),
        drawn("PNG", mode="P"), drawn("PNG", mode="RGBA"), drawn("PNG", mode="LA"),
        drawn("PNG", mode="1"), drawn("WEBP", lossless=True), drawn("GIF", mode="P"),
        pictures.with_text(), pictures.page_and_picture(),
    ],
    ids=[
        "jpeg", "progressive", "cmyk", "grey", "png", "palette", "alpha", "grey alpha", "one bit",
        "webp", "gif", "png with words", "page and picture",
    ],
)  # fmt: skip
async def test_take_when_it_is_a_picture_then_what_is_seen_comes_out_and_nothing_else(
    raw: bytes,
) -> None:
    made = await Taker().take(raw)
    seen = opened(made)
    assert (seen.format, seen.mode, seen.size) == ("JPEG", "RGB", (64, 48))
    assert is_near(seen.getpixel((60, 24)), WHITE)
    assert_nothing_beside(made)
    assert set(jpeg.markers(made)) <= {0xE0, 0xC0, 0xC2, 0xC4, 0xDB, 0xDD, 0xDA}
    assert dict(seen.getexif()) == {}


async def test_take_when_a_phone_made_it_then_it_stands_upright_and_tells_no_place() -> None:
    raw = pictures.from_a_phone()
    assert found_in(raw, ("Wiebelientje",)) == ["Wiebelientje"]
    made = await Taker().take(raw)
    seen = opened(made)
    assert seen.size == (40, 80)
    assert is_near(seen.getpixel((20, 4)), RED)
    assert is_near(seen.getpixel((20, 76)), WHITE)
    assert_nothing_beside(made)


async def test_take_when_parts_are_transparent_then_they_are_white() -> None:
    clear = Image.new("RGBA", (20, 20), (200, 20, 20, 0))
    palette = Image.new("P", (20, 20), 3)
    palette.putpalette((200, 20, 20) * 8)
    for raw in (saved(clear, "PNG"), saved(palette, "PNG", transparency=3)):
        assert is_near(opened(await Taker().take(raw)).getpixel((9, 9)), WHITE)


async def test_take_when_grey_has_sixteen_bits_then_its_shades_stay() -> None:
    grey = Image.new("I;16", (64, 8))
    grey.putdata([x * 1024 for _ in range(8) for x in range(64)])
    seen = opened(await Taker().take(saved(grey, "PNG")))
    shades = [seen.getpixel((x, 4)) for x in (1, 32, 62)]
    wanted = [(4, 4, 4), (128, 128, 128), (248, 248, 248)]
    assert all(is_near(*pair) for pair in zip(shades, wanted, strict=True))


async def test_take_when_it_is_large_then_it_is_made_smaller() -> None:
    seen = opened(await Taker().take(drawn(size=(6000, 3000))))
    assert seen.size == (2048, 1024)


async def test_take_when_it_is_a_film_then_its_first_image_comes_out() -> None:
    assert opened(await Taker().take(pictures.long_film())).size == (8, 8)


@pytest.mark.parametrize(
    "made",
    [
        pictures.bomb, lambda: pictures.bomb(20_000), pictures.text_bomb, pictures.script,
        lambda: drawn("TIFF"), lambda: drawn("BMP"), lambda: b"8BPS\x00\x01" + bytes(100),
        lambda: b"", lambda: b"\xff\xd8\xff", lambda: b"\x89PNG\r\n\x1a\n",
        lambda: drawn(size=(800, 600))[:2000], lambda: b"GIF89a" + bytes(1000),
        lambda: b"RIFF" + bytes(8) + b"AVI LIST", lambda: b"<html>" + drawn(),
        lambda: b"\xff\xd8\xff" + b"\x00" * (MAX_BYTES - 3),
    ],
    ids=[
        "bomb", "smaller bomb", "bomb of words", "svg with script", "tiff", "bmp", "photoshop",
        "empty", "three bytes", "png's first bytes", "cut off", "gif of zeros", "a film", "a page",
        "eight megabytes of nothing",
    ],
)  # fmt: skip
async def test_take_when_it_is_no_picture_then_it_is_refused(made: Callable[[], bytes]) -> None:
    with pytest.raises(UnusablePicture):
        await Taker().take(made())


async def test_take_when_it_is_one_byte_too_large_then_it_is_refused_unseen() -> None:
    with pytest.raises(PictureTooLarge) as refused:
        await Taker(("/no/such/command",)).take(drawn() + bytes(MAX_BYTES))
    assert refused.value.values == {"limit": "8"}


async def test_take_when_several_come_at_once_then_each_gets_its_own() -> None:
    taker = Taker()
    sizes = [(40 + n, 30) for n in range(6)]
    made = await asyncio.gather(*(taker.take(drawn(size=size)) for size in sizes))
    assert [opened(one).size for one in made] == sizes


def test_place_when_too_many_are_in_hand_then_the_next_is_asked_to_wait() -> None:
    taker = Taker()
    with pytest.raises(PicturesBusy):
        hold(taker, 100)
    with taker.place():
        pass


def hold(taker: Taker, more: int) -> None:
    """Keep that many in hand at once."""
    with taker.place():
        if more:
            hold(taker, more - 1)


def decoder(tmp_path: Path, does: str) -> tuple[str, ...]:
    """A decoder that somebody has taken over."""
    program = tmp_path / "decoder.py"
    program.write_text(f"import sys, os, time\n{does}\n")
    return (sys.executable, str(program))


@pytest.mark.parametrize(
    "does",
    [
        "sys.stdout.write('<html><script>alert(1)</script></html>')",
        "sys.stdout.buffer.write(b'\\xff\\xd8\\xff\\xe1\\x00\\x04hi\\xff\\xd9')",
        "[sys.stdout.buffer.write(bytes(65536)) for _ in iter(int, 1)]",
        "os.abort()",
        "pass",
    ],
)
async def test_take_when_the_decoder_was_taken_over_then_its_answer_is_not_believed(
    tmp_path: Path, does: str
) -> None:
    with pytest.raises(UnusablePicture):
        await Taker(decoder(tmp_path, does)).take(drawn())
