"""axe-core finds nothing on any page of the reporter's side, in any look, without script too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from bot.engine import Answer, Context, Effects, Message, Reply
from bot.models import Conversation, TeamKind
from connectors.webchat.pages import address
from expertise.advice import advise
from expertise.languages import LANGUAGES
from expertise.situations import Situation
from tests.browser.reporters import (
    do,
    hears,
    opened,
    phone,
    reporters_service,
    say,
    script,
    words,
)
from tests.console.seats import Seat, seat
from tests.support import people
from tests.support.axe import Screen
from tests.support.service import Running
from vertelmaar import last_page
from vertelmaar.app import create_app

pytestmark = pytest.mark.browser

BLUEPRINTS: Final = {"webchat_pages", "guide_wayfinder", "guide_directory", "guide_explained"}
TO_READ: Final = (
    "",
    "privacy",
    "how",
    "wegwijzer",
    "partijen",
    "cijfers",
    "rechten",
    *(f"rechten/{who}" for who in ("leerling", "ouder", "medewerker", "school", "team")),
    "rechten/signalen",
)
FURTHER: Final = (
    "/wegwijzer/leerling/vo/pesten",
    "/wegwijzer/leerling/vo/pesten/leerling/vertrouwenspersoon",
    "/en/wegwijzer/medewerker/vo/grens-over/personeel/bestuur",
    "/a2/wegwijzer/leerling/po/thuis/nog-niets",
    "/wegwijzer/nergens",
    "/partijen?rol=pupil&open=1",
    "/partijen/lkc",
    "/partijen/nergens",
    "/nergens",
)
# The first note has all the names in the language read first, which takes a while.
PATIENCE_MS: Final = 20_000
ADDRESSES: Final = [address(page, language) for page in TO_READ for language in LANGUAGES]


def advising(message: Message, context: Context) -> Answer:
    """The bot of these tests; who asks for advice gets all of it."""
    if "advies" not in message.text:
        return script(message, context)
    payload = advise(Situation("bullying", "pupil"), people.NOW, "nl").as_payload()
    return Answer((Reply("Dit kan helpen.", None, (), payload),), Effects(), {}, "f")


@pytest.fixture(scope="module")
def service(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with reporters_service(migrated_file, tmp_path_factory.mktemp("reporter")) as running:
        running.engine.script = advising
        yield running


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Screen]:
    """A reporter's phone, with JavaScript and without."""
    with phone(browser) as context:
        yield Screen(context.new_page(), with_script=request.param)


def looks_at(screen: Screen, what: str, within: str = "html") -> None:
    """Hold what the reporter sees now to every rule."""
    assert screen.faults(within) == [], what


def begin(screen: Screen, service: Running, *said: str) -> Page:
    """Say something, each time until the bot answered."""
    screen.page.goto(service.base_url)
    for number, text in enumerate(said, 1):
        say(screen.page, text)
        expect(screen.page.locator("#turns .from-bot")).to_have_count(number)
    return screen.page


def open_all(page: Page) -> None:
    """Open whatever can be folded out, the menu excepted."""
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((it) => it.open = true)")


def fresh(screen: Screen) -> None:
    """Without script news comes with the next page."""
    if not screen.with_script:
        do(screen.page, "refresh")


def test_pages_to_read_when_listed_then_none_is_left_out(service: Running) -> None:
    routes = create_app(service.services, f"t{uuid4().hex}").router.routes
    there = {
        f"/{route.path}"
        for route in routes
        if BLUEPRINTS & set(route.name.split(".")) and "GET" in route.methods
    }
    assert {path for path in there if "<" not in path} == set(ADDRESSES)


@pytest.mark.parametrize("path", [*ADDRESSES, *FURTHER])
def test_page_to_read_keeps_nobody_out(browser: Browser, service: Running, path: str) -> None:
    with phone(browser) as context:
        screen = Screen(opened(context, service, path))
        open_all(screen.page)
        looks_at(screen, path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_last_page_keeps_nobody_out(browser: Browser, language: str) -> None:
    with phone(browser) as context:
        screen = Screen(context.new_page())
        said = last_page.unexpected(language)  # type: ignore[arg-type]
        screen.page.set_content(last_page.page(said, language))  # type: ignore[arg-type]
        looks_at(screen, "when all else fails")


def test_first_screen_and_talk_keep_nobody_out(screen: Screen, service: Running) -> None:
    page = begin(screen, service)
    looks_at(screen, "first screen")
    open_all(page)
    looks_at(screen, "first screen, with more")
    page.locator("#menu summary").click()
    looks_at(screen, "menu", "#menu")
    page = begin(screen, service, "ik wil dood", "advies")
    looks_at(screen, "a card, pinned, and buttons")
    open_all(page)
    looks_at(screen, "advice with everything open")
    page.locator("#menu summary").click()
    looks_at(screen, "menu in a talk", "#menu")
    page.locator("#menu summary").click()
    do(page, "picture")
    expect(page.get_by_role("heading", name=words("picture.title"))).to_be_visible()
    looks_at(screen, "a picture")


def test_code_note_and_erasing_keep_nobody_out(screen: Screen, service: Running) -> None:
    page = begin(screen, service, "ze pesten me elke dag")
    do(page, "code")
    expect(page.locator("#code .code li, .code li").first).to_be_visible()
    looks_at(screen, "code")
    do(page, "back")
    do(page, "note")
    title = page.get_by_role("heading", name=words("note.title"), exact=True)
    expect(title).to_be_visible(timeout=PATIENCE_MS)
    open_all(page)
    looks_at(screen, "what stands in the note")
    page.get_by_label("ze pesten me elke dag").check()
    do(page, "note-see")
    page.locator(".paper:visible").fill("Sanne van 3b slaat me")
    if not screen.with_script:
        do(page, "note-check")
    expect(page.get_by_text(words("note.found.name", words="Sanne"))).to_be_visible()
    looks_at(screen, "the note")
    do(page, "back")
    do(page, "erase")
    looks_at(screen, "erasing")
    do(page, "erase-yes")
    expect(page.get_by_text(words("erase.done"))).to_be_visible()
    looks_at(screen, "erased")


def test_coming_back_keeps_nobody_out(screen: Screen, service: Running) -> None:
    page = begin(screen, service)
    do(page, "return")
    page.get_by_label(words("code.enter.label")).fill("fietzz")
    looks_at(screen, "the way back")
    do(page, "return-go")
    expect(page.locator("[role=alert]:visible").first).to_be_visible()
    looks_at(screen, "a code that is none")


class Teams:
    """A school's counsellor and an inspector."""

    def __init__(self, service: Running) -> None:
        with service.services.store.session(writing=True) as db:
            (near,) = people.team(db, "Samira", called="Team van school")
            (far,) = people.team(db, "Inge", called="Inspectie", kind=TeamKind.INSPECTORATE)
        self._service, self.inspectors = service, str(far.team_id)
        self.samira: Seat = seat(service, near)

    def does(self, step: str, **form: str) -> None:
        """The counsellor does something in the talk that came last."""
        with self._service.services.store.session() as db:
            newest = select(Conversation.id).order_by(Conversation.last_message_at.desc())
            talk = db.execute(newest).scalars().first()
        assert self.samira.post(f"/console/c/{talk}/{step}", **form).status_code == 303


def test_person_reading_along_keeps_nobody_out(
    browser: Browser, migrated_file: Path, tmp_path: Path, screen: Screen
) -> None:
    with reporters_service(migrated_file, tmp_path) as service:
        teams = Teams(service)
        page = begin(screen, service, "ik word gepest")
        do(page, "human")
        expect(page.get_by_text(words("consent.shared"))).to_be_visible()
        looks_at(screen, "what a person would read")
        do(page, "human-yes")
        expect(page.locator("#strip")).to_contain_text(words("human.waiting"))
        looks_at(screen, "waiting")
        teams.does("claim")
        teams.does("say", message_id=uuid4().hex, text="Hoi, ik ben Samira.")
        fresh(screen)
        hears(page, "Hoi, ik ben Samira.")
        looks_at(screen, "a person")
        teams.does("propose", team=teams.inspectors, why="Zij kunnen je verder helpen.")
        fresh(screen)
        expect(page.locator("#proposed")).to_be_visible()
        looks_at(screen, "a proposal")
        do(page, "pass")
        expect(page.locator("form#pass")).to_be_visible()
        open_all(page)
        looks_at(screen, "what would be passed on")
        do(page, "pass-no")
        do(page, "refuse")
        looks_at(screen, "rather somebody else")
        do(page, "back")
        teams.does("close", outcome="helped")
        fresh(screen)
        expect(page.locator("#strip")).to_contain_text(words("human.closed"))
        looks_at(screen, "closed")


def test_talk_about_somebody_at_school_keeps_nobody_out(
    browser: Browser, migrated_file: Path, tmp_path: Path, screen: Screen
) -> None:
    with reporters_service(migrated_file, tmp_path) as service:
        Teams(service)
        page = begin(screen, service, "het gaat over mijn mentor")
        do(page, "human")
        page.get_by_label(words("ask.yes"), exact=True).check()
        looks_at(screen, "whom it is about")
        do(page, "human-yes")
        expect(page.locator("form#consent-school")).to_be_visible()
        open_all(page)
        looks_at(screen, "the school's own team")
        do(page, "pass-inspectors")
        expect(page.locator("form#pass")).to_be_visible()
        looks_at(screen, "to the inspectors")
