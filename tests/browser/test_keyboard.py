"""The whole console by keyboard alone: nothing is out of reach, and nothing holds the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.console_pages import INSIDE, OUTSIDE, Visit
from tests.browser.counsellors import adopt_words
from tests.browser.test_accessibility import day, seated, service
from tests.browser.test_console import Reporter
from tests.support.keyboard import faulty_stops, go
from tests.support.service import running_service
from tests.support.stores import light_keys, migrated_file

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.support.busy_day import BusyDay
    from tests.support.service import Account, Running

__all__ = ["day", "light_keys", "migrated_file", "service"]

pytestmark = pytest.mark.browser

FIRST = [
    pytest.param(visit, id=visit.name)
    for visits in (*INSIDE.values(), *OUTSIDE.values())
    for visit in visits
    if visit.then is None
]


@pytest.mark.parametrize("visit", FIRST)
@pytest.mark.parametrize("size", [(320, 640), (1280, 720)], ids=["narrow", "wide"])
def test_page_is_gone_through_in_its_order_and_every_stop_is_seen(
    browser: Browser, service: Running, day: BusyDay, visit: Visit, size: tuple[int, int]
) -> None:
    with seated(browser, service, day, visit.who) as page:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(service.base_url + visit.path.format(**day.talks))
        assert faulty_stops(page) == []


def log_in(page: Page, running: Running, account: Account) -> None:
    page.goto(f"{running.base_url}/console")
    for label, typed in (
        ("Naam", account.name),
        ("Wachtwoord", account.password),
        ("Code uit je app", account.totp()),
    ):
        go(page, page.get_by_label(label))
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wachtrij")).to_be_visible()


def take(page: Page, reporter: Reporter) -> None:
    go(page, page.locator(f"main [data-case='{reporter.access.id}'] a"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Neem over")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_focused()


def choose(page: Page, name: str, button: str) -> None:
    """Open the menu in which a talk ends here, choose, and press."""
    go(page, page.locator("#end > summary"), back=True)
    page.keyboard.press("Enter")
    go(page, page.locator(f"#{name}"))
    page.keyboard.press("ArrowDown")
    go(page, page.get_by_role("button", name=button, exact=True))
    page.keyboard.press("Enter")


def test_day_of_work_is_done_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    with running_service(tmp_path) as running, browser.new_context(locale="nl-NL") as context:
        page = context.new_page()
        samira, _ = running.enrol("Samira"), running.enrol("Bram")
        adopt_words(running)
        first, second = Reporter(running), Reporter(running)
        for reporter in (first, second):
            reporter.asks_for_a_human()
        log_in(page, running, samira)
        take(page, first)
        answer_with_a_canned_reply(page)
        send_a_card(page)
        keep_a_note(page)
        put_a_label_on_it(page)
        choose(page, "colleague", "Geef door")
        expect(page.get_by_text("Het gesprek is nu bij je collega")).to_be_visible()
        take(page, second)
        choose(page, "outcome", "Sluit af")
        expect(page.get_by_text("Het gesprek is afgesloten.")).to_be_visible()
        go(page, page.locator("#account > summary"))
        page.keyboard.press("Enter")
        go(page, page.get_by_role("button", name="Uitloggen"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()


def answer_with_a_canned_reply(page: Page) -> None:
    page.keyboard.type("/h")
    expect(page.locator("#picker [aria-selected=true]")).to_contain_text("/hoi")
    page.keyboard.press("Enter")
    expect(page.locator("#text")).not_to_have_value("/h")
    page.keyboard.press("Enter")
    expect(page.locator("[data-seq]").last).to_contain_text("Hoi, ik ben Samira.")


def send_a_card(page: Page) -> None:
    go(page, page.locator("a[href$='/cards']"), back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Zoek op naam of onderwerp")).to_be_focused()
    page.keyboard.type("kindertel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Verstuur deze kaart")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-seq]").last).to_contain_text("De Kindertelefoon")


def keep_a_note(page: Page) -> None:
    go(page, page.locator("#note-text"))
    page.keyboard.type("morgen terugbellen")
    go(page, page.get_by_role("button", name="Bewaar notitie"))
    page.keyboard.press("Enter")
    expect(page.locator(".note .text")).to_have_text("morgen terugbellen")


def put_a_label_on_it(page: Page) -> None:
    go(page, page.locator("#labels > summary"), back=True)
    page.keyboard.press("Enter")
    go(page, page.get_by_label("terugbellen"))
    page.keyboard.press("Space")
    go(page, page.get_by_role("button", name="Bewaar labels"))
    page.keyboard.press("Enter")
    expect(page.locator(".badge.label", has_text="terugbellen").first).to_be_attached()
