"""Asking for a person without JavaScript: whom it is about, who would read along, and who not."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy.orm import Session

from bot.access import Access, by_token, parse_token
from bot.models import Conversation, State, TeamKind
from bot.passing import routing
from expertise import texts
from tests.connectors.webchat.tab import Page, Tab
from tests.console.seats import Seat, at, seat
from tests.support import people
from tests.support.engine import answer
from tests.support.service import Running

SCHOOL, BOARD, REGION, NATIONAL, INSPECTORATE = TeamKind


def words(key: str, **values: str) -> str:
    return texts.text(f"page.{key}", "nl", **values)


def access_of(session: Session, page: Page) -> Access:
    return by_token(session, parse_token(page.token), people.NOW.replace(year=2020))


def row_of(service: Running, page: Page) -> Conversation:
    with service.services.store.session() as session:
        row = session.get(Conversation, access_of(session, page).id)
        assert row is not None
        return row


def made(service: Running, *kinds: TeamKind) -> list[Seat]:
    with service.services.store.session(writing=True) as session:
        found = [people.team(session, f"in {kind}", called=kind, kind=kind)[0] for kind in kinds]
    return [seat(service, who) for who in found]


def chosen_team(page: Page) -> str:
    found = re.search(r'name="team" value="([^"]+)"(?: checked)', page.response.text)
    return found[1] if found else page.hidden("team")


def told(service: Running, page: Page, *, about_staff: bool) -> None:
    with service.services.store.session(writing=True) as session:
        routing.tell(session, access_of(session, page), about_staff)


def test_question_is_asked_where_nothing_told_it_and_a_team_is_of_the_school(
    service: Running, page: Page
) -> None:
    made(service, SCHOOL)
    page.send(action="say", text="ik word gepest")
    page.send(action="human")
    assert words("ask.question") in page.text
    assert words("ask.kind.school") in page.text


@pytest.mark.parametrize("about_staff", [True, False])
def test_question_is_not_asked_again_when_it_was_answered(
    service: Running, page: Page, about_staff: bool
) -> None:
    made(service, SCHOOL, NATIONAL)
    page.send(action="say", text="ik word gepest")
    told(service, page, about_staff=about_staff)
    page.send(action="human")
    assert words("ask.question") not in page.text


def test_no_question_where_no_team_is_of_the_school(service: Running, page: Page) -> None:
    made(service, NATIONAL)
    page.send(action="say", text="ik word gepest")
    page.send(action="human")
    assert words("ask.question") not in page.text
    assert words("ask.kind.national") in page.text


@pytest.mark.parametrize(
    ("about", "kind"), [("yes", BOARD), ("no", BOARD), ("skip", BOARD), ("", BOARD)]
)
def test_team_that_was_shown_is_the_team_that_reads(
    service: Running, page: Page, about: str, kind: TeamKind
) -> None:
    seats = made(service, SCHOOL, BOARD)
    page.send(action="say", text="ik word gepest")
    page.send(action="human")
    page.send(action="human-yes", about=about, team=chosen_team(page))
    row = row_of(service, page)
    assert row.state == State.WAITING
    assert row.team_id == next(s.who.team_id for s in seats if s.who and s.who.team_kind is kind)


def test_school_team_is_asked_about_once_more_when_it_is_about_staff(
    service: Running, page: Page
) -> None:
    (samira,) = made(service, SCHOOL)
    page.send(action="say", text="ik word gepest")
    page.send(action="human")
    team = chosen_team(page)
    page.send(action="human-yes", about="yes", team=team)
    assert words("ask.school_warning") in page.text
    assert "0900 111 3 111" in page.text
    assert "0800-0432" in page.text
    assert "in school" in page.text
    assert row_of(service, page).state == State.BOT
    page.send(action="back")
    assert row_of(service, page).state == State.BOT
    page.send(action="human")
    assert words("ask.school_warning") in page.text
    page.send(action="human-school", team=page.hidden("team"))
    row = row_of(service, page)
    assert row.state == State.WAITING
    assert samira.get(f"/console/c/{row.id}").status_code == 200


def test_somebody_who_is_ticked_does_not_get_to_see_it(service: Running, page: Page) -> None:
    with service.services.store.session(writing=True) as session:
        samira, bas = people.team(session, "Samira", "Bas")
    page.send(action="say", text="ik word gepest")
    told(service, page, about_staff=True)
    page.send(action="human")
    assert str(samira.id) in page.text
    page.send(action="human-school", team=page.hidden("team"), **{"not": str(samira.id)})
    address = f"/console/c/{row_of(service, page).id}"
    assert seat(service, samira).get(address).status_code == 404
    assert seat(service, bas).get(address).status_code == 200


@pytest.mark.parametrize("team", ["x", "00000000-0000-4000-8000-000000000000", ""])
def test_team_that_is_not_there_gets_nothing(service: Running, page: Page, team: str) -> None:
    made(service, SCHOOL)
    page.send(action="say", text="ik word gepest")
    told(service, page, about_staff=True)
    page.send(action="human-school", team=team)
    assert row_of(service, page).state == State.BOT
    assert page.response.status_code == 422


def test_yes_to_the_bot_is_answered_with_the_question_first(service: Running, page: Page) -> None:
    made(service, SCHOOL)
    service.engine.script = lambda message, context: answer("Ik haal iemand.", handover=True)
    page.send(action="say", text="ja graag")
    assert words("ask.first") in page.text
    assert "Ik haal iemand." not in page.text
    assert row_of(service, page).state == State.BOT
    assert words("ask.open") in page.text


def test_yes_to_the_bot_is_enough_where_it_is_about_a_pupil(service: Running, page: Page) -> None:
    made(service, SCHOOL)
    service.engine.script = lambda message, context: answer(
        "Ik haal iemand.", handover=True, offender="pupil"
    )
    page.send(action="say", text="ja graag")
    assert "Ik haal iemand." in page.text
    assert row_of(service, page).state == State.WAITING


def test_script_is_told_the_same_by_the_api(service: Running, tab: Tab, page: Page) -> None:
    made(service, SCHOOL)
    tab.say("mijn leraar heeft me gezoend")
    refused = tab.post("handover", {"action": "ask"})
    assert refused.status_code == 409
    assert refused.json()["message"] == words("ask.only_school")


def test_reporter_who_wants_another_counsellor_waits_again(service: Running, page: Page) -> None:
    (samira,) = made(service, NATIONAL)
    page.send(action="say", text="ik word gepest")
    page.send(action="human")
    page.send(action="human-yes", team=chosen_team(page))
    with service.services.store.session() as session:
        access = access_of(session, page)
    samira.post(at(access, "claim"))
    page.send(action="look")
    assert words("refuse.button", name="in national") in page.text
    page.send(action="refuse")
    assert html.unescape(words("refuse.title", name="in national")) in page.text
    page.send(action="refuse-yes")
    assert words("refuse.done") in page.text
    assert row_of(service, page).state == State.WAITING
    assert samira.get(at(access)).status_code == 404
