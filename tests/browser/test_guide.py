"""The pages to read, on a narrow phone without JavaScript, and on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from expertise.texts import text
from tests.browser.reporters import opened, phone
from tests.support.service import Running, running_service

pytestmark = pytest.mark.browser

_PAGES = [
    "/wegwijzer",
    "/wegwijzer/ouder/vo",
    "/wegwijzer/leerling/vo/pesten/leerling/vertrouwenspersoon",
    "/a2/wegwijzer/leerling/po/thuis/nog-niets",
    "/en/wegwijzer/medewerker/vo/grens-over/personeel/bestuur",
    "/wegwijzer/nergens",
    "/partijen",
    "/partijen?rol=pupil&open=1",
    "/partijen/lkc",
    "/rechten",
    "/en/rechten/school",
    "/rechten/medewerker",
    "/a2/rechten/signalen",
    "/rechten/team",
    "/cijfers",
]
_SMALL_TARGETS = """
() => [...document.querySelectorAll("a, button, summary, select, input")]
  .filter((each) => each.checkVisibility() && !each.closest(".because, .skip"))
  .map((each) => [each.textContent.trim(), (each.closest(".tick") || each).getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_service(tmp_path_factory.mktemp("guide")) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with phone(browser, with_script=False) as made:
        yield made


@pytest.fixture
def page(context: BrowserContext, service: Running) -> Page:
    return opened(context, service, "/wegwijzer")


def test_whole_way_by_clicking(page: Page) -> None:
    for label in (
        "Ik ben leerling of student",
        "Middelbare school",
        "Pesten",
        "Een leerling of een groep leerlingen",
        "De vertrouwenspersoon",
    ):
        page.locator(".answer", has_text=label).first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(text("guide.way.result", "nl"))
    expect(page.locator(".party.main")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_contain_text("De vertrouwenspersoon")
    assert page.url.endswith("/wegwijzer/leerling/vo/pesten/leerling/vertrouwenspersoon")


def test_one_answer_is_changed_and_the_others_stay(page: Page, service: Running) -> None:
    page.goto(f"{service.base_url}/wegwijzer/leerling/vo/pesten/leerling/mentor")
    page.get_by_role("link", name=text("guide.way.change", "nl"), exact=True).click()
    page.locator(".chosen summary", has_text="Middelbare school").click()
    page.locator(".chosen a", has_text="Mbo").click()

    expect(page.locator(".because")).to_contain_text("Mbo")
    assert page.url.endswith("/wegwijzer/leerling/mbo/pesten/leerling/mentor")


def test_one_question_back(page: Page, service: Running) -> None:
    page.goto(f"{service.base_url}/wegwijzer/leerling/vo/pesten/leerling/mentor")
    page.get_by_role("link", name=text("guide.way.back", "nl")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Wat is er al geprobeerd?")


def test_directory_is_narrowed_by_its_form(page: Page, service: Running) -> None:
    page.goto(f"{service.base_url}/partijen")
    expect(page.locator(".party", has_text="PO-Raad")).to_have_count(1)
    page.get_by_label(text("guide.filter.rol", "nl")).select_option("pupil")
    page.get_by_label(text("guide.filter.thema", "nl")).select_option("lgbti")
    page.get_by_role("button", name=text("guide.filter.button", "nl")).click()

    expect(page.locator(".party", has_text="Switchboard")).to_be_visible()
    expect(page.locator(".party", has_text="PO-Raad")).to_have_count(0)
    page.get_by_role("link", name="Switchboard van COC Nederland").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Switchboard van COC Nederland")


def test_language_can_be_changed_half_way(page: Page) -> None:
    page.locator(".answer", has_text="Ik ben ouder").click()
    page.locator(".tongues").get_by_role("link", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Which kind of school is it about?")


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("path", _PAGES)
def test_nothing_is_cut_off_and_everything_can_be_touched(
    context: BrowserContext, service: Running, path: str, width: int
) -> None:
    page = opened(context, service, path)
    page.set_viewport_size({"width": width, "height": 740})

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(_SMALL_TARGETS) == []


def test_on_paper_there_is_no_header_and_addresses_can_be_read(
    page: Page, service: Running
) -> None:
    page.goto(f"{service.base_url}/wegwijzer/ouder/vo/pesten/leerling/bestuur")
    only_on_screen = [page.locator(part) for part in (".top", ".tongues", ".chosen", ".ways")]
    for part in only_on_screen:
        expect(part).to_be_visible()

    page.emulate_media(media="print")

    for part in only_on_screen:
        expect(part).to_be_hidden()
    expect(page.locator(".made")).to_be_visible()
    expect(page.locator("#bellen")).to_be_visible()
    sites = page.locator(".contact:not(.contact-phone)")
    shown = sites.first.evaluate("(each) => getComputedStyle(each, '::after').content")
    assert sites.first.get_attribute("href") in shown


def test_quick_exit_leaves_at_once(page: Page) -> None:
    page.locator("#exit").click()

    expect(page).to_have_url("https://www.buienradar.nl/")
