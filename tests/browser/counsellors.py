"""A counsellor's browser: logged in, with the queue open, on which no script may break."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
from playwright.sync_api import expect
from sqlalchemy import select

from bot.clock import utc_now
from bot.desk import canned, labels
from bot.member import Member
from bot.models import Membership

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.support.service import Account, Running


def fill_login(page: Page, account: Account, *, later_by: int = 0) -> None:
    """Name, password and code; a code works once, so a second login takes a later one."""
    at = utc_now() + timedelta(seconds=later_by)
    page.get_by_label("Naam").fill(account.name)
    page.get_by_label("Wachtwoord").fill(account.password)
    page.get_by_label("Code uit je app").fill(pyotp.TOTP(account.totp_secret).at(at))
    page.get_by_role("button", name="Log in").click()


def log_in(page: Page, service: Running, account: Account) -> None:
    """Come to the queue."""
    page.goto(f"{service.base_url}/console")
    fill_login(page, account)
    expect(page.get_by_role("heading", name="Wachtrij")).to_be_visible()


@contextmanager
def seated(browser: Browser, service: Running, account: Account) -> Iterator[Page]:
    """Somebody who is logged in, in a browser of their own."""
    errors: list[str] = []
    with browser.new_context(locale="nl-NL") as context:
        context.on("weberror", lambda found: errors.append(str(found.error)))
        page = context.new_page()
        log_in(page, service, account)
        yield page
    assert errors == []


@contextmanager
def desk(browser: Browser, service: Running, name: str) -> Iterator[Page]:
    """A counsellor of the school's team, the first or a further one."""
    with seated(browser, service, service.enrol(name)) as page:
        yield page


def adopt_words(service: Running) -> None:
    """The team takes over the canned replies, and has a label."""
    with service.services.store.session(writing=True) as db:
        place = db.execute(select(Membership)).scalars().first()
        assert place is not None
        who = Member(place.staff_id, "Samira", place.team_id)
        canned.adopt(db, who, utc_now())
        labels.add(db, who, "terugbellen", utc_now())


def take_over(page: Page, address: str) -> None:
    """Open a talk that waits, and take it."""
    page.goto(address)
    page.get_by_role("button", name="Neem over").click()
    expect(page.locator("#text")).to_be_enabled()


def step(page: Page, text: str) -> None:
    """Wait for a thin line in the transcript."""
    expect(page.locator(".step", has_text=text).last).to_be_visible()
