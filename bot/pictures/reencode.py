"""Makes a picture anew: what comes out holds what is seen, and nothing else of what came in.

This runs as a program of its own (`python -m bot.pictures.reencode`, picture in, picture out): who
finds a hole in a decoder finds no key and no other talk behind it. It may use as much memory and
time as an honest picture needs, and open no file and no connection.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings
from typing import Final

from PIL import ExifTags, Image, ImageOps

# What phones and computers make. SVG can hold a script, and is no picture here.
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "MPO")
# Enough to read what stands on a screen; more would only be larger.
LONGEST_SIDE: Final = 2048
# The code that tells `bot.pictures.taking` that it cannot be used.
NOT_A_PICTURE: Final = 3

_MOST_PIXELS: Final = 50_000_000
_QUALITY: Final = 85
LIMITS: Final = {
    resource.RLIMIT_AS: 1024 * 1024 * 1024,
    resource.RLIMIT_CPU: 10,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_NOFILE: 0,
    resource.RLIMIT_NPROC: 0,
    # What lies in a crashed process's memory is the picture.
    resource.RLIMIT_CORE: 0,
}


def reencode(raw: bytes) -> bytes:
    """A JPEG of the first image in it, upright, without what a camera writes beside it.

    Raises:
        ValueError, OSError, SyntaxError: it is no picture of these kinds, or one that is broken.
    """
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(raw), formats=FORMATS) as opened:
        # Colours out of a list cannot be mixed, and mixing makes a smaller picture readable.
        whole = opened.convert("RGBA") if opened.mode in ("1", "P") else opened
        # Made smaller before anything else: a JPEG is then never in the memory at its full size.
        whole.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        seen = _in_eight_bits(ImageOps.exif_transpose(whole)).convert("RGBA")
    plain = Image.new("RGB", seen.size, "white")
    plain.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def main() -> None:
    """Picture on standard input, picture on standard output."""
    raw = sys.stdin.buffer.read()
    _rehearse()
    for what, limit in LIMITS.items():
        resource.setrlimit(what, (limit, limit))
    try:
        made = reencode(raw)
    # Whatever a decoder stumbles over: it was no picture that it could read.
    except (Exception, MemoryError):  # noqa: BLE001
        sys.exit(NOT_A_PICTURE)
    sys.stdout.buffer.write(made)


def _rehearse() -> None:
    """Let Pillow fetch all that it works with, before the doors are shut."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    for kind, mode in (("JPEG", "CMYK"), ("PNG", "P"), ("WEBP", "RGBA"), ("GIF", "P")):
        out = io.BytesIO()
        Image.new(mode, (2, 2)).save(out, kind, exif=exif, transparency=0)
        reencode(out.getvalue())


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Grey in sixteen bits, which Pillow would else cut off to white."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda grey: grey / 256).convert("L")


if __name__ == "__main__":
    main()
