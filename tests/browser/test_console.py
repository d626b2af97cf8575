"""The console in a real browser: live, and nothing lost when something breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from bot import conversations
from bot.access import parse_token
from bot.clock import utc_now
from bot.models import StaffSession
from tests.browser.counsellors import fill_login, log_in
from tests.support import people
from tests.support.service import new_token, running_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.support.service import Account, Running

pytestmark = pytest.mark.browser


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Running]:
    with running_service(tmp_path) as running:
        yield running


@pytest.fixture
def samira(service: Running) -> Account:
    return service.enrol("Samira")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="nl-NL")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


class Reporter:
    """A reporter's page, as far as the service can tell."""

    def __init__(self, service: Running, text: str = "ze pesten me") -> None:
        self._service = service
        self._token = new_token()
        now = utc_now()
        token = parse_token(self._token)
        with service.services.store.session(writing=True) as db:
            incoming = people.incoming(text)
            received = conversations.receive(db, token, incoming, now, may_begin=True)
            self.access = received.access

    @property
    def address(self) -> str:
        return f"{self._service.base_url}/console/c/{self.access.id}"

    def asks_for_a_human(self) -> None:
        self._send("/handover", {"action": "ask"})

    def says(self, text: str) -> None:
        self._send("/messages", {"message_id": uuid4().hex, "text": text, "language": "nl"})

    def types(self) -> None:
        self._send("/typing", {})

    def _send(self, path: str, body: dict[str, str]) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        url = f"{self._service.base_url}/chat{path}"
        httpx.post(url, headers=headers, json=body, trust_env=False).raise_for_status()


def end_all_sessions(service: Running) -> None:
    with service.services.store.session(writing=True) as db:
        db.execute(delete(StaffSession))


def test_queue_shows_a_new_conversation_within_a_second_without_reload(
    service: Running, samira: Account, page: Page
) -> None:
    log_in(page, service, samira)
    page.evaluate("window.stays = true")
    reporter = Reporter(service, "ik heb pillen genomen, ik wil dood")
    reporter.asks_for_a_human()
    row = page.locator(f'[data-case="{reporter.access.id}"]')
    expect(row).to_contain_text("Acuut", timeout=1_000)
    expect(page).to_have_title("(1) Wachtrij · Vertelmaar")
    expect(page.locator("[data-news]")).to_have_text("Er wacht een acuut gesprek.")
    assert page.evaluate("window.stays")


def test_conversation_goes_both_ways_with_typing_on_both_sides(
    service: Running, samira: Account, page: Page
) -> None:
    reporter = Reporter(service)
    reporter.asks_for_a_human()
    log_in(page, service, samira)
    page.goto(reporter.address)
    expect(page.get_by_label("Jouw antwoord")).to_be_disabled()
    page.get_by_role("button", name="Neem over").press("Enter")
    box = page.get_by_label("Jouw antwoord")
    expect(box).to_be_focused()
    with service.services.bus.subscribe(f"typing:{reporter.access.id}:counsellor"):
        with page.expect_response("**/typing") as typing:
            box.press_sequentially("Hoi, ik ben Samira.")
        assert typing.value.status == 204
    box.press("Enter")
    turns = page.locator("[data-seq]")
    expect(turns.last).to_contain_text("Hoi, ik ben Samira.")
    expect(box).to_have_value("")
    reporter.types()
    expect(page.get_by_text("De melder typt")).to_be_visible()
    reporter.says("<b>hoi</b> Samira")
    expect(turns.last).to_contain_text("<b>hoi</b> Samira", timeout=1_000)
    expect(page.get_by_text("De melder typt")).to_be_hidden()
    expect(turns).to_have_count(3)


def test_claim_by_a_colleague_is_seen_at_once(
    service: Running, samira: Account, page: Page, browser: Browser
) -> None:
    reporter = Reporter(service)
    reporter.asks_for_a_human()
    log_in(page, service, samira)
    page.goto(reporter.address)
    expect(page.get_by_role("button", name="Neem over")).to_be_visible()
    with browser.new_context(locale="nl-NL") as elsewhere:
        colleague = elsewhere.new_page()
        log_in(colleague, service, service.enrol("Bram"))
        colleague.goto(reporter.address)
        colleague.get_by_role("button", name="Neem over").click()
        expect(page.get_by_text("Bram heeft dit gesprek.")).to_be_visible(timeout=2_000)
    expect(page.locator("#text")).to_be_disabled()


def test_session_that_ends_in_the_middle_of_a_sentence_keeps_the_sentence(
    service: Running, samira: Account, page: Page
) -> None:
    reporter = Reporter(service)
    reporter.asks_for_a_human()
    log_in(page, service, samira)
    page.goto(reporter.address)
    page.get_by_role("button", name="Neem over").click()
    box = page.locator("#text")
    expect(box).to_be_enabled()
    box.press_sequentially("Ik ben er nog, en ")
    end_all_sessions(service)
    box.press_sequentially("ik luister.")
    box.press("Enter")
    dialog = page.get_by_role("dialog", name="Log opnieuw in")
    expect(dialog).to_be_visible()
    page.get_by_label("Wachtwoord").fill("mis")
    page.get_by_label("Code uit je app").fill("000000")
    page.get_by_role("button", name="Log in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("klopt niet")
    fill_login(page, samira, later_by=30)
    expect(dialog).to_be_hidden()
    expect(box).to_have_value("Ik ben er nog, en ik luister.")
    page.reload()
    expect(box).to_have_value("Ik ben er nog, en ik luister.")
    box.press("Enter")
    expect(page.locator("[data-seq]").last).to_contain_text("Ik ben er nog, en ik luister.")
    expect(page.locator("[data-seq]")).to_have_count(2)
    expect(box).to_have_value("")


def test_lost_connection_is_told_and_made_good_by_itself(
    service: Running, samira: Account, page: Page, context: BrowserContext
) -> None:
    reporter = Reporter(service)
    reporter.asks_for_a_human()
    log_in(page, service, samira)
    page.goto(reporter.address)
    page.get_by_role("button", name="Neem over").click()
    box = page.locator("#text")
    expect(box).to_be_enabled()
    context.set_offline(True)
    box.fill("Blijf even hangen")
    box.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Je tekst staat er nog")
    reporter.says("ben je er nog?")
    context.set_offline(False)
    expect(page.locator("[data-seq]").last).to_contain_text("ben je er nog?")
    expect(page.get_by_text("Geen verbinding")).to_be_hidden()
    expect(box).to_have_value("Blijf even hangen")
    box.press("Enter")
    expect(page.locator("[data-seq]").last).to_contain_text("Blijf even hangen")


def test_closing_asks_how_it_ended_and_leads_back_to_the_queue(
    service: Running, samira: Account, page: Page
) -> None:
    reporter = Reporter(service)
    reporter.asks_for_a_human()
    log_in(page, service, samira)
    page.goto(reporter.address)
    page.get_by_role("button", name="Neem over").click()
    page.get_by_text("Afronden").click()
    page.get_by_label("Hoe liep het af?").select_option("Geholpen")
    page.get_by_role("button", name="Sluit af").click()
    expect(page.get_by_text("Het gesprek is afgesloten.")).to_be_visible()
    expect(page.get_by_text("Er wacht niemand.")).to_be_visible()


def test_warning_before_the_session_ends_can_be_answered(
    service: Running, samira: Account, page: Page
) -> None:
    page.clock.install()
    log_in(page, service, samira)
    page.clock.fast_forward("28:30")
    dialog = page.get_by_role("dialog", name="Ben je er nog?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Ik ben er nog").click()
    expect(dialog).to_be_hidden()


def test_without_javascript_the_essentials_work(
    service: Running, samira: Account, browser: Browser
) -> None:
    context = browser.new_context(locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    reporter = Reporter(service)
    reporter.asks_for_a_human()
    log_in(page, service, samira)
    page.get_by_role("link", name="Onderwerp nog onbekend").click()
    page.get_by_role("button", name="Neem over").click()
    page.get_by_label("Jouw antwoord").fill("Hoi, ik ben Samira.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.locator("[data-seq]").last).to_contain_text("Hoi, ik ben Samira.")
    page.get_by_text("Afronden").click()
    page.get_by_label("Hoe liep het af?").select_option("Geholpen")
    page.get_by_role("button", name="Sluit af").click()
    expect(page.get_by_text("Het gesprek is afgesloten.")).to_be_visible()
    context.close()


def test_log_out_leaves_nothing_in_the_browser(
    service: Running, samira: Account, page: Page, context: BrowserContext
) -> None:
    reporter = Reporter(service)
    reporter.asks_for_a_human()
    log_in(page, service, samira)
    page.goto(reporter.address)
    page.get_by_role("button", name="Neem over").click()
    expect(page.locator("#text")).to_be_focused()
    page.locator("#text").press_sequentially("half af")
    assert page.evaluate("sessionStorage.length") == 1
    page.get_by_text("Samira", exact=True).click()
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0
    assert context.cookies() == []
