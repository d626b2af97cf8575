"""An invitation accepted in a real browser, with a passkey that Chromium makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp
import pytest
from playwright.sync_api import expect

from bot import staff
from bot.models import Membership
from bot.people import members
from tests.support.service import running_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.support.service import Account, Running

pytestmark = pytest.mark.browser

PASSWORD = "zeven boten in de vijver"
LINK = "Maak een link"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Running]:
    with running_service(tmp_path) as running:
        yield running


@pytest.fixture
def admin(service: Running, browser: Browser) -> Iterator[Page]:
    """The team's first member, on the page of the team."""
    account = service.enrol("Samira")
    with browser.new_context(locale="nl-NL") as context:
        page = context.new_page()
        log_in(page, service, account)
        page.goto(f"{service.base_url}/console/people")
        yield page


def log_in(page: Page, service: Running, account: Account) -> None:
    page.goto(f"{service.base_url}/console")
    page.get_by_label("Naam").fill(account.name)
    page.get_by_label("Wachtwoord").fill(account.password)
    page.get_by_label("Code uit je app").fill(account.totp())
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Wachtrij")).to_be_visible()


def invited(admin: Page, name: str = "Noor") -> str:
    admin.get_by_label("Naam van je collega").fill(name)
    admin.get_by_role("button", name=LINK, exact=True).click()
    expect(admin.get_by_role("heading", name="De link is klaar")).to_be_visible()
    return admin.get_by_label("Link").input_value()


def with_authenticator(context: BrowserContext, page: Page) -> None:
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )


def first_step(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="Welkom bij team")).to_be_visible()
    page.get_by_label("Nieuw wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_label("Nieuw wachtwoord, nog een keer").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", name="Nog een tweede slot")).to_be_visible()


def keep_codes(page: Page) -> None:
    expect(page.locator(".recovery li")).to_have_count(10)
    page.get_by_label("Ik heb de codes bewaard").check()
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", name="Wachtrij")).to_be_visible()


def test_invitation_is_accepted_with_a_passkey_that_logs_in_later(
    service: Running, admin: Page, browser: Browser
) -> None:
    link = invited(admin)
    with browser.new_context(locale="nl-NL") as context:
        page = context.new_page()
        with_authenticator(context, page)
        first_step(page, link)
        assert "#" not in page.url
        page.get_by_label("Hoe noem je deze passkey?").fill("laptop")
        page.get_by_role("button", name="Maak een passkey").click()
        keep_codes(page)
        page.locator("#account summary").click()
        page.get_by_role("button", name="Uitloggen").click()
        page.get_by_label("Naam").fill("Noor")
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Gebruik een passkey").click()
        expect(page.get_by_role("heading", name="Wachtrij")).to_be_visible()


def test_invitation_is_accepted_without_script_with_an_app(
    service: Running, admin: Page, browser: Browser
) -> None:
    link = invited(admin)
    with browser.new_context(locale="nl-NL", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(link)
        page.get_by_label("Link").fill(link)
        page.get_by_role("button", name="Open").click()
        page.get_by_label("Nieuw wachtwoord", exact=True).fill(PASSWORD)
        page.get_by_label("Nieuw wachtwoord, nog een keer").fill(PASSWORD)
        page.get_by_role("button", name="Verder").click()
        expect(page.get_by_role("button", name="Maak een passkey")).to_be_hidden()
        page.get_by_text("Kun je niet scannen?").click()
        secret = page.locator(".secret").inner_text()
        page.get_by_label("Code uit je app").fill(pyotp.TOTP(secret).now())
        page.get_by_role("button", name="Klaar").click()
        keep_codes(page)


def test_colleague_who_waits_for_the_key_gets_it_with_one_click(
    service: Running, admin: Page, browser: Browser
) -> None:
    noor = service.enrol("Noor")
    with service.services.store.session(writing=True) as db:
        account = staff.find(db, "Noor")
        (team,) = members.teams_of(db, account.id)
        db.get_one(Membership, (account.id, team.id)).wrapped_team_key = None
    with browser.new_context(locale="nl-NL") as context:
        page = context.new_page()
        page.goto(f"{service.base_url}/console")
        page.get_by_label("Naam").fill(noor.name)
        page.get_by_label("Wachtwoord").fill(noor.password)
        page.get_by_label("Code uit je app").fill(noor.totp())
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_text("Je wacht op de sleutel van het team.")).to_be_visible()
        admin.goto(f"{service.base_url}/console")
        expect(admin.get_by_text("Wacht op de sleutel van het team: Noor.")).to_be_visible()
        admin.get_by_role("link", name="Geef de sleutel").click()
        admin.get_by_role("button", name="Geef de sleutel aan Noor").click()
        expect(admin.get_by_text("Niemand wacht op de sleutel")).to_be_visible()
        page.goto(f"{service.base_url}/console")
        expect(page.get_by_role("heading", name="Wachtrij")).to_be_visible()
