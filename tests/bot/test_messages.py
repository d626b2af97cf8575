"""What counts as a message."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import EmptyMessage, MessageTooLong, UnreadableMessage, UnusableMessage
from bot.messages import MAX_CHARACTERS, clean

FAMILY = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  hoi  ", "hoi"),
        ("een\r\ntwee\rdrie\u2028vier\x85vijf\x0bzes", "een\ntwee\ndrie\nvier\nvijf\nzes"),
        ("alinea\n\nalinea", "alinea\n\nalinea"),
        ("a\tb", "a\tb"),
        ("ik\x00 ben\x07 bang", "ik ben bang"),
        ("\ufeffhoi\u200b jij", "hoi jij"),
        ("\u202egnul kees\u202c", "gnul kees"),
        ("hoi\ud83d", "hoi"),
        ("/restart", "/restart"),
        ('/inform{"theme":"bullying"}', '/inform{"theme":"bullying"}'),
        ("<b>vet</b> & **vet**", "<b>vet</b> & **vet**"),
        ("مرحبا", "مرحبا"),
        ("नमस्ते", "नमस्ते"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_clean_when_odd_characters_are_in_it_then_the_words_stay(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "emoji", ["😢", "👍🏽", FAMILY, "❤️", "1️⃣", "🇳🇱", "\U0001fa77", "\U0001fae9"]
)
def test_clean_when_only_an_emoji_is_sent_then_it_is_a_message(emoji: str) -> None:
    assert clean(emoji) == emoji


@pytest.mark.parametrize("typed", ["", " ", "\n\t\r\n", "\u3000\u00a0"])
def test_clean_when_nothing_was_typed_then_it_says_so(typed: str) -> None:
    with pytest.raises(EmptyMessage):
        clean(typed)


@pytest.mark.parametrize("typed", ["\x00", "\u200b", "\u200d", "\u202e\u2066", "\u0301", "\ud800"])
def test_clean_when_only_invisible_characters_were_sent_then_it_says_so(typed: str) -> None:
    with pytest.raises(UnreadableMessage):
        clean(typed)


def test_clean_when_it_is_as_long_as_allowed_then_it_is_kept() -> None:
    assert len(clean("a" * MAX_CHARACTERS)) == MAX_CHARACTERS
    assert len(clean("a" * MAX_CHARACTERS + "\u200b" * 50 + "   ")) == MAX_CHARACTERS


def test_clean_when_it_is_too_long_then_it_says_how_much_and_not_what() -> None:
    with pytest.raises(MessageTooLong) as caught:
        clean("geheim" * 4000)
    assert caught.value.values == {"limit": str(MAX_CHARACTERS), "length": "24000"}
    assert "geheim" not in repr(caught.value) + str(caught.value)


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_clean_when_given_anything_then_what_is_kept_can_be_stored_and_is_clean(typed: str) -> None:
    try:
        kept = clean(typed)
    except UnusableMessage:
        return
    assert kept.encode()
    assert clean(kept) == kept
    assert not [c for c in kept if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
