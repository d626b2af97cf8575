"""Writing that a font draws one letter after the other: joined, cut and turned around."""

from __future__ import annotations

import unicodedata

import pytest

from bot import lettering

LATIN = frozenset(range(0x20, 0x250)) | {0x2026, 0x25A1}
ARABIC = LATIN | frozenset(range(0x600, 0x700)) | frozenset(range(0xFB50, 0xFEFD))


def forms(text: str) -> list[str]:
    """Which form each letter got."""
    return [
        unicodedata.decomposition(c).partition(">")[0].strip("<")
        for c in lettering.drawable(text, ARABIC)
    ]


def test_character_that_the_font_lacks_leaves_a_mark() -> None:
    assert lettering.drawable("hé 你 ok", LATIN) == "hé □ ok"
    assert lettering.unwritable("hé 你 你 👍 ok", LATIN) == ("你", "👍")


def test_accent_that_is_typed_apart_is_put_on_its_letter() -> None:
    assert lettering.drawable("e\u0301e\u0301n", LATIN) == "één"


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("a\u200bb\u202ec", "abc"),
        ("\U0001f44d\U0001f3fd", "□"),
        ("❤\ufe0f", "□"),
        ("a\tb\u00a0c", "a b c"),
    ],
)
def test_what_nobody_sees_leaves_no_mark(typed: str, drawn: str) -> None:
    assert lettering.drawable(typed, LATIN) == drawn


def test_arabic_letters_take_the_form_of_their_place_in_a_word() -> None:
    assert forms("ببب") == ["initial", "medial", "final"]
    assert forms("ب") == ["isolated"]
    assert forms("دب") == ["isolated", "isolated"]
    assert forms("ب ب") == ["isolated", "", "isolated"]


def test_lam_and_alef_are_one_letter_and_a_vowel_sign_parts_nothing() -> None:
    assert len(lettering.drawable("لا", ARABIC)) == 1
    assert forms("بَب") == ["initial", "", "final"]
    assert forms("بـب")[::2] == ["initial", "final"]


def test_persian_letters_that_are_kept_apart_stay_apart() -> None:
    assert forms("می\u200cخ") == ["initial", "final", "isolated"]


def test_letter_without_its_form_in_the_font_stays_itself() -> None:
    plain = LATIN | frozenset(range(0x600, 0x700))

    assert lettering.drawable("ببب", plain) == "ببب"


def test_line_is_cut_between_words_and_loses_none() -> None:
    line = "een twee drie vier vijf zes"
    lines = lettering.wrapped(line, 9, len)

    assert lines == ["een twee", "drie vier", "vijf zes"]
    assert lettering.wrapped("", 9, len) == [""]


def test_word_that_fills_a_line_is_cut_and_loses_nothing() -> None:
    lines = lettering.wrapped("ja abcdefghijklm nee", 5, len)

    assert all(len(line) <= 5 for line in lines)
    assert "".join(lines).replace(" ", "") == "jaabcdefghijklmnee"


def test_character_wider_than_a_line_still_stands_on_one() -> None:
    assert lettering.wrapped("abc", 0.5, len) == ["a", "b", "c"]


def test_direction_of_a_paragraph_is_that_of_its_first_letter() -> None:
    assert lettering.reads_leftwards("1. أنا ben hier")
    assert not lettering.reads_leftwards("ik zei: أنا")
    assert not lettering.reads_leftwards("")


def test_text_from_right_to_left_is_turned_around_and_numbers_and_brackets_are_not() -> None:
    drawn = lettering.in_order_of_drawing("אב (12) ג", leftwards=True)

    assert drawn == "ג (12) בא"


def test_text_from_left_to_right_stays_as_it_is() -> None:
    assert lettering.in_order_of_drawing("ja (12) nee", leftwards=False) == "ja (12) nee"
