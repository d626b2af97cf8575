"""Two counsellors and a reporter at one conversation, each in a browser of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.counsellors import adopt_words, desk, log_in, step, take_over
from tests.browser.reporters import (
    ask_for_a_human,
    do,
    hears,
    opened,
    phone,
    reporters_service,
    words,
)
from tests.browser.test_console import Reporter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.support.service import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def service(migrated_file: Path, tmp_path: Path) -> Iterator[Running]:
    with reporters_service(migrated_file, tmp_path) as running:
        yield running


def test_colleagues_see_each_other_look_and_type(service: Running, browser: Browser) -> None:
    with desk(browser, service, "Samira") as samira, desk(browser, service, "Bram") as bram:
        reporter = Reporter(service)
        reporter.asks_for_a_human()
        take_over(samira, reporter.address)
        bram.goto(reporter.address)
        expect(samira.get_by_text("Bram kijkt mee")).to_be_visible()
        expect(bram.get_by_text("Samira kijkt mee")).to_be_visible()
        samira.locator("#text").press_sequentially("hoi")
        expect(bram.get_by_text("Samira is aan het typen…")).to_be_visible()
        expect(samira.get_by_text("is aan het typen")).to_be_hidden()
        bram.locator("#note-text").press_sequentially("let op")
        expect(samira.get_by_text("Bram is aan het typen…")).to_be_visible()
        bram.goto(f"{service.base_url}/console")
        expect(samira.get_by_text("Bram kijkt mee")).to_be_hidden()


def test_conversation_goes_from_one_to_the_other_and_the_reporter_is_told(
    service: Running, browser: Browser
) -> None:
    with (
        desk(browser, service, "Samira") as samira,
        desk(browser, service, "Bram") as bram,
        phone(browser) as context,
    ):
        reporter = opened(context, service)
        ask_for_a_human(reporter)
        row = samira.locator("[data-case] a")
        expect(row).to_be_visible()
        address = service.base_url + str(row.get_attribute("href"))
        take_over(samira, address)
        expect(reporter.locator("#strip")).to_contain_text(words("human.joined", name="Samira"))
        samira.locator("#text").press_sequentially("Hoi.")
        expect(reporter.get_by_text(words("typing.human", name="Samira"))).to_be_visible()
        samira.locator("#text").press("Enter")
        hears(reporter, "Hoi.")
        samira.keyboard.press("Escape")
        samira.locator("#end summary").click()
        samira.get_by_label("Geef aan een collega").select_option("Bram")
        samira.get_by_role("button", name="Geef door").click()
        expect(samira.get_by_text("Het gesprek is nu bij je collega.")).to_be_visible()
        expect(reporter.locator("#strip")).to_contain_text(words("human.gone", name="Samira"))
        expect(reporter.locator("#strip")).to_contain_text(words("human.joined", name="Bram"))
        expect(bram.get_by_role("heading", name="Jouw gesprekken")).to_be_visible()
        bram.goto(address)
        expect(bram.get_by_text("Samira gaf dit gesprek aan jou.")).to_be_visible()
        step(bram, "Samira gaf het gesprek aan Bram")
        bram.locator("#end summary").click()
        bram.get_by_role("button", name="Geef terug aan de bot").click()
        expect(reporter.locator("#strip")).to_contain_text(words("human.gone", name="Bram"))
        reporter.reload()
        expect(reporter.locator("#strip")).to_contain_text(words("human.bot_again"))


def test_talk_that_is_no_longer_theirs_goes_from_an_open_page_and_what_they_typed_stays(
    service: Running, browser: Browser
) -> None:
    with desk(browser, service, "Samira") as samira, phone(browser) as context:
        reporter = opened(context, service)
        ask_for_a_human(reporter, "mijn geheim")
        expect(samira.locator("[data-case]")).to_contain_text("Onderwerp nog onbekend")
        href = samira.locator("[data-case] a").get_attribute("href")
        take_over(samira, f"{service.base_url}{href}")
        samira.locator("#note-text").fill("nog niet bewaard")
        samira.locator("#text").fill("half af")
        do(reporter, "refuse")
        do(reporter, "refuse-yes")
        expect(samira.get_by_role("alert")).to_contain_text("Het is gewist of doorgegeven")
        expect(samira.get_by_text("mijn geheim")).to_have_count(0)
        expect(samira.locator("[data-live=panel]")).to_be_empty()
        expect(samira.locator("#text")).to_be_disabled()
        expect(samira.locator("#text")).to_have_value("half af")
        expect(samira.locator("#note-text")).to_have_value("nog niet bewaard")
        # Whoever stays on it is called for the next one all the same.
        with phone(browser) as another:
            ask_for_a_human(opened(another, service), "ik ben de volgende")
            expect(samira).to_have_title(re.compile(r"^\(1\) "))
        expect(samira.get_by_role("alert")).to_contain_text("Het is gewist of doorgegeven")
        expect(samira.locator("#text")).to_have_value("half af")


def test_canned_reply_is_found_by_a_stroke_and_sent_only_after_it_was_read(
    service: Running, browser: Browser
) -> None:
    with desk(browser, service, "Samira") as samira:
        adopt_words(service)
        reporter = Reporter(service)
        reporter.asks_for_a_human()
        take_over(samira, reporter.address)
        box = samira.locator("#text")
        box.press_sequentially("/scha")
        expect(samira.locator("#picker")).to_be_hidden()
        box.fill("")
        box.press_sequentially("/h")
        expect(samira.locator("#picker [aria-selected=true]")).to_contain_text("/hoi")
        box.press("ArrowDown")
        expect(samira.locator("#picker [aria-selected=true]")).not_to_contain_text("/hoi")
        box.press("ArrowUp")
        box.press("Enter")
        expect(box).to_have_value(
            "Hoi, ik ben Samira. Ik ben een mens, de chatbot is nu stil. "
            "Ik heb gelezen wat je schreef. Neem gerust je tijd."
        )
        expect(samira.locator("[data-seq]")).to_have_count(1)
        box.press("Enter")
        expect(samira.locator("[data-seq]").last).to_contain_text("Hoi, ik ben Samira.")
        samira.locator("#reply").select_option(index=1)
        box.fill("Dag!")
        samira.get_by_role("button", name="Zet in je antwoord").click()
        expect(box).to_have_value(re.compile(r"^Dag!\n.+"))


def test_note_label_and_correction_leave_the_answer_alone(
    service: Running, browser: Browser
) -> None:
    with desk(browser, service, "Samira") as samira, desk(browser, service, "Bram") as bram:
        adopt_words(service)
        reporter = Reporter(service, "ik wil dood")
        reporter.asks_for_a_human()
        take_over(samira, reporter.address)
        bram.goto(reporter.address)
        samira.locator("#text").fill("half af")
        samira.locator("#note-text").fill("<i>terugbellen</i>")
        samira.get_by_role("button", name="Bewaar notitie").click()
        expect(bram.locator(".note .text")).to_have_text("<i>terugbellen</i>")
        expect(samira.locator("#note-text")).to_have_value("")
        samira.locator("#labels summary").click()
        samira.get_by_label("terugbellen").check()
        samira.get_by_role("button", name="Bewaar labels").click()
        expect(bram.locator(".side .badge.label")).to_have_text("terugbellen")
        samira.locator("#correct summary").click()
        samira.locator("#risk").select_option("none")
        samira.get_by_role("button", name="Pas aan").click()
        expect(bram.locator("[data-live=panel]")).to_contain_text("aangepast door een mens")
        expect(samira.locator("#text")).to_have_value("half af")
        expect(samira.locator("[data-seq]")).to_have_count(1)


def test_note_that_was_not_kept_survives_a_reload(service: Running, browser: Browser) -> None:
    with desk(browser, service, "Samira") as samira:
        reporter = Reporter(service)
        reporter.asks_for_a_human()
        samira.goto(reporter.address)
        samira.locator("#note-text").press_sequentially("nog niet")
        samira.reload()
        expect(samira.locator("#note-text")).to_have_value("nog niet")
        expect(samira.locator("#text")).to_have_value("")


def test_keys_do_what_is_done_all_day_and_can_be_turned_off(
    service: Running, browser: Browser
) -> None:
    with desk(browser, service, "Samira") as samira:
        first, second = Reporter(service), Reporter(service)
        for reporter in (first, second):
            reporter.asks_for_a_human()
        expect(samira.locator("[data-case]")).to_have_count(2)
        samira.keyboard.press("j")
        expect(samira.locator("[data-case] a").first).to_be_focused()
        samira.keyboard.press("Enter")
        expect(samira.get_by_role("button", name="Neem over")).to_be_visible()
        samira.keyboard.press("c")
        expect(samira.locator("#text")).to_be_focused()
        samira.keyboard.press("n")
        expect(samira.locator("#text")).to_have_value("n")
        samira.locator("#text").fill("")
        samira.locator("h1").first.click()
        samira.keyboard.press("n")
        expect(samira.locator("#note-text")).to_be_focused()
        samira.locator("h1").first.click()
        samira.keyboard.press("?")
        dialog = samira.get_by_role("dialog", name="Sneltoetsen")
        expect(dialog).to_be_visible()
        dialog.get_by_label("Gebruik sneltoetsen").uncheck()
        dialog.get_by_role("button", name="Sluit").click()
        samira.keyboard.press("q")
        samira.keyboard.press("n")
        expect(samira.locator("#note-text")).not_to_be_focused()
        samira.reload()
        samira.locator("h1").first.click()
        samira.keyboard.press("?")
        expect(dialog).to_be_hidden()


def test_card_is_found_seen_and_sent_by_keyboard_alone(service: Running, browser: Browser) -> None:
    with desk(browser, service, "Samira") as samira:
        reporter = Reporter(service)
        reporter.asks_for_a_human()
        take_over(samira, reporter.address)
        samira.locator("h1").first.click()
        samira.keyboard.press("p")
        expect(samira.get_by_label("Zoek op naam of onderwerp")).to_be_focused()
        samira.keyboard.type("kindertel")
        samira.keyboard.press("Enter")
        send = samira.get_by_role("button", name="Verstuur deze kaart")
        expect(send).to_be_focused()
        samira.keyboard.press("Enter")
        expect(samira.locator("[data-seq]").last).to_contain_text("De Kindertelefoon")
        expect(samira.locator("[data-live=panel]")).to_contain_text("De Kindertelefoon")


@pytest.mark.parametrize("has_script", [True, False])
def test_hidden_texts_show_when_they_are_wanted_and_nothing_jumps(
    service: Running, browser: Browser, has_script: bool
) -> None:
    account = service.enrol("Samira")
    with browser.new_context(locale="nl-NL", java_script_enabled=has_script) as context:
        page = context.new_page()
        log_in(page, service, account)
        reporter = Reporter(service)
        reporter.asks_for_a_human()
        page.goto(reporter.address)
        text = page.locator(".turn .text").first
        place = text.bounding_box()
        page.get_by_text("Samira", exact=True).click()
        page.get_by_role("button", name="Verberg teksten tot ik klik").click()
        expect(text).to_have_css("filter", "blur(8px)")
        assert text.bounding_box() == place
        text.focus()
        if has_script:
            page.keyboard.press("Enter")
            page.locator("h1").first.click()
        expect(text).to_have_css("filter", "none")
        assert text.bounding_box() == place


def test_without_script_canned_replies_notes_and_transfer_work(
    service: Running, browser: Browser
) -> None:
    samira, _ = service.enrol("Samira"), service.enrol("Bram")
    adopt_words(service)
    with browser.new_context(locale="nl-NL", java_script_enabled=False) as context:
        page = context.new_page()
        reporter = Reporter(service)
        reporter.asks_for_a_human()
        log_in(page, service, samira)
        page.goto(reporter.address)
        page.get_by_role("button", name="Neem over").click()
        page.locator("#reply").select_option(index=1)
        page.get_by_role("button", name="Zet in je antwoord").click()
        expect(page.locator("#text")).not_to_have_value("")
        page.get_by_role("button", name="Verstuur").click()
        expect(page.locator("[data-seq]")).to_have_count(2)
        page.locator("#note-text").fill("alleen wij")
        page.get_by_role("button", name="Bewaar notitie").click()
        expect(page.locator(".note .text")).to_have_text("alleen wij")
        page.locator("#end summary").click()
        page.get_by_label("Geef aan een collega").select_option("Bram (is er nu niet)")
        page.get_by_role("button", name="Geef door").click()
        expect(page.get_by_text("maar die is er nu niet")).to_be_visible()
