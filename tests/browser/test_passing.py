"""A talk is passed on to an inspector: the reporter reads all of it, chooses, and goes on there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from bot.desk import transcript
from bot.errors import UnknownConversation
from bot.member import Counsellor
from bot.models import Conversation, TeamKind
from tests.browser.reporters import do, hears, opened, phone, say, words
from tests.console.seats import Seat, seat
from tests.support import people
from tests.support.service import Running

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Teams:
    """A counsellor of the school and an inspector, each with a browser."""

    samira: Seat
    inge: Seat


@pytest.fixture
def teams(service: Running) -> Teams:
    with service.services.store.session(writing=True) as db:
        (near,) = people.team(db, "Samira", called="Team van school")
        (far,) = people.team(db, "Inge", called="De inspectie", kind=TeamKind.INSPECTORATE)
    return Teams(seat(service, near), seat(service, far))


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def with_script(request: pytest.FixtureRequest) -> bool:
    found: bool = request.param
    return found


@pytest.fixture
def context(browser: Browser, with_script: bool) -> Iterator[BrowserContext]:
    with phone(browser, with_script=with_script) as found:
        yield found


@pytest.fixture
def page(context: BrowserContext, service: Running) -> Page:
    return opened(context, service)


def address(service: Running) -> str:
    with service.services.store.session() as db:
        return f"/console/c/{db.execute(select(Conversation.id)).scalar_one()}"


def proposed(service: Running, teams: Teams, to: str) -> str:
    """The school's counsellor takes the talk and proposes a team. Returns its address."""
    talk = address(service)
    teams.samira.post(f"{talk}/claim")
    teams.samira.post(f"{talk}/propose", team=to, why="Zij kunnen je verder helpen.")
    return talk


def fresh(page: Page, with_script: bool) -> None:
    """Without script news comes with the next page."""
    if not with_script:
        do(page, "refresh")


def read_by(service: Running, who: Counsellor) -> list[str]:
    with service.services.store.session(writing=True) as db:
        talk_id = db.execute(select(Conversation.id)).scalar_one()
        view = transcript.for_counsellor(db, who, talk_id)
    return [turn.body.text for turn in view.turns]


def test_talk_is_passed_on_after_the_reporter_chose(
    service: Running, teams: Teams, page: Page, with_script: bool
) -> None:
    say(page, "ik word gepest")
    hears(page, "wie ben jij?")
    do(page, "human")
    page.get_by_label(words("ask.no"), exact=True).check()
    expect(page.locator("#consent .shared")).to_contain_text("ik word gepest")
    do(page, "human-yes")
    expect(page.locator("#strip")).to_contain_text(words("human.waiting"))
    assert isinstance(teams.inge.who, Counsellor)
    talk = proposed(service, teams, str(teams.inge.who.team_id))
    fresh(page, with_script)
    expect(page.locator("#proposed")).to_contain_text("De inspectie")
    do(page, "pass")

    step = page.locator("form#pass")
    expect(
        step.get_by_role("heading", name=words("pass.title", team="De inspectie"))
    ).to_be_visible()
    expect(step).to_contain_text("Zij kunnen je verder helpen.")
    expect(step).to_contain_text(words("pass.reads_no_more", team="Team van school"))
    expect(step).to_contain_text("0900 111 3 111")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with pytest.raises(UnknownConversation):
        read_by(service, teams.inge.who)
    step.get_by_label("wie ben jij?").uncheck()
    step.get_by_label(words("pass.note")).fill("Dit is mijn briefje.")
    do(page, "pass-yes")
    expect(page.locator("#notice")).to_have_text(words("pass.done", team="De inspectie"))

    assert read_by(service, teams.inge.who) == ["ik word gepest"]
    assert teams.samira.get(talk).status_code == 404
    assert "Dit is mijn briefje." in teams.inge.get(talk).text
    teams.inge.post(f"{talk}/say", text="Dag, ik ben Inge.")
    fresh(page, with_script)
    hears(page, "Dag, ik ben Inge.")


def test_note_that_was_made_before_stands_ready_to_go_along(
    service: Running, teams: Teams, page: Page, with_script: bool
) -> None:
    if not with_script:
        pytest.skip("without script a note travels in its own form alone")
    assert teams.inge.who is not None
    say(page, "ik word gepest")
    hears(page, "wie ben jij?")
    do(page, "note")
    page.get_by_label("ik word gepest").check()
    do(page, "note-see")
    expect(page.locator("#note-text .paper")).to_have_value(re.compile("ik word gepest"))
    do(page, "back")
    do(page, "human")
    do(page, "pass-inspectors")
    expect(page.get_by_label(words("pass.note"))).to_have_value(re.compile("ik word gepest"))


def test_reporter_can_look_say_no_and_talk_on(
    service: Running, teams: Teams, page: Page, with_script: bool
) -> None:
    say(page, "ik word gepest")
    hears(page, "wie ben jij?")
    do(page, "human")
    do(page, "human-yes")
    talk = proposed(service, teams, "file")
    fresh(page, with_script)
    do(page, "pass")
    expect(page.locator("form#pass")).to_contain_text(words("pass.file_answer"))
    do(page, "back")
    expect(page.locator("#proposed")).to_be_visible()
    do(page, "pass")
    do(page, "pass-no")
    expect(page.locator("#notice")).to_have_text(words("pass.declined"))
    expect(page.locator("#proposed")).to_be_hidden()
    assert teams.samira.get(talk).status_code == 200


def test_school_team_reads_nothing_before_it_is_chosen_twice(
    service: Running, teams: Teams, page: Page, with_script: bool
) -> None:
    say(page, "het gaat over mijn mentor")
    hears(page, "wie ben jij?")
    do(page, "human")
    page.get_by_label(words("ask.yes"), exact=True).check()
    do(page, "human-yes")
    step = page.locator("form#consent-school")
    expect(step).to_contain_text(words("ask.school_warning"))
    expect(step).to_contain_text(words("ask.inspectors"))
    assert teams.samira.get(address(service)).status_code == 404
    do(page, "pass-inspectors")
    expect(page.locator("form#pass")).to_contain_text(words("pass.no_bot"))
    do(page, "pass-yes")
    expect(page.locator("#strip")).to_contain_text(words("human.waiting"))
    assert teams.inge.get(address(service)).status_code == 200
    assert teams.samira.get(address(service)).status_code == 404
