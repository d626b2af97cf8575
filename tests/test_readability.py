"""How hard the texts are to read: Flesch's reading ease, and for Dutch its form by Douma.

100 is very easy, 60 is plain language, below 50 (Dutch: 45) is for readers with a long schooling.
It counts syllables and words and knows nothing of meaning, so it is a limit and no goal; names
that cannot be said shorter are not counted. Of a label or a short line it says nothing, so for
those, and for all else, the longest word and the longest sentence have a limit of their own.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pyphen import Pyphen

from tests.expertise.reviewed import Text, sentences, shown_to_reporters


@dataclass(frozen=True)
class Level:
    """What may be asked of a reader of a language."""

    language: str
    least_words: int
    """The shortest text that the measure says anything of."""
    each: float
    half: float
    """The least for half of all texts; `each` is that for one."""
    sentence: int
    """The most words in a sentence."""
    word: int
    """The most letters in a word that is no name."""


LEVELS = (
    Level("nl", 20, each=45.0, half=75.0, sentence=30, word=18),
    Level("a2", 12, each=65.0, half=90.0, sentence=10, word=15),
    Level("en", 20, each=50.0, half=75.0, sentence=30, word=15),
)

NAMES = re.compile(
    r"vertrouwensinspecteurs?|vertrouwenspersoo?n(?:en)?|anti-pestcoördinator|klachtencommissies?"
    r"|confidential (?:counsellor|inspector)s?"
    r"|Geschillencommissie Passend Onderwijs|Centrum Seksueel Geweld|Onderwijsgeschillen"
    r"|Landelijke Klachtencommissie Onderwijs|leerplichtambtenaar|Kinderombudsman|Kindertelefoon"
    r"|\S+\.(?:nl|info)\b|\d[\d -]+",
    re.IGNORECASE,
)
# Functions and bodies that have no shorter name; whoever looks for them needs this one.
LONG_NAMES = {
    "aandachtsfunctionaris", "geschillencommissies", "leerlingenstatuut", "medezeggenschapsraad",
    "schoolverpleegkundige",
}  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")
_DUTCH, _ENGLISH = Pyphen(lang="nl_NL"), Pyphen(lang="en_GB")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?<=[^aeiouyl])e[sd]?$|(?<=[aeiouy]l)es?$")


def ease(text: Text) -> float:
    """Flesch (1948) of an English text, Flesch-Douma (1960) of a Dutch one; a name is a word."""
    plain = NAMES.sub("name" if text.language == "en" else "naam", text.words)
    words = _WORD.findall(plain)
    length = len(words) / len(sentences(plain))
    if text.language == "en":
        return 206.835 - 1.015 * length - 84.6 * sum(map(_syllables, words)) / len(words)
    syllables = sum(len(_DUTCH.positions(word)) + 1 for word in words)
    return 206.84 - 0.93 * length - 77 * syllables / len(words)


def _syllables(word: str) -> int:
    """Where English may be hyphenated is not every syllable ("about"), so vowels count as well."""
    vowels = _VOWELS.findall(_SILENT_E.sub("", word.lower()))
    return max(len(_ENGLISH.positions(word)) + 1, len(vowels))


def _texts(level: Level) -> Iterator[Text]:
    # The texts for readers of other languages are not in the language that they stand under.
    for text in shown_to_reporters():
        if text.language == level.language and "other_language" not in text.place:
            yield text


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.language)
def test_texts_are_as_easy_as_their_level_asks(level: Level) -> None:
    long = [text for text in _texts(level) if len(text.words.split()) >= level.least_words]
    measured = [(round(ease(text), 1), text.place) for text in long]

    assert [one for one in measured if one[0] < level.each] == []
    assert statistics.median(value for value, _ in measured) >= level.half


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.language)
def test_no_sentence_is_longer_than_a_breath(level: Level) -> None:
    assert [
        (text.place, sentence)
        for text in _texts(level)
        for sentence in sentences(text.words)
        if len(sentence.split()) > level.sentence
    ] == []


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.language)
def test_no_word_is_too_long_to_be_read_at_once(level: Level) -> None:
    assert [
        (text.place, part)
        for text in _texts(level)
        for word in _WORD.findall(NAMES.sub(" ", text.words))
        for part in re.split(r"['’-]", word)
        if len(part) > level.word and part.lower() not in LONG_NAMES
    ] == []


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
