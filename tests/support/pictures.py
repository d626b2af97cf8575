"""Pictures to send: honest ones, and those that somebody makes to do harm."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import ExifTags, Image, PngImagePlugin

CANARY = "Wiebelientje Kwakelbrug"


def drawn(
    kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **how: Any
) -> bytes:
    """A picture whose left half is red and whose right half is white."""
    image = Image.new("RGB", size, "white")
    image.paste((200, 20, 20), (0, 0, size[0] // 2, size[1]))
    return saved(image.convert(mode), kind, **how)


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    """An image as a file."""
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def opened(raw: bytes) -> Image.Image:
    """A file as an image, read to its end."""
    image = Image.open(io.BytesIO(raw))
    image.load()
    return image


def from_a_phone() -> bytes:
    """Lies on its side, and says where it was taken, by whom, and with what."""
    image = Image.new("RGB", (80, 40), "white")
    image.paste((200, 20, 20), (0, 0, 40, 40))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = CANARY
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 5.0, 30.0)
    return saved(image, "JPEG", exif=exif, comment=CANARY)


def with_text() -> bytes:
    """A PNG that says more than it shows."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", CANARY)
    said.add_text("Author", CANARY, zip=True)
    said.add_itxt("Titel", CANARY)
    return drawn("PNG", pnginfo=said)


def bomb(side: int = 50_000) -> bytes:
    """A small file that would be a huge picture."""
    rows = zlib.compressobj(9)
    line = bytes(1 + side // 8)
    packed = b"".join(rows.compress(line) for _ in range(200)) + rows.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", packed)
        + _chunk(b"IEND", b"")
    )


def text_bomb() -> bytes:
    """A PNG whose words unpack to a gigabyte."""
    packed = zlib.compressobj(9)
    words = b"".join(packed.compress(bytes(1 << 20)) for _ in range(1024)) + packed.flush()
    plain = drawn("PNG")
    return plain[:33] + _chunk(b"zTXt", b"Comment\x00\x00" + words) + plain[33:]


def long_film(frames: int = 10_000) -> bytes:
    """A GIF of many frames."""
    first = saved(Image.new("P", (8, 8)), "GIF")
    body = first[first.index(b"\x2c") : -1]
    head = first[: first.index(b"\x2c")]
    return head + body * frames + b"\x3b"


def script() -> bytes:
    """An SVG with a script in it."""
    return (
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">'
        b"<script>alert('Wiebelientje')</script></svg>"
    )


def page_and_picture() -> bytes:
    """A JPEG that is a web page too, in its comment and behind its end."""
    page = b"<html><script>alert('Wiebelientje')</script></html>"
    whole = drawn(comment=page.decode())
    return whole + page


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
