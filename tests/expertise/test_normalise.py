from __future__ import annotations

import pytest

from expertise.normalise import MAX_CHARACTERS, Spelling, fold

SPELLING = Spelling(
    known=frozenset({"zelfmoord", "dood", "niet", "slaat"}),
    variants={"nie": "niet", "kwil": "ik wil"},
    glued=frozenset({"ik", "wil", "nie", "dood"}),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ik WIL", " ik wil "),
        ("dóód", " dood "),
        ("zo'n", " zon "),
        ("do\u200bod", " dood "),
        ("z3lfm00rd", " zelfmoord "),
        ("sl@@t", " slaat "),
        ("nieeee", " niet "),
        ("doooood", " dood "),
        ("haaaallo", " hallo "),
        ("d o o d", " dood "),
        ("ikwilniedood", " ik wil niet dood "),
        ("kwil", " ik wil "),
        ("4vwo om 24u", " 4vwo om 24u "),
        ("ja... nee. oké, goed", " ja nee . oke , goed "),
        ("ｄｏｏｄ", " dood "),
        ("", "  "),
    ],
)
def test_words_are_plain(text: str, words: str) -> None:
    assert SPELLING.words(text) == words


def test_very_long_text_keeps_its_beginning_and_its_end() -> None:
    folded = fold("begin " + "x" * 3 * MAX_CHARACTERS + " eind")

    assert folded.startswith("begin ")
    assert folded.endswith(" eind")
    assert len(folded) <= MAX_CHARACTERS + 1
