"""The words that return codes are made of: short, common, and hard to confuse.

A code is read over the phone and written down by a twelve-year-old. So no two words differ by one
letter only or sound alike, and a word with a typo can mostly be told back to its writer.

The words come from the frequencies in openly licensed Dutch texts: Tatoeba (CC BY 2.0 FR),
tldr-pages, African Storybook and Home Assistant intents (CC BY 4.0), NTREX-128 and UD Alpino
(CC BY-SA 4.0), Element (Apache-2.0). `content/code_words.SOURCES.md` has the attribution.
"""

from __future__ import annotations

import unicodedata

from expertise.source import CONTENT

WORDS: tuple[str, ...] = tuple((CONTENT / "code_words.txt").read_text(encoding="utf-8").split())

_SOUNDS_ALIKE = (("ei", "ij"), ("au", "ou"), ("ch", "g"), ("c", "k"), ("ph", "f"))
_LONGEST = max(map(len, WORDS))
_MOST_TYPOS = 2


def closest(word: str) -> str | None:
    """The one word that was meant, with at most two typos; None when that is not clear."""
    typed = _plain(word)
    if not 2 < len(typed) <= _LONGEST + _MOST_TYPOS:
        return None
    if _sound(typed) in _BY_SOUND:
        return _BY_SOUND[_sound(typed)]
    typos = {known: _typos(typed, known) for known in WORDS}
    fewest = min(typos.values())
    meant = [known for known, count in typos.items() if count == fewest]
    return meant[0] if fewest <= _MOST_TYPOS and len(meant) == 1 else None


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word[: 4 * _LONGEST].strip().casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _sound(word: str) -> str:
    """The same for "aardbei" and "aardbij", which nobody can tell apart by ear."""
    for letters, same in _SOUNDS_ALIKE:
        word = word.replace(letters, same)
    return f"{word[:-1]}t" if word.endswith("d") else word


def _typos(a: str, b: str) -> int:
    """The letters to add, drop, replace or swap with their neighbour; 3 stands for "too many"."""
    if abs(len(a) - len(b)) > _MOST_TYPOS:
        return _MOST_TYPOS + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, above, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > _MOST_TYPOS:
            break
    return min(row[-1], _MOST_TYPOS + 1)


_BY_SOUND = {_sound(word): word for word in WORDS}
