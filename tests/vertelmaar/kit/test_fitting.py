from __future__ import annotations

from itertools import pairwise

import pytest
from fpdf import FPDF

from vertelmaar.kit import faces
from vertelmaar.kit.fitting import alike, balanced, block, fit
from vertelmaar.trouble import Trouble


def test_words_are_as_wide_as_the_printed_page_makes_them() -> None:
    words = "Een coördinator zegt: ‘ja’ – 0800-0432"
    pdf = FPDF(unit="mm")
    pdf.add_page()
    for face in faces.FACES:
        pdf.add_font(face, fname=faces.path(face))
        pdf.set_font(face, size=13)

        assert faces.width(words, face, 13) == pytest.approx(pdf.get_string_width(words), rel=1e-3)
    # Writing it closes the files of the faces.
    pdf.output()


def test_words_get_the_largest_size_that_fits() -> None:
    found = fit("Vertel maar", "bold", (60, 10), (40, 6))
    larger = block("Vertel maar", "bold", found.size + 0.5, 60)

    assert found.width <= 60
    assert found.height <= 10
    assert larger.width > 60 or larger.height > 10


def test_whole_words_come_before_large_type() -> None:
    found = fit("Kindertelefoon 0800-0432", "bold", (40, 30), (40, 6))

    assert found.lines == ("Kindertelefoon", "0800-0432")


def test_an_address_breaks_at_its_signs_and_loses_nothing() -> None:
    address = "vertelmaar.de-regenboog-in-zevenaar.nl/leerlingen"

    found = fit(address, "bold", (60, 40), (24, 6), whole_to=18)

    assert len(found.lines) > 1
    assert "".join(found.lines) == address
    for before, line in pairwise(found.lines):
        assert line[0] in ".-" or before.endswith("/")


def test_a_word_without_signs_breaks_between_letters() -> None:
    found = fit("W" * 120, "regular", (50, 30), (12, 5))

    assert "".join(found.lines) == "W" * 120
    assert found.width <= 50


def test_a_line_that_was_asked_for_is_kept() -> None:
    assert block("een twee\ndrie", "regular", 10, 100).lines == ("een twee", "drie")


def test_lines_are_balanced_without_becoming_more() -> None:
    words = "Scholengemeenschap De Regenboog"
    given = block(words, "bold", 13, 69.6)

    assert given.lines == ("Scholengemeenschap De", "Regenboog")
    assert balanced(given, words).lines == ("Scholengemeenschap", "De Regenboog")


def test_texts_side_by_side_share_one_size() -> None:
    found = alike(["kort", "een heel wat langere tekst"], "regular", (30, 5), (12, 4))

    assert len({each.size for each in found}) == 1


def test_words_that_do_not_fit_at_all_are_refused_and_not_cut() -> None:
    with pytest.raises(Trouble, match="too long to be printed"):
        fit("W" * 120, "bold", (20, 5), (12, 8))


def test_signs_that_the_faces_lack_are_named() -> None:
    assert faces.unprintable("Ünïcode école Żółć 🏫\u202e") == "🏫\u202e"
