from __future__ import annotations

import base64
import io
import re
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from fontTools.ttLib import TTFont

from tests.vertelmaar.kit.samples import LONG_ADDRESS, asked, painted, runs_of, scanned, sheets
from vertelmaar.kit import svg
from vertelmaar.kit.order import Order
from vertelmaar.kit.poster import poster

SPACE = "{http://www.w3.org/2000/svg}"


def drawn(given: Order, name: str) -> Element:
    root: Element = fromstring(svg.document(sheets(given)[name]))
    return root


@pytest.mark.parametrize("name", sheets(asked()))
def test_a_drawing_is_valid_and_says_what_it_is(name: str) -> None:
    root = drawn(asked(school='"Rust & Groei" <samen>'), name)

    title, description = root.findtext(f"{SPACE}title"), root.findtext(f"{SPACE}desc")
    assert title
    assert description
    assert root.get("role") == "img"
    assert {*root.get("aria-labelledby", "").split()} <= {each.get("id") for each in root}
    assert root.get("width") == f"{float(root.get('viewBox', '').split()[2]):g}mm"


def test_a_name_with_signs_of_its_own_is_printed_as_it_is() -> None:
    root = drawn(asked(school='"Rust & Groei" <samen>'), "outside")

    words = " ".join(each.text or "" for each in root.iter(f"{SPACE}text"))
    assert '"Rust & Groei" <samen>' in words


@pytest.mark.parametrize("name", ["primary", "pupils", "adults", "inside", "inside-primary"])
def test_the_code_in_a_drawing_reads_back_as_the_address(name: str) -> None:
    root = drawn(asked(address=LONG_ADDRESS), name)
    (path,) = (each for each in root.iter(f"{SPACE}path") if "scale" in each.get("transform", ""))
    side = max(column + length for column, _, length, _ in runs_of(path.attrib)) + 4

    channel = "card" if name.startswith("inside") else "poster"
    read = scanned(painted(runs_of(path.attrib), (side, side), 6))
    assert read == [f"{LONG_ADDRESS}?via={channel}"]


def test_a_drawing_needs_nothing_from_elsewhere() -> None:
    root = drawn(asked(), "pupils")

    links = {each.get("href") for each in root.iter() if each.get("href")}
    sources = re.findall(r"url\(([^)]*)\)", root.findtext(f"{SPACE}style") or "")
    assert links == {asked().address, asked().via("poster")}
    assert sources
    assert all(source.startswith("data:font/ttf;base64,") for source in sources)
    assert not [each for each in root.iter() if each.tag in (f"{SPACE}script", f"{SPACE}image")]


def test_a_drawing_carries_every_letter_that_it_needs() -> None:
    root = drawn(asked(school="Ĝis la École Żółć"), "pupils")
    carried = {}
    style = root.findtext(f"{SPACE}style") or ""
    for weight, letters in re.findall(r"font-weight: (\d+); src: url\([^,]*,([^)]*)\)", style):
        carried[weight] = TTFont(io.BytesIO(base64.b64decode(letters))).getBestCmap()

    for each in root.iter(f"{SPACE}text"):
        assert {ord(sign) for sign in each.text or ""} <= carried[each.get("font-weight")].keys()


def test_lines_have_their_length_also_with_other_letters() -> None:
    for each in drawn(asked(), "pupils").iter(f"{SPACE}text"):
        assert float(each.get("x", 0)) + float(each.get("textLength", "inf")) <= 195.01


def test_the_same_order_gives_the_same_drawing() -> None:
    assert svg.document(poster(asked(), "adults")) == svg.document(poster(asked(), "adults"))
