"""Who takes part in a morning at once, each in a browser of their own, and how they look at it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.browser.counsellors import desk, seated
from tests.browser.reporters import opened, phone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

    from tests.support.service import Running

INSPECTORS: Final = "De inspectie"


@dataclass(frozen=True)
class Everybody:
    """Two counsellors, an inspector, and two reporters: Lotte, and Daan who has no script."""

    service: Running
    samira: Page
    bram: Page
    inge: Page
    lotte: Page
    daan: Page


@contextmanager
def everybody(browser: Browser, service: Running) -> Iterator[Everybody]:
    """Those of the console have the queue before them; the reporters have said nothing yet."""
    with (
        desk(browser, service, "Samira") as samira,
        desk(browser, service, "Bram") as bram,
        seated(browser, service, service.enrol_inspector("Inge", INSPECTORS)) as inge,
        phone(browser) as hers,
        phone(browser, with_script=False) as his,
    ):
        lotte, daan = (opened(each, service) for each in (hers, his))
        yield Everybody(service, samira, bram, inge, lotte, daan)


def cases(page: Page) -> Locator:
    """The talks that stand in somebody's queue, beside a talk too."""
    return page.locator("[data-case]")


def waits_in_title(page: Page, count: int) -> None:
    """Wait until a page's title says how many wait for the one who has it open."""
    expect(page).to_have_title(f"({count}) Wachtrij · Vertelmaar")


def stays(page: Page) -> None:
    """From here on the page has to change by itself; `stayed` fails once it was loaded anew."""
    page.evaluate("window.stays = true")


def stayed(page: Page) -> None:
    assert page.evaluate("window.stays")


def go_to_queue(each: Everybody, *pages: Page) -> None:
    """Open the queue anew: what stands in it is what the service would show to anybody."""
    for page in pages:
        page.goto(f"{each.service.base_url}/console")


def answer(page: Page, text: str) -> None:
    """A person of the console writes to the reporter, and sees it stand there."""
    page.locator("#text").fill(text)
    page.locator("#text").press("Enter")
    said(page, text)


def said(page: Page, text: str) -> None:
    """Wait until it is the last that was said, as the console shows it."""
    expect(page.locator("[data-seq]").last).to_contain_text(text)


def is_gone(page: Page, address: str) -> None:
    """Who opens the talk is told that it is not there."""
    page.goto(address)
    expect(page.get_by_role("heading", name="Dit gesprek is er niet")).to_be_visible()
