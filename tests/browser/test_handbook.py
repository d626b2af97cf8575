"""The pictures of docs/handbook.md, made anew when VERTELMAAR_PICTURES names their folder."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from PIL import Image

from tests.browser.console_pages import INSIDE, OUTSIDE, Visit
from tests.browser.test_accessibility import day, seated, service
from tests.support.stores import light_keys, migrated_file
from vertelmaar.settings import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.busy_day import BusyDay
    from tests.support.service import Running

__all__ = ["day", "light_keys", "migrated_file", "service"]

FOLDER: Final = "handbook"
LARGEST: Final = 80_000
WIDE, NARROW = 1280, 360


class Picture(NamedTuple):
    """A visit, on a screen of this size; or one part of the page."""

    visit: str
    width: int
    height: int
    part: str = "body"


PICTURES: Final = {
    "inloggen": Picture("login", WIDE, 620),
    "tweede-slot": Picture("welcome-factor", WIDE, 900),
    "herstelcodes": Picture("codes", WIDE, 620),
    "wachtrij": Picture("queue", WIDE, 720),
    "wachtrij-telefoon": Picture("queue", NARROW, 640),
    "meldingen": Picture("queue-alerts", WIDE, 460),
    "gesprek": Picture("talk-mine", WIDE, 800),
    "gesprek-telefoon": Picture("talk-mine", NARROW, 640),
    "afronden": Picture("talk-end", WIDE, 800),
    "kaart": Picture("cards-one", WIDE, 720),
    "snel-antwoord": Picture("talk-picker", WIDE, 800),
    "rooster": Picture("roster", WIDE, 720),
    "wie-is-er": Picture("presence", WIDE, 460),
    "voorstel": Picture("pass-on", WIDE, 760),
    "dossier": Picture("talk-passed", WIDE, 800),
    "bestand": Picture("file", WIDE, 620),
    "meldplicht": Picture("talk-duty", WIDE, 620),
    "notities": Picture("talk-unfolded", WIDE, 1580, "#over"),
    "verborgen": Picture("talk-veiled", WIDE, 800),
    "account": Picture("account", WIDE, 760),
    "team": Picture("people", WIDE, 760),
    "uitnodiging": Picture("invited", WIDE, 720),
    "afspraken": Picture("agreements", WIDE, 720),
    "logboek": Picture("trail", WIDE, 620),
}


def visit(name: str) -> Visit:
    """One of the accessibility tests' visits."""
    everywhere = (*INSIDE.values(), *OUTSIDE.values())
    return next(one for visits in everywhere for one in visits if one.name == name)


@pytest.mark.browser
@pytest.mark.skipif("VERTELMAAR_PICTURES" not in os.environ, reason="pictures are made when asked")
@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_made(browser: Browser, service: Running, day: BusyDay, name: str) -> None:
    picture = PICTURES[name]
    where = visit(picture.visit)
    with seated(browser, service, day, where.who) as page:
        page.set_viewport_size({"width": picture.width, "height": picture.height})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(service.base_url + where.path.format(**day.talks))
        if where.then is not None:
            where.then(page, day)
        page.mouse.move(0, 0)
        page.evaluate("scrollTo(0, 0)")
        if name != "team":
            page.evaluate("document.querySelectorAll('.strip').forEach((it) => it.remove())")
        part = page.locator(picture.part)
        raw = page.screenshot() if picture.part == "body" else part.screenshot()
        shot = Image.open(io.BytesIO(raw))
    folder = ROOT / os.environ["VERTELMAAR_PICTURES"] / FOLDER
    folder.mkdir(exist_ok=True)
    # Few colours are used; so that is how many are kept.
    few = shot.convert("RGB").quantize(96, dither=Image.Dither.NONE)
    few.save(folder / f"{name}.png", optimize=True)


def test_handbook_shows_every_picture_and_each_is_small() -> None:
    text = (ROOT / "docs/handbook.md").read_text(encoding="utf-8")
    made = list((ROOT / "docs/images" / FOLDER).iterdir())
    assert {path.stem for path in made} == PICTURES.keys()
    for path in made:
        assert f"(images/{FOLDER}/{path.name})" in text
        assert path.stat().st_size <= LARGEST, path.name
