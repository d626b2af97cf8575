"""For whoever finds reading hard: letters as large as the browser says, and a voice."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from expertise.languages import Language
from expertise.texts import text
from tests.browser.reporters import opened, phone
from tests.chromium import FLAGS, program
from tests.support.service import Running, running_service

pytestmark = pytest.mark.browser

_PAGES = [
    "/",
    "/a2",
    "/how",
    "/wegwijzer",
    "/wegwijzer/leerling/vo/pesten/leerling/vertrouwenspersoon",
    "/partijen",
    "/rechten",
    "/rechten/medewerker",
    "/rechten/signalen",
    "/cijfers",
]
_FONT = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
_WIDTH = "document.documentElement.scrollWidth"
# What goes out of sight: text cut off by its own box.
_CUT_OFF = """
() => [...document.querySelectorAll("main *, header *, .numbers *")]
  .filter((each) => each.checkVisibility() && each.children.length === 0)
  .filter((each) => ["hidden", "clip"].includes(getComputedStyle(each).overflowX))
  .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1)
  .map((each) => each.textContent)
"""
# A browser with these voices, which notes what it is asked to say.
_VOICES = """
(voices) => {
  const said = [];
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  const speech = {
    said,
    getVoices: () => voices,
    speak: (line) => said.push([line.text, line.voice.name]),
    cancel: () => said.push(["(silence)", ""]),
    addEventListener: () => undefined,
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
}
"""
_DUTCH = {"name": "Lotte", "lang": "nl-NL", "localService": True}
_REMOTE = {"name": "Wolk", "lang": "nl-NL", "localService": False}
_ENGLISH = {"name": "Daniel", "lang": "en_GB", "localService": True}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_service(tmp_path_factory.mktemp("reading")) as running:
        yield running


@pytest.fixture(scope="module")
def large(browser: Browser) -> Iterator[Browser]:
    """The browser of somebody who has set its letters twice as large."""
    made = browser.browser_type.launch(
        executable_path=program(), args=[*FLAGS, "--blink-settings=defaultFontSize=32"]
    )
    yield made
    made.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with phone(browser) as made:
        yield made


@pytest.mark.parametrize("path", _PAGES)
def test_letters_set_twice_as_large_are_and_nothing_is_lost(
    browser: Browser, large: Browser, service: Running, path: str
) -> None:
    with phone(browser) as usual, phone(large) as enlarged:
        small, big = (opened(each, service, path) for each in (usual, enlarged))
        for page in (small, big):
            page.set_viewport_size({"width": 1280, "height": 900})

        assert big.evaluate(_FONT) == pytest.approx(2 * small.evaluate(_FONT))
        assert big.evaluate(_WIDTH) <= 1280
        assert big.evaluate(_CUT_OFF) == []


@pytest.mark.parametrize("path", _PAGES)
def test_page_enlarged_to_200_percent_loses_nothing(
    context: BrowserContext, service: Running, path: str
) -> None:
    page = opened(context, service, path)
    # Enlarging a window of 1280 by 900 twice leaves the page half of it to fit in.
    page.set_viewport_size({"width": 640, "height": 450})

    assert page.evaluate(_WIDTH) <= 640
    assert page.evaluate(_CUT_OFF) == []


def _heard(context: BrowserContext, service: Running, path: str, *voices: object) -> Page:
    context.add_init_script(f"({_VOICES})({json.dumps(voices)})")
    return opened(context, service, path)


@pytest.mark.parametrize("voices", [(), (_REMOTE,), (_ENGLISH,), (_REMOTE, _ENGLISH)])
def test_without_a_dutch_voice_of_the_device_nothing_offers_to_read(
    context: BrowserContext, service: Running, voices: tuple[object, ...]
) -> None:
    page = _heard(context, service, "/rechten/signalen", *voices)

    expect(page.locator(".aloud")).to_be_hidden()


@pytest.mark.parametrize(
    ("path", "voice", "language"),
    [
        ("/wegwijzer/leerling/vo/pesten/leerling/vertrouwenspersoon", _DUTCH, "nl"),
        ("/a2/rechten/signalen", _DUTCH, "a2"),
        ("/en/how", _ENGLISH, "en"),
    ],
)
def test_page_is_read_by_the_voice_of_the_device_and_nothing_is_sent(
    context: BrowserContext,
    service: Running,
    path: str,
    voice: dict[str, object],
    language: Language,
) -> None:
    page = _heard(context, service, path, _REMOTE, _DUTCH, _ENGLISH)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name=text("page.aloud.start", language)).click()

    said = page.evaluate("window.speechSynthesis.said")
    assert said[0] == [page.get_by_role("heading", level=1).inner_text(), voice["name"]]
    assert len(said) > 3
    assert {name for _, name in said} == {voice["name"]}
    # The browser fetches the page's own icon when it finds the time.
    assert [url for url in asked if not url.endswith("/icon.svg")] == []


def test_reading_stops_when_asked_and_when_the_page_is_left(
    context: BrowserContext, service: Running
) -> None:
    page = _heard(context, service, "/rechten/team", _DUTCH)
    page.get_by_role("button", name=text("page.aloud.start", "nl")).click()
    page.get_by_role("button", name=text("page.aloud.stop", "nl")).click()
    assert page.evaluate("window.speechSynthesis.said.at(-1)") == ["(silence)", ""]

    page.get_by_role("button", name=text("page.aloud.start", "nl")).click()
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert page.evaluate("window.speechSynthesis.said.at(-1)") == ["(silence)", ""]
