"""Pages in the house style, read back as somebody else's program reads them."""

from __future__ import annotations

import io
import logging
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

import bot
from bot.paper import Block, Paper, note_pdf, unwritable
from expertise.languages import LANGUAGES, Language

DAY = date(2026, 11, 20)
BLOCKS = (
    Block("title", "Wat ik wil vertellen"),
    Block("paragraph", "Voor: de vertrouwenspersoon\nDatum: 20-11-2026"),
    Block("heading", "Waar het over gaat"),
    Block("paragraph", "Er wordt gepest."),
    Block("item", "elke dag"),
    Block("small", "Niemand heeft het nagekeken."),
)


def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def words(made: bytes) -> str:
    """What stands on the pages, with one space between words and letters in their plain form."""
    pages = " ".join(page.extract_text() for page in read(made).pages)
    return unicodedata.normalize("NFKC", " ".join(pages.split()))


def paragraph(text: str) -> bytes:
    return note_pdf("briefje", [Block("paragraph", text)], "nl", DAY)


def fonts(made: bytes) -> list[Any]:
    page: Any = read(made).pages[0]
    found = page["/Resources"]["/Font"]
    return [font.get_object()["/DescendantFonts"][0].get_object() for font in found.values()]


def test_every_block_stands_on_the_page_in_its_order() -> None:
    assert words(note_pdf("briefje", BLOCKS, "nl", DAY)) == (
        "Wat ik wil vertellen Voor: de vertrouwenspersoon Datum: 20-11-2026 Waar het over gaat"
        " Er wordt gepest. • elke dag Niemand heeft het nagekeken."
    )


def test_file_tells_its_name_and_day_and_nothing_of_who_made_it() -> None:
    made = note_pdf("briefje", BLOCKS, "nl", DAY)

    metadata = read(made).metadata
    assert metadata is not None
    assert set(metadata) == {"/Title", "/CreationDate"}
    assert metadata.title == "briefje"
    assert metadata.creation_date == datetime(2026, 11, 20, tzinfo=UTC)
    assert b"fpdf" not in made.lower()
    assert read(made).xmp_metadata is None


@pytest.mark.parametrize(("language", "tag"), [("nl", "nl-NL"), ("a2", "nl-NL"), ("en", "en-GB")])
def test_file_says_its_language_and_shows_its_title(language: Language, tag: str) -> None:
    root: Any = read(note_pdf("note", BLOCKS, language, DAY)).trailer["/Root"]

    assert root["/Lang"] == tag
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 — a PDF's own kind.


def test_fonts_travel_along() -> None:
    embedded = fonts(note_pdf("briefje", BLOCKS, "nl", DAY))

    assert len(embedded) == 2
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in embedded)


def test_same_input_makes_the_same_file() -> None:
    assert note_pdf("x", BLOCKS, "nl", DAY) == note_pdf("x", BLOCKS, "nl", DAY)
    assert note_pdf("x", BLOCKS, "nl", DAY) != note_pdf("x", BLOCKS[:-1], "nl", DAY)


@pytest.mark.parametrize(
    "said",
    [
        "Мене цькують у школі щодня, ґ є ї і",
        "Okulda her gün bana gülüyorlar, çok üzgünüm",
        "W szkole się ze mnie śmieją, żółć",
        "één ‘woord’ – en € 5…",
    ],
)
def test_other_languages_are_written_letter_by_letter(said: str) -> None:
    assert words(paragraph(said)) == unicodedata.normalize("NFKC", said)
    assert unwritable(said) == ()


def test_arabic_is_joined_and_reads_as_it_was_typed() -> None:
    said = "أنا أتعرض للتنمر في المدرسة كل يوم"
    page = read(paragraph(said)).pages[0].extract_text()

    assert words(paragraph(said)) == said
    assert unicodedata.normalize("NFKC", page).strip() == said
    assert page.strip() != said, "the letters stand apart"
    assert unwritable(said) == ()


def test_emoji_is_drawn_or_leaves_a_mark_and_nothing_vanishes() -> None:
    assert words(paragraph("ik huil 😭 en 👍🏽 en 你好 klaar")) == "ik huil 😭 en □ en □□ klaar"
    assert unwritable("😭 👍🏽 你") == ("👍", "你")


@pytest.mark.parametrize(
    "said", ["{nb}", "**vet** --schuin-- __lijn__", "\\(x) Tj ET %%EOF", "<<>>"]
)
def test_signs_that_mean_something_to_a_program_are_only_text(said: str) -> None:
    assert words(paragraph(said)) == said


def test_every_character_there_is_can_be_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    said = "".join(chr(number) for number in range(0x20, 0x3100))
    with caplog.at_level(logging.WARNING):
        made = paragraph(said)

    assert len(read(made).pages) > 1
    assert caplog.records == []


def test_long_note_goes_on_and_later_pages_are_numbered() -> None:
    said = [f"regel {number} van een lang briefje" for number in range(120)]
    pages = read(paragraph("\n".join(said))).pages

    assert len(pages) == 3
    assert [line for line in said if not any(line in p.extract_text() for p in pages)] == []
    assert pages[0].extract_text().splitlines()[-1] in said
    assert "2" in pages[1].extract_text().splitlines()


def test_heading_is_never_the_last_line_of_a_page() -> None:
    for lines in range(30, 48):
        blocks = [
            Block("paragraph", "\n".join(["regel"] * lines)),
            Block("heading", "Kop"),
            Block("paragraph", "daarna"),
        ]
        for page in read(note_pdf("x", blocks, "nl", DAY)).pages:
            shown = [line for line in page.extract_text().splitlines() if not line.isdigit()]
            assert shown[-1] != "Kop"


def test_text_stays_above_the_foot_of_the_page() -> None:
    heights: list[float] = []

    def keep(text: str, _cm: object, at: list[float], *_: object) -> None:
        if "woord" in text or "aaa" in text:
            heights.append(at[5])

    for page in read(paragraph("woord " * 400 + "a" * 2000)).pages:
        page.extract_text(visitor_text=keep)

    assert len(heights) > 40
    assert min(heights) > 70


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_is_filled_from_top_to_bottom_with_a_foot_on_every_page(language: Language) -> None:
    paper = Paper("Poster", language, DAY)
    paper.footer("Onderaan")
    paper.title("Boven")
    paper.heading("Kop")
    paper.paragraph("\n".join(["regel"] * 60))
    paper.bullets(["eerste", "tweede"])
    paper.small("klein")
    pages = [page.extract_text() for page in read(paper.pdf()).pages]

    assert len(pages) == 2
    assert all("Onderaan" in page for page in pages)
    assert pages[0].startswith("Boven\nKop")
    assert "• eerste\n• tweede\nklein" in pages[1]


def test_words_are_not_in_the_description_of_a_block() -> None:
    assert "geheim" not in repr(Block("paragraph", "geheim"))


def test_licence_of_the_fonts_lies_beside_them() -> None:
    assert "Bitstream Vera" in (Path(bot.__file__).parent / "fonts" / "LICENSE.txt").read_text()
