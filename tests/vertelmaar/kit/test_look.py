"""The sheets as a browser shows them, and what a phone reads from its screen."""

from __future__ import annotations

import io
from base64 import b64encode

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.vertelmaar.kit.samples import LONG_ADDRESS, LONG_NAME, asked, scanned, sheets
from vertelmaar.kit import svg

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("name", "via"),
    [
        ("primary", "poster"),
        ("pupils", "poster"),
        ("adults", "poster"),
        ("inside", "card"),
        ("inside-primary", "card"),
    ],
)
def test_a_drawing_on_a_screen_can_be_scanned(browser: Browser, name: str, via: str) -> None:
    made = svg.document(sheets(asked(school=LONG_NAME, address=LONG_ADDRESS))[name])
    page = browser.new_page(viewport={"width": 900, "height": 1200}, device_scale_factor=2)

    page.set_content(f'<img src="data:image/svg+xml;base64,{b64encode(made).decode()}">')
    picture = page.locator("img").screenshot()

    page.close()
    assert scanned(Image.open(io.BytesIO(picture))) == [f"{LONG_ADDRESS}?via={via}"]


def test_a_drawing_is_shown_in_the_letters_that_it_carries(browser: Browser) -> None:
    made = svg.document(sheets(asked())["pupils"])
    page = browser.new_page()

    page.set_content(made.decode().partition("?>")[2])
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].map(face => [face.weight, face.status])")

    page.close()
    assert sorted(loaded) == [["400", "loaded"], ["700", "loaded"]]
