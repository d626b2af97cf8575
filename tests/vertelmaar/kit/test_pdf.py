from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from expertise.languages import LANGUAGES, Language
from tests.vertelmaar.kit.samples import LONG_ADDRESS, LONG_NAME, asked, painted, scanned
from vertelmaar.kit import card, pdf
from vertelmaar.kit.drawing import A3, A4
from vertelmaar.kit.ladder import ladder
from vertelmaar.kit.poster import poster

POINTS_PER_MM = 72 / 25.4


def pages(made: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(made)).pages)


def painted_codes(page: PageObject) -> Image.Image:
    """What the page's own commands paint as dark squares; only codes are made of those."""
    width, height = (float(side) / POINTS_PER_MM for side in page.mediabox[2:])
    runs = []
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"re":
            x, y, across, down = map(float, operands)
            runs.append((x, y, across, down))
    return painted(runs, (width, height), 12)


@pytest.mark.parametrize("size", [A4, A3])
@pytest.mark.parametrize("address", ["https://vertelmaar.nl", LONG_ADDRESS])
def test_the_code_on_a_printed_poster_reads_back_as_the_address(
    address: str, size: tuple[float, float]
) -> None:
    (page,) = pages(pdf.document([poster(asked(address=address), "pupils")], size))

    assert scanned(painted_codes(page)) == [asked(address=address).via("poster")]


def test_every_card_of_a_sheet_reads_back_as_the_address() -> None:
    _, back = pages(pdf.document(card.sheets(asked(address=LONG_ADDRESS), "pupils")))
    picture = painted_codes(back)
    width, height = picture.size

    for row in range(5):
        top, bottom = height * (13.5 + 54 * row) / 297, height * (13.5 + 54 * (row + 1)) / 297
        for left, right in ((0, width // 2), (width // 2, width)):
            read = scanned(picture.crop((left, round(top), right, round(bottom))))
            assert read == [f"{LONG_ADDRESS}?via=card"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_real_text_in_embedded_letters(language: Language) -> None:
    given = asked(school=LONG_NAME, language=language)
    (page,) = pages(pdf.document([ladder(given)]))
    words = " ".join(page.extract_text().split())

    assert LONG_NAME in words
    assert given.say("ladder.complaint") in words
    for font in page["/Resources"]["/Font"].values():
        (letters,) = font.get_object()["/DescendantFonts"]
        assert "/FontFile2" in letters.get_object()["/FontDescriptor"]


@pytest.mark.parametrize("size", [A4, A3])
def test_a_page_is_as_large_as_the_paper(size: tuple[float, float]) -> None:
    (page,) = pages(pdf.document([poster(asked(), "adults")], size))

    assert [float(side) / POINTS_PER_MM for side in page.mediabox[2:]] == pytest.approx(
        size, abs=0.1
    )


def test_a_larger_page_is_the_same_page_larger() -> None:
    sheet = poster(asked(), "pupils")
    (small,), (large,) = pages(pdf.document([sheet])), pages(pdf.document([sheet], A3))

    assert small.extract_text().split() == large.extract_text().split()


def test_a_file_says_what_it_is_and_in_which_language() -> None:
    reader = PdfReader(io.BytesIO(pdf.document([poster(asked(), "primary")])))

    assert reader.metadata is not None
    assert reader.metadata.title == "Poster van Vertelmaar voor De Regenboog"
    assert reader.root_object["/Lang"] == "nl-NL"


def test_the_same_order_gives_the_same_file() -> None:
    assert pdf.document([ladder(asked())]) == pdf.document([ladder(asked())])


def test_a_poster_on_a_screen_leads_to_the_address_and_nowhere_else() -> None:
    (page,) = pages(pdf.document([poster(asked(), "pupils")]))

    assert {note.get_object()["/A"]["/URI"] for note in page["/Annots"]} == {
        asked().address, asked().via("poster"),
    }  # fmt: skip
