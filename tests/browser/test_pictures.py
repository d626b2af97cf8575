"""A picture from the reporter's phone to the counsellor's screen, with script and without."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Route, expect
from sqlalchemy import select

from bot import vault
from bot.access import by_token, parse_token
from bot.models import AuditEntry, Conversation, Picture
from bot.pictures import jpeg
from console import session
from expertise import texts
from tests.browser.reporters import do, hears, opened, phone, say, words
from tests.console.seats import Seat, seat
from tests.support import people, pictures
from tests.support.pictures import CANARY, drawn
from tests.support.service import Running
from tests.support.snoop import found_in

pytestmark = pytest.mark.browser

TRACES = tuple(CANARY.split())
SCREEN = {"width": 1280, "height": 900}


@pytest.fixture
def samira(service: Running) -> Seat:
    with service.services.store.session(writing=True) as db:
        (who,) = people.team(db, "Samira", called="Team van school")
    return seat(service, who)


@pytest.fixture
def page(context: BrowserContext, service: Running, samira: Seat) -> Page:
    page = opened(context, service)
    say(page, "ik word gepest")
    hears(page, "wie ben jij?")
    return page


@pytest.fixture
def desk(browser: Browser, service: Running, samira: Seat) -> Iterator[Page]:
    """The counsellor's browser."""
    context = browser.new_context(viewport=SCREEN, locale="nl-NL")
    assert samira.cookie is not None
    place = urlsplit(service.base_url)
    context.add_cookies(
        [{
            "name": session.COOKIE, "value": samira.cookie, "domain": place.hostname or "",
            "path": "/", "secure": True, "httpOnly": True, "sameSite": "Strict",
        }]
    )  # fmt: skip
    yield context.new_page()
    context.close()


def file(raw: bytes, name: str = "IMG_2041.png", kind: str = "image/png") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": raw}


def choose(page: Page, raw: bytes) -> None:
    """As from the phone's own pictures."""
    page.locator("#picture input[type=file]").set_input_files(file(raw))


def stored(service: Running, page: Page) -> list[bytes]:
    """What the database has, opened with the tab's token."""
    token = page.evaluate("sessionStorage.token")
    with service.services.store.session() as db:
        access = by_token(db, parse_token(token), service.services.clock())
        rows = db.execute(select(Picture)).scalars()
        return [vault.unseal(access.key, row.sealed_image, f"picture:{row.id}") for row in rows]


def ask_for_a_person(page: Page) -> None:
    do(page, "human")
    page.get_by_label(words("ask.no"), exact=True).check()
    do(page, "human-yes")
    expect(page.locator("#strip")).to_contain_text(words("human.waiting"))


def test_picture_when_it_is_sent_then_nothing_leaves_the_phone_but_what_is_seen(
    service: Running, page: Page, desk: Page
) -> None:
    raw = pictures.with_text()
    assert found_in(raw, TRACES)
    do(page, "picture")
    step = page.locator("form#picture")
    expect(step).to_contain_text(words("picture.nudes"))
    expect(step.get_by_role("link", name="helpwanted.nl").first).to_be_visible()
    choose(page, raw)
    expect(step.get_by_role("img", name=words("picture.preview"))).to_be_visible()
    red = "document.querySelector('canvas').getContext('2d').getImageData(5, 5, 1, 1).data[0] > 150"
    assert page.evaluate(red)
    with page.expect_request("**/chat/pictures") as sent:
        do(page, "picture-send")
    body = sent.value.post_data_buffer
    assert body is not None
    # A profile of colours is all that Chromium adds.
    assert {0xE1, 0xFE, *range(0xE3, 0xF0)} & set(jpeg.markers(body)) == set()
    assert found_in(body, TRACES) == []
    assert "token" not in sent.value.url
    expect(page.locator("#notice")).to_have_text(words("picture.done"))
    hears(page, words("picture.added"))
    hears(page, texts.text("picture_kept", "nl"))
    assert page.locator("img, canvas").count() == 0
    (image,) = stored(service, page)
    assert jpeg.is_plain(image)
    assert found_in(image, TRACES) == []

    # What the bot had asked before can still be answered with its buttons.
    page.get_by_role("button", name="Leerling").click()
    hears(page, "dank je, Leerling")
    ask_for_a_person(page)
    look(service, desk)


def look(service: Running, desk: Page) -> None:
    """The counsellor opens it: by keyboard, shut in, and noted."""
    with service.services.store.session() as db:
        talk = db.execute(select(Conversation.id)).scalar_one()
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.goto(f"{service.base_url}/console/c/{talk}")
    if desk.locator("form[action$='note-duty']").count():
        desk.locator("form[action$='note-duty'] button").click()
    summary = desk.locator("details.picture summary")
    expect(summary).to_be_visible()
    assert [url for url in asked if "/pictures/" in url] == []
    summary.focus()
    desk.keyboard.press("Enter")
    shown = desk.locator("details.picture img")
    expect(shown).to_be_visible()
    expect(shown).to_have_js_property("naturalWidth", 64)
    with desk.context.expect_page() as alone:
        desk.locator("details.picture a").focus()
        desk.keyboard.press("Enter")
    alone.value.wait_for_load_state()
    assert alone.value.locator("img").evaluate("image => image.naturalWidth") == 64
    with service.services.store.session() as db:
        query = select(AuditEntry.id).where(AuditEntry.action == "picture_seen")
        assert len(db.execute(query).all()) == 1


def test_picture_when_it_does_not_arrive_then_it_stays_chosen_and_is_sent_once(
    service: Running, page: Page
) -> None:
    ids: list[str | None] = []

    def fails_once(route: Route) -> None:
        ids.append(route.request.headers.get("x-message-id"))
        if len(ids) == 1:
            # It has arrived, but the answer has not.
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/chat/pictures", fails_once)
    page.get_by_label(words("input.label")).fill("half getypt")
    do(page, "picture")
    choose(page, drawn("PNG"))
    expect(page.locator("#picture canvas")).to_be_visible()
    do(page, "picture-send")
    expect(page.locator("#picture .notice")).to_have_text(words("error.offline"))
    do(page, "picture-send")
    expect(page.locator("#notice")).to_have_text(words("picture.done"))
    assert ids[0] == ids[1]
    assert len(stored(service, page)) == 1
    expect(page.get_by_label(words("input.label"))).to_have_value("half getypt")


@pytest.mark.parametrize("raw", [pictures.script(), drawn("PNG")[:60], b"PK\x03\x04"])
def test_picture_when_the_file_is_none_then_the_page_says_so_and_sends_nothing(
    service: Running, page: Page, raw: bytes
) -> None:
    do(page, "picture")
    choose(page, raw)
    expect(page.locator("#picture .notice")).to_have_text(words("picture.unusable"))
    do(page, "picture-send")
    expect(page.locator("#picture .notice")).to_have_text(words("picture.none"))
    assert stored(service, page) == []


def test_picture_when_one_would_rather_not_then_nothing_is_sent(
    service: Running, page: Page
) -> None:
    do(page, "picture")
    choose(page, drawn("PNG"))
    do(page, "back")
    expect(page.get_by_label(words("input.label"))).to_be_visible()
    assert page.locator("form#picture").count() == 0
    assert stored(service, page) == []


def test_picture_when_the_browser_hides_what_is_drawn_then_the_service_cleans_it(
    service: Running, page: Page
) -> None:
    page.evaluate(
        "CanvasRenderingContext2D.prototype.getImageData = () => ({ data: [255, 255, 255, 255] })"
    )
    raw = pictures.with_text()
    do(page, "picture")
    choose(page, raw)
    with page.expect_request("**/chat/pictures") as sent:
        do(page, "picture-send")
    assert sent.value.post_data_buffer == raw
    expect(page.locator("#notice")).to_have_text(words("picture.done"))
    assert found_in(stored(service, page)[0], TRACES) == []


def test_picture_when_there_is_no_script_then_it_goes_by_a_form(
    browser: Browser, service: Running, samira: Seat, desk: Page
) -> None:
    with phone(browser, with_script=False) as context:
        page = opened(context, service)
        say(page, "ik word gepest")
        page.get_by_label(words("input.label")).fill("half getypt")
        do(page, "picture")
        choose(page, pictures.script())
        do(page, "picture-send")
        expect(page.locator("#picture .notice")).to_have_text(words("picture.unusable"))
        choose(page, pictures.with_text())
        do(page, "picture-send")
        hears(page, words("picture.added"))
        expect(page.get_by_label(words("input.label"))).to_have_value("half getypt")
        ask_for_a_person(page)
    look(service, desk)
