"""The roster in a real browser: by keyboard alone, on the smallest screen, without script too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.service import running_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.support.service import Running

pytestmark = pytest.mark.browser
SMALLEST = {"width": 320, "height": 700}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Running]:
    with running_service(tmp_path) as running:
        yield running


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, browser: Browser, service: Running) -> Iterator[Page]:
    """An admin's browser, with JavaScript and without."""
    samira = service.enrol("Samira")
    context = browser.new_context(
        locale="nl-NL", viewport=SMALLEST, java_script_enabled=request.param
    )
    page = context.new_page()
    page.goto(f"{service.base_url}/console/login?next=/console/roster")
    page.get_by_label("Naam").fill(samira.name)
    page.get_by_label("Wachtwoord").fill(samira.password)
    page.get_by_label("Code uit je app").fill(samira.totp())
    page.get_by_role("button", name="Log in").click()
    yield page
    context.close()


def test_roster_is_planned_by_keyboard_alone_on_the_smallest_screen(page: Page) -> None:
    def add(opens: str, closes: str) -> None:
        page.get_by_label("Dag", exact=True).focus()
        page.keyboard.press("ArrowDown")
        page.get_by_label("Van", exact=True).fill(opens)
        page.get_by_label("Tot", exact=True).fill(closes)
        page.get_by_role("button", name="Voeg toe").press("Enter")

    expect(page.get_by_role("heading", name="Rooster")).to_be_visible()
    add("08:30", "12:00")
    tuesday = page.get_by_role("row", name="Dinsdag")
    expect(tuesday).to_contain_text("08:30–12:00")
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]
    add("11:00", "13:00")
    expect(page.get_by_role("alert")).to_contain_text("valt samen met de dienst van 08:30")
    expect(page.get_by_label("Van", exact=True)).to_have_value("11:00")
    tuesday.get_by_role("button", name="dinsdag 08:30–12:00").press("Enter")
    expect(tuesday).to_contain_text("niemand")
