"""How hard the texts are to read: Flesch-Douma, the Dutch form of Flesch's measure.

100 is very easy, 60 is plain Dutch, below 45 is for readers with a long schooling. It counts
syllables and words and knows nothing of meaning, so it is a limit and no goal; names that cannot
be said shorter are not counted.
"""

from __future__ import annotations

import re
import statistics

import pytest
from pyphen import Pyphen

from expertise.languages import Language
from tests.expertise.reviewed import Text, sentences, shown_to_reporters

# Level, the shortest text that the measure says anything of (words), the least for one text and
# for half of all texts.
LEVELS: list[tuple[Language, int, float, float]] = [("nl", 20, 45.0, 75.0), ("a2", 12, 65.0, 90.0)]

NAMES = re.compile(
    r"vertrouwensinspecteurs?|vertrouwenspersoo?n(?:en)?|anti-pestcoördinator|klachtencommissies?"
    r"|Geschillencommissie Passend Onderwijs|Centrum Seksueel Geweld|Onderwijsgeschillen"
    r"|Landelijke Klachtencommissie Onderwijs|leerplichtambtenaar|Kinderombudsman|Kindertelefoon"
    r"|\S+\.(?:nl|info)\b|\d[\d -]+",
    re.IGNORECASE,
)


SYLLABLES = Pyphen(lang="nl_NL")


def ease(text: Text) -> float:
    """Flesch-Douma (Douma 1960) of a text, a name counting as a short word."""
    plain = NAMES.sub("naam", text.words)
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+", plain)
    syllables = sum(len(SYLLABLES.positions(word)) + 1 for word in words)
    count = len(sentences(plain))
    return 206.84 - 0.93 * len(words) / count - 77 * syllables / len(words)


@pytest.mark.parametrize(("language", "least_words", "each", "half"), LEVELS)
def test_texts_are_as_easy_as_their_level_asks(
    language: Language, least_words: int, each: float, half: float
) -> None:
    # The one text for readers of other languages is not Dutch alone.
    texts = [
        text
        for text in shown_to_reporters()
        if text.language == language
        and len(text.words.split()) >= least_words
        and "other_language" not in text.place
    ]
    measured = [(round(ease(text), 1), text.place) for text in texts]

    assert [one for one in measured if one[0] < each] == []
    assert statistics.median(value for value, _ in measured) >= half


def test_simple_dutch_is_easier_than_dutch() -> None:
    by_place: dict[str, dict[str, Text]] = {}
    for text in shown_to_reporters():
        by_place.setdefault(text.place, {})[text.language] = text
    pairs = [
        (ease(both["nl"]), ease(both["a2"]))
        for both in by_place.values()
        if {"nl", "a2"} <= both.keys() and len(both["nl"].words.split()) >= 20
    ]

    assert statistics.mean(a2 - nl for nl, a2 in pairs) > 5
