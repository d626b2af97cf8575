"""The QR code of an address, which follows nobody who scans it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

import segno

from vertelmaar.kit.drawing import Code

# Of four levels the second and above read on when a corner is torn off or drawn on.
CORRECTION: Final = "M"
QUIET: Final = 4


def code(address: str, x: float, y: float, size: float) -> Code:
    """The code with its quiet zone, in a square of so many millimetres."""
    made = segno.make_qr(address, error=CORRECTION, boost_error=True)
    rows = [bytes(row) for row in made.matrix_iter(border=QUIET)]
    return Code(x, y, size, len(rows), tuple(_runs(rows)))


def _runs(rows: list[bytes]) -> Iterator[tuple[int, int, int]]:
    for row, modules in enumerate(rows):
        column = 0
        for is_dark, same in groupby(modules):
            length = len(list(same))
            if is_dark:
                yield column, row, length
            column += length
