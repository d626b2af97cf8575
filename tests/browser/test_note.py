"""The note to take along on a phone, in a real browser."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pypdf import PdfReader

from expertise import texts
from tests.browser.reporters import do, hears, opened, phone, say, words
from tests.support.service import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def page(context: BrowserContext, service: Running) -> Page:
    """A talk with two messages and a button that was pressed, and the note's first step."""
    page = opened(context, service)
    say(page, "ze lachen me elke dag uit")
    hears(page, "wie ben jij?")
    page.get_by_role("button", name="Leerling").click()
    hears(page, "dank je, Leerling")
    say(page, "niemand doet iets")
    hears(page, "niemand doet iets")
    to(page, "note")
    return page


def to(page: Page, action: str) -> None:
    """Press a button, and wait until the step that it leads to is there."""
    do(page, action)
    title = "note.text" if action in ("note-see", "note-keep") else "note.title"
    expect(page.get_by_role("heading", name=words(title), exact=True)).to_be_focused()


def paper(page: Page) -> str:
    """The note as it stands on the screen."""
    return page.locator(".paper:visible").input_value()


def test_note_is_chosen_read_changed_and_saved(page: Page) -> None:
    boxes = page.locator("[name=note_said]")
    expect(boxes).to_have_count(2)
    assert not any(box.is_checked() for box in boxes.all())
    page.get_by_label(texts.text("note.reader.confidant", "nl")).check()
    page.get_by_label("ze lachen me elke dag uit").check()
    page.get_by_text(words("note.more")).click()
    page.get_by_label(texts.text("note.part.wish", "nl")).fill("dat het stopt")
    to(page, "note-see")

    assert "Voor: de vertrouwenspersoon" in paper(page)
    assert "ze lachen me elke dag uit" in paper(page)
    assert "niemand doet iets" not in paper(page)
    page.locator(".paper").fill(paper(page).replace("dat het stopt", "rust"))
    for ending in ("pdf", "txt"):
        with page.expect_download() as download:
            do(page, f"note-{ending}")
        assert download.value.suggested_filename == f"briefje.{ending}"
        body = Path(download.value.path()).read_bytes()
        shown = (
            "\n".join(part.extract_text() for part in PdfReader(io.BytesIO(body)).pages)
            if ending == "pdf"
            else body.decode()
        )
        assert "rust" in shown
        assert "dat het stopt" not in shown

    do(page, "back")
    expect(page.get_by_label(words("input.label"))).to_be_visible()


def test_names_are_pointed_at_and_the_hint_goes_when_they_go(page: Page) -> None:
    to(page, "note-see")
    expect(page.get_by_text(words("note.found"))).to_be_hidden()
    page.locator(".paper").fill("Sanne van 3b slaat me")

    expect(page.get_by_text(words("note.found.name", words="Sanne"))).to_be_visible()
    expect(page.get_by_text(words("note.found.class", words="3b"))).to_be_visible()
    page.locator(".paper").fill("iemand slaat me")
    expect(page.get_by_text(words("note.found"))).to_be_hidden()


def test_what_was_changed_is_not_lost_by_choosing_again(page: Page) -> None:
    page.get_by_label("niemand doet iets").check()
    to(page, "note-see")
    page.locator(".paper").fill("mijn eigen woorden")
    to(page, "note-change")

    expect(page.get_by_text(words("note.changed"))).to_be_visible()
    expect(page.get_by_label("niemand doet iets")).to_be_checked()
    to(page, "note-keep")
    assert paper(page) == "mijn eigen woorden"


def test_note_that_cannot_be_drawn_stays_with_kind_words(
    context: BrowserContext, page: Page
) -> None:
    def lost(route: Route) -> None:
        route.abort()

    to(page, "note-see")
    context.route("**/chat/note/pdf", lost)
    page.locator(".paper").fill("een briefje")
    do(page, "note-pdf")

    expect(page.locator("#note-text .notice").first).to_have_text(words("error.offline"))
    assert paper(page) == "een briefje"


def test_danger_typed_in_the_note_brings_its_card_at_once(page: Page) -> None:
    page.get_by_text(words("note.more")).click()
    page.get_by_label(words("note.free")).fill("ik wil dood")
    to(page, "note-see")

    expect(page.locator("#note-text .card a[href^='tel:']").first).to_be_visible()


def test_note_is_copied(context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    to(page, "note-see")
    page.locator(".paper").fill("om te plakken")
    do(page, "note-copy")

    expect(page.get_by_text(words("note.copied"))).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "om te plakken"


def test_quick_exit_leaves_nothing_of_the_note(page: Page) -> None:
    page.get_by_text(words("note.more")).click()
    page.get_by_label(words("note.free")).fill("mijn geheim")
    to(page, "note-see")
    assert "mijn geheim" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.locator("#exit").click()
    page.wait_for_url("https://www.buienradar.nl/")
    page.go_back()

    assert "mijn geheim" not in page.content()


@pytest.mark.parametrize("width", [320, 360])
def test_no_step_of_the_note_is_wider_than_the_phone(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    for action in ("note-see", "note-change"):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        to(page, action)


def test_note_is_made_and_saved_without_script(browser: Browser, service: Running) -> None:
    with phone(browser, with_script=False) as plain:
        page = opened(plain, service)
        say(page, "ze lachen me elke dag uit")
        do(page, "note")
        page.get_by_label("ze lachen me elke dag uit").check()
        do(page, "note-see")
        page.locator(".paper").fill(paper(page) + "Sanne")
        do(page, "note-check")
        expect(page.get_by_text(words("note.found.name", words="Sanne"))).to_be_visible()
        with page.expect_download() as download:
            do(page, "note-txt")
        do(page, "note-change")

        assert Path(download.value.path()).read_text().endswith("Sanne\n")
        expect(page.get_by_label("ze lachen me elke dag uit")).to_be_checked()
        expect(page.get_by_text(words("note.changed"))).to_be_visible()
