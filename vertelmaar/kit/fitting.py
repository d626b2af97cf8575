"""Words into the room there is for them: as large as it gets, and never beyond its edge.

Schools have long names and long addresses. Whole words come before large type; only an address,
one word however long it is, may rather break at its signs than become too small to read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from vertelmaar.kit import faces
from vertelmaar.kit.drawing import Words
from vertelmaar.kit.faces import MM_PER_POINT, Face
from vertelmaar.trouble import Trouble

_STEP: Final = 0.5
# Half of the height of a capital, in ems: lines are placed by the middle of their capitals.
_HALF_CAPITAL: Final = 0.365
_SIGNS: Final = re.compile(r"(?<=/)|(?=[.\-])")

Side = Literal["left", "middle", "right"]
_SHARE: Final[dict[Side, float]] = {"left": 0.0, "middle": 0.5, "right": 1.0}


@dataclass(frozen=True)
class Block:
    """Lines of one size, not yet anywhere."""

    lines: tuple[str, ...]
    face: Face
    size: float
    room: float
    leading: float
    is_whole: bool

    @property
    def step(self) -> float:
        return self.size * MM_PER_POINT * self.leading

    @property
    def height(self) -> float:
        return len(self.lines) * self.step

    @property
    def width(self) -> float:
        return max(faces.width(line, self.face, self.size) for line in self.lines)

    def at(self, x: float, top: float, colour: str, side: Side = "left") -> tuple[Words, ...]:
        """The lines in a room whose left edge and top are given."""
        first = top + self.step / 2 + _HALF_CAPITAL * self.size * MM_PER_POINT
        return tuple(
            Words(
                x + _SHARE[side] * (self.room - faces.width(line, self.face, self.size)),
                first + index * self.step,
                line,
                self.size,
                self.face,
                colour,
            )
            for index, line in enumerate(self.lines)
        )


def block(words: str, face: Face, size: float, room: float, leading: float = 1.3) -> Block:
    """Words in lines of at most so many millimetres."""
    lines, is_whole = _lines(words, lambda part: faces.width(part, face, size) <= room)
    return Block(tuple(lines), face, size, room, leading, is_whole)


def fit(
    words: str,
    face: Face,
    room: tuple[float, float],
    sizes: tuple[float, float],
    leading: float = 1.3,
    whole_to: float = 0.0,
) -> Block:
    """Words as large as their room lets them be; words are whole down to the size `whole_to`."""
    found = list(_descending(words, face, room, sizes, leading))
    for each in found:
        if each.is_whole and each.size >= whole_to:
            return each
    if not found:
        raise Trouble(f"too long to be printed: {words}")
    return found[0]


def alike(
    several: Sequence[str],
    face: Face,
    room: tuple[float, float],
    sizes: tuple[float, float],
    leading: float = 1.3,
) -> list[Block]:
    """Several texts that stand side by side, in the one size in which each fits its room."""
    size = min(fit(words, face, room, sizes, leading).size for words in several)
    return [block(words, face, size, room[0], leading) for words in several]


def balanced(given: Block, words: str) -> Block:
    """The same number of lines, as equal in length as they get."""
    best, room = given, given.room
    while room > given.size:
        room -= 1
        tried = block(words, given.face, given.size, room, given.leading)
        if not tried.is_whole or len(tried.lines) > len(given.lines):
            break
        best = tried
    return replace(best, room=given.room)


def _descending(
    words: str, face: Face, room: tuple[float, float], sizes: tuple[float, float], leading: float
) -> Iterator[Block]:
    """Every size that fits, the largest first."""
    size, smallest = sizes
    while size >= smallest:
        found = block(words, face, size, room[0], leading)
        if found.height <= room[1] and found.width <= room[0]:
            yield found
        size -= _STEP


def _lines(words: str, fits: Callable[[str], bool]) -> tuple[list[str], bool]:
    lines: list[str] = []
    is_whole = True
    for paragraph in words.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if fits(longer):
                line = longer
                continue
            if line:
                lines.append(line)
            *cut, line = _cut(word, fits)
            is_whole = is_whole and not cut
            lines += cut
        lines.append(line)
    return lines, is_whole


def _cut(word: str, fits: Callable[[str], bool]) -> list[str]:
    """A word over several lines: at its signs, or between letters where it has none."""
    lines: list[str] = []
    line = ""
    for piece in _SIGNS.split(word):
        for part in (piece,) if fits(piece) else piece:
            if line and not fits(line + part):
                lines.append(line)
                line = ""
            line += part
    return [*lines, line]
