"""Proposing a team, the dossier of whoever it was passed on to, and the duty to report."""

from __future__ import annotations

import html
import re

import pytest

from bot import handover
from bot.access import Access
from bot.models import TeamKind
from bot.passing import consent, proposals, routing
from bot.passing.consent import Chosen
from tests.console.seats import Seat, alert, at, seat, waiting
from tests.support import people
from tests.support.passing import mark_of
from tests.support.service import Running

STAFF = "mijn leraar heeft me gezoend"


@pytest.fixture
def inge(service: Running, samira: Seat) -> Seat:
    """An inspector of a team of their own."""
    assert samira
    with service.services.store.session(writing=True) as db:
        (who,) = people.team(db, "Inge", called="z-inspectie", kind=TeamKind.INSPECTORATE)
    return seat(service, who)


def claimed(service: Running, samira: Seat, *said: str) -> Access:
    assert samira.who is not None
    with service.services.store.session(writing=True) as db:
        access = people.talk(db, *(said or ("een", "twee", "drie")))
        handover.ask(db, access, people.NOW, team_id=samira.who.team_id)
    samira.post(at(access, "note-duty"))
    samira.post(at(access, "claim"))
    return access


def agree(service: Running, access: Access, *turns: int, note: str = "") -> None:
    with service.services.store.session(writing=True) as db:
        consent.agree(db, access, mark_of(db, access), Chosen(turns, note), people.NOW)


def said(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'<p class="text" dir="auto">([^<]*)<', page)]


def test_propose_and_agree_makes_a_dossier_that_the_inspector_answers(
    service: Running, samira: Seat, inge: Seat
) -> None:
    access = claimed(service, samira)
    assert inge.who is not None
    page = samira.get(at(access, "pass-on")).text
    assert "vertrouwensinspecteurs" in page
    assert "0900 111 3 111" in page
    sent = samira.post(at(access, "propose"), team=str(inge.who.team_id), why="Zij helpen <beter>")
    assert sent.status_code == 303
    assert "De melder heeft nog niet gekozen" in samira.get(at(access)).text
    assert inge.get(at(access)).status_code == 404
    agree(service, access, 1, 3, note="Mijn briefje")
    assert samira.get(at(access)).status_code == 404
    shown = inge.get(at(access)).text
    for part in ("Mijn briefje", "Zij helpen &lt;beter&gt;", ">een<", ">drie<"):
        assert part in shown
    assert ">twee<" not in shown
    assert inge.post(at(access, "say"), text="Dag, ik ben Inge").status_code == 303
    assert ">Dag, ik ben Inge<" in inge.get(at(access)).text


def test_retract_takes_the_proposal_back(service: Running, samira: Seat, inge: Seat) -> None:
    access = claimed(service, samira)
    assert inge.who is not None
    samira.post(at(access, "propose"), team=str(inge.who.team_id))
    assert samira.post(at(access, "retract")).status_code == 303
    with service.services.store.session() as db:
        assert proposals.standing(db, access) is None
    assert "nog niet gekozen" not in samira.get(at(access)).text


@pytest.mark.parametrize("to", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_propose_a_team_that_is_not_there_proposes_nothing(
    service: Running, samira: Seat, to: str
) -> None:
    access = claimed(service, samira)
    assert samira.post(at(access, "propose"), team=to, why="waarom").status_code in {200, 409}
    with service.services.store.session() as db:
        assert proposals.standing(db, access) is None


def test_propose_with_too_long_words_keeps_them(service: Running, samira: Seat) -> None:
    access = claimed(service, samira)
    refused = samira.post(at(access, "propose"), team="file", why="lang " * 1000)
    assert refused.status_code == 413
    assert alert(refused)
    assert "lang lang" in refused.text


def test_passing_is_not_there_for_who_does_not_have_the_talk(
    service: Running, samira: Seat, bram: Seat, inge: Seat
) -> None:
    access = claimed(service, samira)
    for other in (bram, inge):
        for step in ("pass-on", "file"):
            assert other.get(at(access, step)).status_code in {404, 409}
        for step in ("propose", "retract"):
            assert other.post(at(access, step), team="file").status_code in {404, 409}
    with service.services.store.session() as db:
        assert proposals.standing(db, access) is None


@pytest.mark.parametrize(
    ("kind", "is_told"),
    [
        (TeamKind.SCHOOL, True),
        (TeamKind.BOARD, True),
        (TeamKind.REGION, False),
        (TeamKind.NATIONAL, False),
        (TeamKind.INSPECTORATE, False),
    ],
)
def test_duty_to_report_is_told_to_who_may_work_at_the_school(
    service: Running, kind: TeamKind, is_told: bool
) -> None:
    with service.services.store.session(writing=True) as db:
        (near,) = people.team(db, "Samira", called="a", kind=TeamKind.NATIONAL)
        (far,) = people.team(db, "Inge", called="b", kind=kind)
        access = people.talk(db, STAFF)
        handover.ask(db, access, people.NOW, team_id=near.team_id)
        handover.claim(db, near, access.id, people.NOW)
        proposals.propose(db, near, access.id, far.team_id, "", people.NOW)
        consent.agree(db, access, mark_of(db, access), Chosen((1,)), people.NOW)
    theirs = seat(service, far)
    first = theirs.get(at(access)).text
    assert ("Lees dit eerst" in first) is is_told
    assert (STAFF in first) is not is_told
    theirs.post(at(access, "note-duty"))
    assert STAFF in theirs.get(at(access)).text


def test_dossier_does_not_tell_the_duty_away(service: Running) -> None:
    """Nothing of the talk went along, and still the notice comes first."""
    with service.services.store.session(writing=True) as db:
        (near,) = people.team(db, "Samira", called="a", kind=TeamKind.NATIONAL)
        (far,) = people.team(db, "Inge", called="b")
        access = people.talk(db, STAFF)
        routing.tell(db, access, True)
        handover.ask(db, access, people.NOW, team_id=near.team_id)
        handover.claim(db, near, access.id, people.NOW)
        proposals.propose(db, near, access.id, far.team_id, "", people.NOW)
        consent.agree(db, access, mark_of(db, access), Chosen(()), people.NOW)
    page = seat(service, far).get(at(access)).text
    assert "Lees dit eerst" in page
    assert STAFF not in page


def test_waiting_talk_shows_no_button_to_pass_it_on(service: Running, samira: Seat) -> None:
    access = waiting(service.services)
    assert "pass-on" not in samira.get(at(access)).text
    samira.post(at(access, "claim"))
    assert "pass-on" in samira.get(at(access)).text
