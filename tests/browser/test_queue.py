"""The queue in real browsers: everybody is called at once, and by a sound of their own choice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.counsellors import log_in
from tests.browser.test_console import Reporter, context, page, samira, service

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.support.service import Account, Running

__all__ = ["context", "page", "samira", "service"]
pytestmark = pytest.mark.browser

ACUTE = "ik heb pillen genomen, ik wil dood"
# Notes every tone that begins, with its frequency and how loud it becomes; and every notification.
EARS = """
window.heard = [];
window.told = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (at) {
  window.heard.push(this.frequency.value);
  return start.call(this, at);
};
const ramp = AudioParam.prototype.exponentialRampToValueAtTime;
window.loudest = 0;
AudioParam.prototype.exponentialRampToValueAtTime = function (value, at) {
  window.loudest = Math.max(window.loudest, value);
  return ramp.call(this, value, at);
};
class Told {
  static permission = "granted";
  static requestPermission = () => Promise.resolve("granted");
  constructor(title, how) { window.told.push({ title, ...how }); }
}
window.Notification = Told;
"""


def waits(service: Running, text: str = "ze pesten me") -> Reporter:
    """A reporter who asked for a human."""
    reporter = Reporter(service, text)
    reporter.asks_for_a_human()
    return reporter


def open_alerts(page: Page) -> None:
    page.locator("#alerts > summary").click()


def test_every_open_console_sees_who_comes_within_a_second_also_one_that_is_narrowed(
    service: Running, samira: Account, page: Page, browser: Browser
) -> None:
    names = ("Bram", "Noor", "Wim")
    with browser.new_context(locale="nl-NL") as first, browser.new_context() as second:
        pages = [page, first.new_page(), second.new_page()]
        for each, account in zip(pages, (samira, *map(service.enrol, names)), strict=False):
            log_in(each, service, account)
        pages[2].goto(f"{service.base_url}/console?theme=lgbti&show=closed")
        for each in pages:
            each.evaluate("window.stays = true")
        reporter = waits(service, ACUTE)
        for each in pages[:2]:
            expect(each.locator(f'[data-case="{reporter.access.id}"]')).to_contain_text(
                "Acuut", timeout=1_000
            )
        for each in pages:
            expect(each).to_have_title("(1) Wachtrij · Vertelmaar", timeout=1_000)
            expect(each.locator("[data-news]")).to_have_text("Er wacht een acuut gesprek.")
            assert each.evaluate("window.stays")
        expect(pages[2].locator("[data-case]")).to_have_count(0)


def test_queue_that_lost_its_connection_says_so_and_makes_it_good_by_itself(
    service: Running, samira: Account, page: Page, context: BrowserContext
) -> None:
    log_in(page, service, samira)
    page.evaluate("window.stays = true")
    context.set_offline(True)
    expect(page.get_by_text("Geen verbinding")).to_be_visible()
    reporter = waits(service)
    context.set_offline(False)
    expect(page.locator(f'[data-case="{reporter.access.id}"]')).to_be_visible()
    expect(page.get_by_text("Geen verbinding")).to_be_hidden()
    assert page.evaluate("window.stays")


def test_sound_is_chosen_tried_and_remembered_by_this_browser(
    service: Running, samira: Account, page: Page
) -> None:
    page.add_init_script(EARS)
    log_in(page, service, samira)
    open_alerts(page)
    sounds = page.get_by_label("Geluid", exact=True)
    tones = []
    for name in ("Bel", "Gong", "Kloppen", "Fluitje"):
        page.evaluate("window.heard = []")
        sounds.select_option(name)
        tones.append(tuple(page.evaluate("window.heard")))
    assert len(set(tones)) == 4
    assert all(tones)
    page.get_by_label("Volume").fill("10")
    page.evaluate("window.loudest = 0")
    page.get_by_role("button", name="Test het geluid").click()
    assert 0.05 < page.evaluate("window.loudest") < 0.15
    page.reload()
    open_alerts(page)
    expect(sounds).to_have_value("birds")
    expect(page.get_by_label("Volume")).to_have_value("10")
    sounds.select_option("Geen geluid")
    page.evaluate("window.heard = []")
    waits(service, ACUTE)
    expect(page).to_have_title(re.compile(r"^\(1\)"))
    assert page.evaluate("window.heard") == []


def test_acute_conversation_calls_again_until_somebody_takes_it(
    service: Running, samira: Account, page: Page, browser: Browser
) -> None:
    page.clock.install()
    page.add_init_script(EARS)
    log_in(page, service, samira)
    reporter = waits(service, ACUTE)
    expect(page).to_have_title(re.compile(r"^\(1\)"))
    for _ in range(3):
        page.evaluate("window.heard = []")
        page.clock.fast_forward("00:21")
        assert page.evaluate("window.heard.length") > 0
    with browser.new_context(locale="nl-NL") as elsewhere:
        colleague = elsewhere.new_page()
        log_in(colleague, service, service.enrol("Bram"))
        colleague.goto(reporter.address)
        colleague.get_by_role("button", name="Neem over").click()
        expect(page).to_have_title("Wachtrij · Vertelmaar")
    page.evaluate("window.heard = []")
    page.clock.fast_forward("01:00")
    assert page.evaluate("window.heard") == []


def test_notification_comes_when_nobody_looks_and_says_nothing_of_the_conversation(
    service: Running, samira: Account, page: Page
) -> None:
    page.add_init_script(EARS)
    log_in(page, service, samira)
    open_alerts(page)
    page.get_by_label("Melding van de browser").check()
    waits(service, "ze pesten me")
    expect(page).to_have_title(re.compile(r"^\(1\)"))
    assert page.evaluate("window.told") == []
    page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
    waits(service, ACUTE)
    expect(page).to_have_title(re.compile(r"^\(2\)"))
    (told,) = page.evaluate("window.told")
    assert (told["title"], told["body"]) == ("Vertelmaar", "Er is nieuws in de wachtrij.")


def test_logging_out_empties_every_tab_and_leaves_the_sound_that_was_chosen(
    service: Running, samira: Account, page: Page, context: BrowserContext
) -> None:
    reporter = waits(service)
    log_in(page, service, samira)
    open_alerts(page)
    page.get_by_label("Geluid", exact=True).select_option("Gong")
    other = context.new_page()
    other.goto(reporter.address)
    other.get_by_role("button", name="Neem over").click()
    other.get_by_label("Jouw antwoord").press_sequentially("half af")
    page.get_by_text("Samira", exact=True).click()
    page.get_by_role("button", name="Uitloggen").click()
    for each in (page, other):
        expect(each.get_by_role("heading", name="Inloggen")).to_be_visible()
        assert each.evaluate("sessionStorage.length") == 0
    assert page.evaluate("localStorage.getItem('sound')") == "gong"
    assert [cookie for cookie in context.cookies() if cookie["value"]] == []


def test_filter_works_without_script_and_stays_in_the_address(
    service: Running, samira: Account, browser: Browser
) -> None:
    acute, calm = waits(service, ACUTE), waits(service)
    with browser.new_context(locale="nl-NL", java_script_enabled=False) as plain:
        page = plain.new_page()
        log_in(page, service, samira)
        page.get_by_text("Filter", exact=True).click()
        page.get_by_label("Risico").select_option("Acuut")
        page.get_by_role("button", name="Toon").click()
        expect(page.locator(f'[data-case="{acute.access.id}"]')).to_be_visible()
        expect(page.locator(f'[data-case="{calm.access.id}"]')).to_have_count(0)
        assert "risk=acute" in page.url
        page.get_by_role("link", name="Afgesloten").click()
        expect(page.get_by_text("Hier zijn geen gesprekken.")).to_be_visible()
        assert "risk=acute" in page.url
        page.get_by_role("link", name="Zonder filter").click()
        page.get_by_role("link", name="Alles wat open is").click()
        expect(page.locator("[data-case]")).to_have_count(2)
