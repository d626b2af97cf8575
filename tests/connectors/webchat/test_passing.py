"""The page on which a reporter chooses what is passed on, without JavaScript."""

from __future__ import annotations

import re

import pytest

from bot.access import Access, by_token, parse_token
from bot.desk import transcript
from bot.engine import Answer, Effects, Reply
from bot.errors import UnknownConversation
from bot.member import Counsellor
from bot.models import State, TeamKind
from bot.passing import proposals
from expertise import texts
from expertise.advice import Situation, advise
from tests.connectors.webchat.tab import Page, Tab
from tests.console.seats import Seat, at, seat
from tests.support import people
from tests.support.service import Running

WHY = "Zij helpen <beter> dan ik"


def words(key: str, **values: str) -> str:
    return texts.text(f"page.{key}", "nl", **values)


def access_of(service: Running, page: Page) -> Access:
    with service.services.store.session() as session:
        return by_token(session, parse_token(page.token), people.NOW.replace(year=2020))


@pytest.fixture
def inge(service: Running) -> Counsellor:
    """An inspector."""
    with service.services.store.session(writing=True) as session:
        (who,) = people.team(session, "Inge", called="De inspectie", kind=TeamKind.INSPECTORATE)
    return who


@pytest.fixture
def samira(service: Running) -> Seat:
    """A counsellor of a national team."""
    with service.services.store.session(writing=True) as session:
        (who,) = people.team(session, "Samira", called="Het land", kind=TeamKind.NATIONAL)
    return seat(service, who)


@pytest.fixture
def talked(service: Running, page: Page, samira: Seat) -> Page:
    """A talk that Samira has."""
    page.send(action="say", text="Wiebelientje was er")
    page.send(action="say", text="Hadewych ook")
    page.send(action="human-yes")
    samira.post(at(access_of(service, page), "claim"))
    return page


def proposed(service: Running, page: Page, samira: Seat, to: str) -> Page:
    samira.post(at(access_of(service, page), "propose"), team=to, why=WHY)
    page.send(action="refresh")
    assert words("pass.look") in page.text
    return page.send(action="pass")


def ticked(page: Page) -> list[str]:
    return re.findall(r'name="pass_turn" value="(\d+)" checked', page.response.text)


def read_by(service: Running, who: Counsellor, access: Access) -> list[str]:
    with service.services.store.session(writing=True) as session:
        view = transcript.for_counsellor(session, who, access.id)
    return [turn.body.text for turn in view.turns]


def test_page_shows_all_that_would_go_to_whom_and_what_changes(
    service: Running, talked: Page, samira: Seat, inge: Counsellor
) -> None:
    page = proposed(service, talked, samira, str(inge.team_id))
    for said in (
        words("pass.title", team="De inspectie"),
        words("pass.nothing_yet"),
        words("pass.reads_no_more", team="Het land"),
        WHY,
        "Wiebelientje was er",
        "bot:Hadewych ook",
        "Uitzoeken wat er gebeurd is of zelf ingrijpen.",
        "0900 111 3 111",
    ):
        assert said in page.text
    assert ticked(page) == ["1", "2", "3", "4"]
    with pytest.raises(UnknownConversation):
        read_by(service, inge, access_of(service, page))


def test_yes_passes_on_what_was_ticked_and_nothing_else(
    service: Running, talked: Page, samira: Seat, inge: Counsellor
) -> None:
    page = proposed(service, talked, samira, str(inge.team_id))
    access, mark = access_of(service, page), page.hidden("mark")
    page.send(action="pass-yes", mark=mark, pass_turn="3", pass_note="Mijn briefje")
    assert words("pass.done", team="De inspectie") in page.text
    assert words("human.waiting") in page.text
    assert read_by(service, inge, access) == ["Hadewych ook"]
    assert samira.get(at(access)).status_code == 404
    page.send(action="say", text="nog iets")
    assert read_by(service, inge, access) == ["Hadewych ook", "nog iets"]
    page.send(action="withdraw")
    assert words("human.withdrawn") in page.text
    with pytest.raises(UnknownConversation):
        read_by(service, inge, access)


def test_no_passes_nothing_on(
    service: Running, talked: Page, samira: Seat, inge: Counsellor
) -> None:
    page = proposed(service, talked, samira, str(inge.team_id))
    page.send(action="pass-no", mark=page.hidden("mark"))
    assert words("pass.declined") in page.text
    assert words("pass.look") not in page.text
    assert samira.get(at(access_of(service, page))).status_code == 200
    with pytest.raises(UnknownConversation):
        read_by(service, inge, access_of(service, page))


@pytest.mark.parametrize("mark", ["", "x", "een oud teken"])
def test_yes_to_something_else_than_was_shown_passes_nothing_on(
    service: Running, talked: Page, samira: Seat, inge: Counsellor, mark: str
) -> None:
    page = proposed(service, talked, samira, str(inge.team_id))
    page.send(action="pass-yes", mark=mark, pass_turn="1")
    assert words("pass.gone") in page.text
    assert page.response.status_code == 422
    with pytest.raises(UnknownConversation):
        read_by(service, inge, access_of(service, page))


def test_proposal_that_was_taken_back_is_told(
    service: Running, talked: Page, samira: Seat, inge: Counsellor
) -> None:
    page = proposed(service, talked, samira, str(inge.team_id))
    mark = page.hidden("mark")
    samira.post(at(access_of(service, page), "retract"))
    page.send(action="pass-yes", mark=mark, pass_turn="1")
    assert words("pass.gone") in page.text
    page.send(action="pass")
    assert words("pass.gone") in page.text


def test_words_that_are_too_long_stay_with_what_was_chosen(
    service: Running, talked: Page, samira: Seat, inge: Counsellor
) -> None:
    page = proposed(service, talked, samira, str(inge.team_id))
    page.send(action="pass-yes", mark=page.hidden("mark"), pass_turn="2", pass_note="lang " * 4001)
    assert page.response.status_code == 422
    assert words("pass.too_long", limit="20000") in page.text
    assert "lang lang" in page.kept
    assert ticked(page) == ["2"]


def test_words_about_danger_get_their_card(
    service: Running, talked: Page, samira: Seat, inge: Counsellor
) -> None:
    page = proposed(service, talked, samira, str(inge.team_id))
    page.send(action="pass-yes", mark=page.hidden("mark"), pass_note="ik wil dood")
    assert 'id="card-' in page.text


def test_bot_brings_up_the_inspectors_where_it_advises_them_and_only_once(
    service: Running, page: Page, inge: Counsellor
) -> None:
    situation = Situation("sexual_misconduct", "pupil", "staff")
    advised = advise(situation, people.NOW, "nl").as_payload()
    assert "vi" in (party["id"] for party in (advised["main"], *advised["others"]))
    reply = Reply("Kijk", payload=advised)
    service.engine.script = lambda message, context: Answer((reply,), Effects(), {}, "fake")
    page.send(action="say", text="een")
    assert words("pass.proposed_bot", team="De inspectie") in page.text
    page.send(action="pass")
    page.send(action="pass-no", mark=page.hidden("mark"))
    page.send(action="say", text="twee")
    assert words("pass.look") not in page.text
    page.send(action="pass-inspectors")
    access = access_of(service, page)
    page.send(action="pass-yes", mark=page.hidden("mark"), pass_turn="1")
    assert read_by(service, inge, access) == ["een"]


def test_file_leaves_the_talk_where_it_is_and_can_be_stopped(
    service: Running, talked: Page, samira: Seat
) -> None:
    page = proposed(service, talked, samira, "file")
    for said in (words("pass.file_answer"), "0900 111 3 111", "Het land"):
        assert said in page.text
    access = access_of(service, page)
    page.send(action="pass-yes", mark=page.hidden("mark"), pass_turn="1")
    assert words("pass.done_file") in page.text
    assert words("pass.agreed") in page.text
    assert "Maak het bestand" in samira.get(at(access)).text
    page.send(action="pass")
    assert words("pass.stop") in page.text
    page.send(action="pass-no", mark=page.hidden("mark"))
    with service.services.store.session() as session:
        assert proposals.standing(session, access) is None
    assert "Maak het bestand" not in samira.get(at(access)).text


def test_script_gets_the_proposal_with_the_view(
    service: Running, tab: Tab, samira: Seat, inge: Counsellor
) -> None:
    tab.say("een")
    tab.answered()
    assert tab.view()["proposal"] is None
    assert tab.post("handover", {"action": "ask"}).json()["state"] == State.WAITING
    with service.services.store.session() as session:
        access = by_token(session, parse_token(tab.token), people.NOW.replace(year=2020))
    samira.post(at(access, "claim"))
    with tab.news(after=99) as news:
        next(news)
        samira.post(at(access, "propose"), team=str(inge.team_id))
        view = next(view for event, view in news if event == "view" and view["proposal"])
    assert "Samira" in view["proposal"]["text"]
    assert "De inspectie" in view["proposal"]["text"]
