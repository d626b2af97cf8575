"""The web chat in a real browser, on a phone, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.reporters import do, hears, opened, phone, say, words
from tests.console.seats import seat
from tests.support import people
from tests.support.service import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, service: Running) -> Iterator[Page]:
    with phone(browser, with_script=False) as context:
        yield opened(context, service)


def test_whole_way_from_first_words_to_a_human(service: Running, page: Page) -> None:
    with service.services.store.session(writing=True) as db:
        (samira,) = people.team(db, "Samira")
    say(page, "soms wil ik dood")
    expect(page.locator("#turns .card").first).to_be_visible()
    hears(page, "wie ben jij?")
    page.get_by_role("button", name="Leerling").click()
    hears(page, "dank je, Leerling")

    do(page, "human")
    expect(page.get_by_text(words("human.nobody"))).to_be_visible()
    do(page, "human-yes")
    expect(page.locator("#strip")).to_contain_text(words("human.waiting"))
    desk = seat(service, samira)
    talk = desk.get("/console").text.partition('href="/console/c/')[2].partition('"')[0]
    desk.post(f"/console/c/{talk}/say", text="Ik ben er.")
    do(page, "refresh")

    hears(page, "Ik ben er.")
    expect(page.locator("#strip")).to_have_text(words("human.joined", name="Samira"))


def test_code_opens_the_talk_on_another_phone(
    browser: Browser, service: Running, page: Page
) -> None:
    say(page, "ik word gepest")
    do(page, "code")
    code = " ".join(page.locator(".code li").all_inner_texts())
    page.get_by_label(words("code.check.tick")).check()
    do(page, "code-check")
    expect(page.get_by_text(words("code.check.ok"))).to_be_visible()

    with phone(browser, with_script=False) as other:
        elsewhere = opened(other, service)
        do(elsewhere, "return")
        elsewhere.get_by_label(words("code.enter.label")).fill(code)
        do(elsewhere, "return-go")
        hears(elsewhere, "ik word gepest")


def test_what_is_being_typed_survives_every_other_button(page: Page) -> None:
    say(page, "ik word gepest")
    page.get_by_label(words("input.label")).fill("half zin")
    do(page, "refresh")
    do(page, "erase")
    do(page, "back")

    expect(page.get_by_label(words("input.label"))).to_have_value("half zin")


def test_new_words_are_in_sight_after_the_page_was_loaded(page: Page) -> None:
    for number in range(6):
        say(page, f"bericht {number}")

    expect(page.locator("#turns .bubble", has_text="bericht 5")).to_be_in_viewport()


def test_quick_exit_leaves_at_once(page: Page) -> None:
    say(page, "mijn geheim")
    page.locator("#exit").click()

    expect(page).to_have_url("https://www.buienradar.nl/")


def test_erasing_is_confirmed_and_complete(page: Page) -> None:
    say(page, "mijn geheim")
    do(page, "erase")
    do(page, "erase-yes")

    expect(page.get_by_text(words("erase.done"))).to_be_visible()
    assert "mijn geheim" not in page.content()
