"""Turn what somebody typed into plain words, so that spelling cannot hide what is meant.

`Spelling.words` undoes case, accents, invisible marks, look-alike letters, digits for letters,
stretched, spelled-out and glued words, and chat spelling. What comes out is a string of words
with one space around each, in which "." stands for the end of a sentence and "," for a pause.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

MAX_CHARACTERS = 20_000

_LOOK_ALIKES = str.maketrans("авеіјкмнорстухѕαβεικνορτυχı", "abeijkmhopctyxsabeiknoptuxi")
_LEET = (str.maketrans("013457@$!|", "oieastasii"), str.maketrans("013457@$!|", "oleastasil"))
_LAUGHTER = re.compile("[😂🤣😹💀☠]+")
_INSIDE_WORDS = re.compile("['’‘`´*_]+")
_ELLIPSIS = re.compile(r"\.{2,}|…")
_PIECES = re.compile(r"[a-z0-9]+(?:[@$!|]+[a-z0-9]+)*|[.?!\n;]+|[,:()\"]+")
_SPELLED_OUT = re.compile(r"(?<= )(?:[a-z] ){3,}")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_MAX_STRETCHES = 3
_MAX_GLUED = 30


def fold(text: str) -> str:
    """The text in lower case, without accents, invisible characters or look-alike letters."""
    if len(text) > MAX_CHARACTERS:
        half = MAX_CHARACTERS // 2
        text = f"{text[:half]}\n{text[-half:]}"
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", _LAUGHTER.sub(" haha ", text)).casefold()
        # Marks and format characters (Mn, Cf) are what accents and zero-width tricks consist of.
        visible = (c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
        text = "".join(visible).translate(_LOOK_ALIKES)
    return _ELLIPSIS.sub(" ", _INSIDE_WORDS.sub("", text.replace("\0", "").lower()))


@dataclass(frozen=True)
class Spelling:
    """The words that a lexicon knows, and the other ways in which people write them."""

    known: Container[str]
    variants: Mapping[str, str]
    glued: frozenset[str]

    def words(self, text: str) -> str:
        pieces = " ".join(map(_piece, _PIECES.findall(fold(text))))
        joined = _SPELLED_OUT.sub(lambda run: run[0].replace(" ", "") + " ", f" {pieces} ")
        return f" {' '.join(word for piece in joined.split() for word in self._read(piece))} "

    def _read(self, piece: str) -> Iterator[str]:
        if not piece.isalpha():
            piece = self._unleeted(piece)
        if _STRETCHED.search(piece):
            piece = self._unstretched(piece)
        if piece in self.variants:
            yield self.variants[piece]
        elif 5 <= len(piece) <= _MAX_GLUED and piece not in self.known:
            yield from self._unglued(piece) or (piece,)
        else:
            yield piece

    def _knows(self, word: str) -> bool:
        return word in self.variants or word in self.known

    def _unleeted(self, piece: str) -> str:
        """ "zelfmoord" for "z3lfm00rd", but "4vwo" and "24u" as they are."""
        candidates = (piece.translate(table) for table in _LEET)
        return next((word for word in candidates if word.isalpha() and self._knows(word)), piece)

    def _unstretched(self, word: str) -> str:
        """The known word that "dooood" or "nieeet" stands for, else the one with single letters."""
        parts = _STRETCHED.split(word)
        if len(parts) // 2 <= _MAX_STRETCHES:
            for counts in product((2, 1), repeat=len(parts) // 2):
                runs = [letter * n for letter, n in zip(parts[1::2], counts, strict=True)]
                candidate = "".join(map(str.__add__, parts[::2], [*runs, ""]))
                if self._knows(candidate):
                    return candidate
        return _STRETCHED.sub(r"\1", word)

    def _unglued(self, piece: str) -> list[str]:
        """The words of "ikwildood"; none when something is left over."""
        for cut in range(len(piece), 0, -1):
            if piece[:cut] in self.glued:
                rest = self._unglued(piece[cut:])
                if rest or cut == len(piece):
                    return [self.variants.get(piece[:cut], piece[:cut]), *rest]
        return []


def _piece(piece: str) -> str:
    if piece[0].isalnum():
        return piece
    return "." if piece[0] in ".?!\n;" else ","
