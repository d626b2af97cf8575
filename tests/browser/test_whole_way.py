"""The whole way, with nothing played: `vertelmaar run`, the trained model, a reporter's phone, a
counsellor's screen. With VERTELMAAR_PICTURES=docs/images it also makes the documents' pictures.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.clock import utc_now
from tests.browser.reporters import do, hears, phone, say, words
from vertelmaar.settings import ROOT

pytestmark = pytest.mark.browser

PASSWORD = "drie fietsen op het dak"
READY_WITHIN_MS = 60_000


class Service:
    """`vertelmaar` as an operator uses it: a data folder, a port, its command line."""

    def __init__(self, data_dir: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.base_url = f"http://localhost:{self.port}"
        self._environment = os.environ | {
            "VERTELMAAR_DATA_DIR": str(data_dir),
            "VERTELMAAR_PORT": str(self.port),
        }

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "vertelmaar", *arguments]

    def enrol(self, name: str) -> pyotp.TOTP:
        """Make a counsellor; gives the second factor."""
        made = subprocess.run(
            self.command("staff", "add", name),
            input=f"{PASSWORD}\n", capture_output=True, text=True, check=True, cwd=ROOT,
            env=self._environment,
        )  # fmt: skip
        found = re.search(r"otpauth://\S+", made.stdout)
        assert found is not None
        secret = pyotp.parse_uri(found.group())
        assert isinstance(secret, pyotp.TOTP)
        return secret

    def start(self) -> subprocess.Popen[str]:
        """Start it; returns when the engine is ready."""
        process = subprocess.Popen(
            self.command("run"), stderr=subprocess.PIPE, text=True, cwd=ROOT, env=self._environment
        )
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("engine: ready"):
                return process
            if line.startswith("engine: broken"):
                process.terminate()
        raise RuntimeError("the service did not start")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(tmp_path_factory.mktemp("whole"))
    process = service.start()
    httpx.get(f"{service.base_url}/", trust_env=False).raise_for_status()
    yield service
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture(scope="module")
def second_factor(service: Service) -> pyotp.TOTP:
    return service.enrol("Samira")


@pytest.mark.parametrize("with_script", [True, False], ids=["script", "no-script"])
def test_newcomer_tells_is_advised_asks_for_a_person_and_is_answered(
    browser: Browser, service: Service, second_factor: pyotp.TOTP, *, with_script: bool
) -> None:
    with phone(browser, with_script=with_script) as context:
        page = context.new_page()
        page.goto(service.base_url)
        say(page, "ik word al weken gepest in de klas, niemand wil naast me zitten")
        _reach_advice(page)
        expect(page.locator("#turns .from-bot").first).to_be_in_viewport()
        page.locator("#turns .advice").last.scroll_into_view_if_needed()
        page.locator("#turns .from-you").first.evaluate("it => it.scrollIntoView()")
        _picture(page, "chat", with_script)

        do(page, "human")
        expect(page.get_by_role("heading", name=words("consent.title"))).to_be_visible()
        page.get_by_role("button", name=words("consent.yes")).click()

        desk = browser.new_context(
            locale="nl-NL", java_script_enabled=with_script, viewport={"width": 1280, "height": 800}
        ).new_page()
        _log_in(desk, service, second_factor, later_by=0 if with_script else 30)
        desk.locator("[data-case]").first.get_by_role("link").first.click()
        desk.get_by_role("button", name="Neem over").click()
        desk.get_by_label("Jouw antwoord").fill("Hoi, ik ben Samira. Fijn dat je dit vertelt.")
        desk.get_by_role("button", name="Verstuur").click()

        _look_again(page, with_script)
        hears(page, "Hoi, ik ben Samira.")
        before = page.locator("#turns .from-bot").count()
        say(page, "dank je. morgen heb ik gym en dan is het het ergst")
        if not with_script:
            desk.reload()
        expect(desk.get_by_text("morgen heb ik gym")).to_be_visible()
        _picture(desk, "console", with_script)
        _look_again(page, with_script)
        expect(page.locator("#turns .from-bot")).to_have_count(before)
        _picture(page, "human", with_script)
        desk.context.close()


def _reach_advice(page: Page) -> None:
    """Answer what the bot still wants to know, as a pupil would, until it advises."""
    advice = page.locator("#turns .advice")
    question = page.get_by_role("button", name="Ik zit op school")
    expect(advice.or_(question).first).to_be_visible(timeout=READY_WITHIN_MS)
    if question.count():
        question.click()
    expect(advice.first).to_be_visible()


def _log_in(desk: Page, service: Service, second_factor: pyotp.TOTP, later_by: int) -> None:
    """A code works once, so the second login takes the next one."""
    desk.goto(f"{service.base_url}/console")
    desk.get_by_label("Naam").fill("Samira")
    desk.get_by_label("Wachtwoord").fill(PASSWORD)
    code = second_factor.generate_otp(second_factor.timecode(utc_now()) + later_by // 30)
    desk.get_by_label("Code uit je app").fill(code)
    desk.get_by_role("button", name="Log in").click()
    expect(desk.get_by_role("heading", name="Wachtrij")).to_be_visible()


def _look_again(page: Page, with_script: bool) -> None:
    """Without JavaScript a page is looked at anew by hand."""
    if not with_script:
        page.get_by_text("Ververs", exact=False).first.click()


def _picture(page: Page, name: str, with_script: bool) -> None:
    folder = os.environ.get("VERTELMAAR_PICTURES")
    if folder:
        suffix = "" if with_script else "-without-script"
        page.screenshot(path=ROOT / folder / f"{name}{suffix}.png")
