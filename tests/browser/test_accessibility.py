"""axe-core finds nothing on any page of the console, in any look, with JavaScript and without."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import pyotp
import pytest
from playwright.sync_api import expect

from console import rights, session
from tests.browser.console_pages import INSIDE, NO_PAGES, OUTSIDE, Visit
from tests.console.seats import Clock
from tests.support.axe import Screen
from tests.support.busy_day import BusyDay, busy_day
from tests.support.service import running_service
from tests.support.stores import light_keys, migrated_file
from vertelmaar.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.support.service import Account, Running

__all__ = ["light_keys", "migrated_file"]

pytestmark = pytest.mark.browser

VISITS = [
    pytest.param(visit, with_script, id=f"{visit.name}-{'script' if with_script else 'plain'}")
    for visits in (*INSIDE.values(), *OUTSIDE.values())
    for visit in visits
    for with_script in visit.modes
]


@pytest.fixture(scope="module")
def service(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data_dir = tmp_path_factory.mktemp("busy")
    shutil.copy(migrated_file, data_dir / "vertelmaar.db")
    with running_service(data_dir, clock=Clock()) as running:
        yield running


@pytest.fixture(scope="module")
def day(service: Running) -> BusyDay:
    return busy_day(service)


@contextmanager
def seated(browser: Browser, service: Running, day: BusyDay, who: str | None) -> Iterator[Page]:
    """A page of somebody's browser."""
    with browser.new_context(locale="nl-NL") as context:
        if who is not None:
            cookie = getattr(day, who).cookie
            context.add_cookies([{
                "name": session.COOKIE, "value": cookie, "domain": "localhost", "path": "/",
                "secure": True, "httpOnly": True, "sameSite": "Strict",
            }])  # fmt: skip
        yield context.new_page()


def test_pages_when_listed_then_none_is_left_out(service: Running) -> None:
    app = create_app(service.services, f"t{uuid4().hex}")
    by_blueprint: dict[str, set[str]] = {"console": set(), "console_entrance": set()}
    for route in app.router.routes:
        *_, blueprint, name = route.name.split(".")
        if "GET" in route.methods and blueprint in by_blueprint:
            by_blueprint[blueprint].add(name)
    assert by_blueprint["console"] - NO_PAGES == INSIDE.keys()
    assert by_blueprint["console_entrance"] - NO_PAGES == OUTSIDE.keys()
    assert INSIDE.keys() <= rights.RIGHTS.keys()


@pytest.mark.parametrize(("visit", "with_script"), VISITS)
def test_page_when_looked_at_in_every_way_then_nobody_is_kept_out(
    browser: Browser, service: Running, day: BusyDay, visit: Visit, with_script: bool
) -> None:
    with seated(browser, service, day, visit.who) as page:
        screen = Screen(page, with_script=with_script)
        answer = page.goto(service.base_url + visit.path.format(**day.talks))
        assert answer is not None
        if visit.then is not None:
            visit.then(page, day)
        assert screen.faults() == []


def test_question_who_it_is_keeps_nobody_out(
    browser: Browser, migrated_file: Path, tmp_path: Path
) -> None:
    shutil.copy(migrated_file, tmp_path / "vertelmaar.db")
    clock = Clock()
    with (
        running_service(tmp_path, clock=clock) as service,
        browser.new_context(locale="nl-NL") as context,
    ):
        samira = service.enrol("Samira")
        page = context.new_page()
        screen = Screen(page)
        page.goto(f"{service.base_url}/console/login?next=/console/people")
        page.get_by_label("Naam").fill(samira.name)
        _prove(page, samira.password, _code(samira, clock), "Log in")
        clock.forward(minutes=6)
        page.get_by_label("Naam van je collega").fill("Noor")
        page.get_by_role("button", name="Maak een link").click()
        expect(page.get_by_label("Wachtwoord")).to_be_visible()
        assert screen.faults() == []
        _prove(page, samira.password, _code(samira, clock), "Ga verder")
        expect(page.get_by_label("Wachtwoord")).to_be_hidden()
        assert screen.faults() == []


def _code(account: Account, clock: Clock) -> str:
    return pyotp.TOTP(account.totp_secret).at(clock())


def _prove(page: Page, password: str, code: str, button: str) -> None:
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_label("Code uit je app").fill(code)
    page.get_by_role("button", name=button, exact=True).click()
