"""A reporter's phone: the page in a real browser, with and without JavaScript."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot import limits
from bot.engine import Answer, Context, Effects, Message, Reply
from expertise import texts
from expertise.texts import Button
from tests.support.service import Running, running_service

PHONE = {"width": 360, "height": 740}
EXIT = "https://www.buienradar.nl/**"


def words(key: str, **values: object) -> str:
    """A text of the page."""
    return texts.text(f"page.{key}", "nl", **values)


def script(message: Message, context: Context) -> Answer:
    """What the bot of these tests says: it asks, listens to buttons, and offers a code."""
    if message.button is not None and message.button.intent == "need_code":
        return Answer((Reply("bewaar deze woorden"),), Effects(show_code=True), {}, "f")
    if message.button is not None:
        keep = Button("Ik wil later verder", "need_code")
        return Answer((Reply(f"dank je, {message.text}", None, (keep,)),), Effects(), {}, "f")
    ask = (Button("Leerling", "choose_role", {"role": "pupil"}), Button("Sla over", "skip"))
    return Answer((Reply("wie ben jij?", None, ask),), Effects(), {}, "f")


@contextmanager
def reporters_service(migrated_file: Path, data_dir: Path) -> Iterator[Running]:
    """The application on a fresh database, with proofs of work that no busy machine delays."""
    shutil.copy(migrated_file, data_dir / "vertelmaar.db")
    with pytest.MonkeyPatch.context() as patch, running_service(data_dir) as running:
        patch.setattr(limits, "_COST", 10)
        running.engine.script = script
        yield running


@contextmanager
def phone(browser: Browser, *, with_script: bool = True) -> Iterator[BrowserContext]:
    """A phone of its own, on which no script may break; where the quick exit leads is played."""
    context = browser.new_context(
        viewport=PHONE, has_touch=True, java_script_enabled=with_script, locale="nl-NL"
    )
    context.route(EXIT, lambda route: route.fulfill(body="het weer", content_type="text/html"))
    errors: list[str] = []
    context.on("weberror", lambda found: errors.append(str(found.error)))
    try:
        yield context
    finally:
        context.close()
    assert errors == []


def opened(context: BrowserContext, service: Running, path: str = "/") -> Page:
    """A page, the first screen unless told otherwise."""
    page = context.new_page()
    page.goto(service.base_url + path)
    return page


def say(page: Page, text: str) -> None:
    """Type a message and send it."""
    page.get_by_label(words("input.label")).fill(text)
    page.get_by_role("button", name=words("input.send")).click()


def hears(page: Page, text: str) -> None:
    """Wait until something stands in the talk."""
    expect(page.locator("#turns .bubble", has_text=text).last).to_be_visible()


def do(page: Page, action: str) -> None:
    """Press a button of the page by what it does, in the menu if it is there."""
    button = page.locator(f"button[value={action}]:visible")
    if not button.count() and page.locator(f"#menu button[value={action}]").count():
        page.locator("#menu summary").click()
    button.first.click()


def ask_for_a_human(page: Page, text: str = "ik word gepest") -> None:
    """Tell the bot something, and agree that a person reads along."""
    say(page, text)
    hears(page, "wie ben jij?")
    do(page, "human")
    do(page, "human-yes")
