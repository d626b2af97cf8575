"""The pieces of words that Dutch and English are written with, out of those of a hundred languages.

Nine tenths of the source's weights are the vectors of pieces that no Dutch or English text has.
Kept is what the most frequent words of both languages and the examples are cut into, and every
single letter and sign, so that any other word can still be spelt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram
from wordfreq import iter_wordlist

from encoder.source import Floats, Source

START, PAD, END, UNKNOWN = range(4)
_SPECIAL = 4
_SPACE = "▁"
# How many words of each language are looked at, the most frequent first.
_WORDS = {"nl": 60_000, "en": 40_000}
# Letters and signs of Latin script, punctuation, symbols and emoji.
_SIGNS = ((0x20, 0x250), (0x2000, 0x20D0), (0x2600, 0x27C0), (0x1F300, 0x1FAFF))


def tokenizer(pieces: Sequence[str], scores: Floats) -> Tokenizer:
    """Cuts lower-case text into these pieces, the likeliest way."""
    scored = [(piece, float(score)) for piece, score in zip(pieces, scores, strict=True)]
    made = Tokenizer(Unigram(scored, UNKNOWN, byte_fallback=False))
    made.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement=_SPACE, prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", START), ("</s>", END)]
    )
    return made


def kept(source: Source, texts: Iterable[str], at_least: int) -> list[int]:
    """Which pieces stay: those that are used this often, and what all others can be spelt with."""
    whole = tokenizer(source.pieces, source.scores)
    counts: Counter[int] = Counter()
    for words in (*(_words(language) for language in _WORDS), list(texts)):
        for cut in whole.encode_batch(words):
            counts.update(cut.ids)
    used = {piece for piece, count in counts.items() if count >= at_least}
    signs = {number for number, piece in enumerate(source.pieces) if _is_sign(piece)}
    return sorted({*range(_SPECIAL), *used, *signs})


def _words(language: str) -> list[str]:
    return list(islice(iter_wordlist(language, wordlist="large"), _WORDS[language]))


def _is_sign(piece: str) -> bool:
    letters = piece.removeprefix(_SPACE)
    return len(letters) <= 1 and all(
        any(low <= ord(letter) < high for low, high in _SIGNS) for letter in letters
    )


def vectors(source: Source, pieces: Sequence[int]) -> Floats:
    """The vectors of these pieces, (pieces, width)."""
    return np.ascontiguousarray(source.matrix("emb.word", source.width)[list(pieces)])
