"""What the reporter's page promises whatever is done on it: its size, its silence, its shape."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.reporters import do, hears, opened, phone, say, words
from tests.support import people
from tests.support.service import Running

pytestmark = pytest.mark.browser

_TARGETS = """() => [...document.querySelectorAll("a, button, summary, input, textarea")]
  .filter((element) => element.offsetParent && !element.matches(".skip"))
  .map((element) => [element.outerHTML.slice(0, 80), element.closest("label") || element])
  .map(([html, element]) => [html, element.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44)
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
_SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""


@pytest.fixture
def service(service: Running) -> Running:
    """With somebody to hand a conversation over to."""
    with service.services.store.session(writing=True) as db:
        people.team(db, "Samira")
    return service


def whole_talk(page: Page) -> Iterator[str]:
    """A talk with everything in it, and the name of each place on the way."""
    yield "first screen"
    say(page, "ik wil dood")
    hears(page, "wie ben jij?")
    yield "card"
    page.locator("#menu summary").click()
    yield "menu"
    do(page, "code")
    expect(page.locator("#code .code li")).to_have_count(6)
    yield "code"
    do(page, "back")
    do(page, "human")
    expect(page.locator("#consent")).to_be_visible()
    yield "consent"
    do(page, "human-yes")
    expect(page.locator("#strip")).to_contain_text(words("human.waiting"))
    yield "waiting"
    do(page, "erase")
    yield "erase"


@pytest.mark.parametrize("width", [320, 360])
def test_everything_to_touch_is_large_and_nothing_sticks_out(
    context: BrowserContext, service: Running, width: int
) -> None:
    page = opened(context, service)
    page.set_viewport_size({"width": width, "height": 640})

    for place in whole_talk(page):
        assert page.evaluate(_TARGETS) == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place


def test_way_out_and_numbers_are_in_sight_everywhere(
    context: BrowserContext, service: Running
) -> None:
    page = opened(context, service)

    for _ in whole_talk(page):
        expect(page.locator("#exit")).to_be_in_viewport(ratio=1)
        for number in page.locator(".numbers a").all():
            expect(number).to_be_in_viewport(ratio=0.5)


def test_nothing_jumps(context: BrowserContext, service: Running) -> None:
    page = opened(context, service)
    say(page, "ik word gepest")
    hears(page, "wie ben jij?")

    assert page.evaluate(_SHIFTS) < 0.02


def test_no_cookie_no_other_host_no_lasting_storage_no_complaint(
    context: BrowserContext, service: Running
) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = opened(context, service)
    page.on("console", lambda message: complaints.append(message.text))

    for _ in whole_talk(page):
        assert context.cookies() == []
        assert page.evaluate("localStorage.length") == 0
        assert page.evaluate("indexedDB.databases()") == []
        assert page.evaluate("caches.keys()") == []

    assert all(url.startswith(service.base_url + "/") for url in asked)
    assert [line for line in complaints if "403" not in line] == []
    token = page.evaluate("sessionStorage.getItem('token')")
    assert not any(token in url for url in asked)


def test_without_web_crypto_the_page_stays_a_plain_form(browser: Browser, service: Running) -> None:
    with phone(browser) as context:
        context.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
        page = opened(context, service)
        say(page, "ik word gepest")

        expect(page).to_have_url(service.base_url + "/gesprek#nu")
        hears(page, "wie ben jij?")
