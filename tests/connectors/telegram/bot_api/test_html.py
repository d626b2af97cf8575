"""Telegram's own markup: what it reads, and the words with which it refuses the rest."""

from __future__ import annotations

import pytest

from tests.support.telegram.html import parse
from tests.support.telegram.refusals import Malformed


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("", "", []),
        ("&lt;&gt;&amp;&quot;&laquo;&#8364;&#x20AC;", '<>&"&laquo;€€', []),
        ("&lt<b>x</b>", "<x", [("bold", 1, 1)]),
        ("🏟<i>🏟 é</i>", "🏟🏟 é", [("italic", 2, 4)]),
        ("<B>a<i class=x>b</i></b  >", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<i>a</>", "a", [("italic", 0, 1)]),
        ("<b></b>", "", []),
        ("<span class='tg-spoiler'>x</span>", "x", [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<a href="https://a.nl/?b&amp;c">x</a>', "x", [("text_link", 0, 1)]),
        ('<a href="tel:113">113</a>', "113", []),
    ],
)
def test_markup_is_read(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    found, marks = parse(source)

    assert found == text
    assert [(it["type"], it["offset"], it["length"]) for it in marks] == entities


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("🏟 🏟&lt;<abacaba", "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<i =a>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i a>", "Expected equal sign in declaration of an attribute of the tag"),
        ("<i a = ", 'Unclosed start tag "i" at byte offset 0'),
        ("<i a = 1,", "Unexpected end of name token at byte offset 7"),
        ('<i a = "b>', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<i>a</i   ", "Unclosed end tag at byte offset 4"),
        ("<i>é</em >", 'Unmatched end tag at byte offset 5, expected "</i>", found "</em>"'),
        ("<b>a<i>b</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("&#xDFDF;", "invalid Unicode characters"),
    ],
)
def test_other_markup_is_refused(source: str, why: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse(source)

    assert refused.value.description.startswith("Bad Request: can't parse entities: ")
    assert why in refused.value.description
