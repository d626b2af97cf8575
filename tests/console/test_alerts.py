from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.mail import Kind, choices
from bot.models import MailChoice
from console import rights
from tests.console.seats import Seat, alert

if TYPE_CHECKING:
    from tests.console.seats import Clock
    from tests.support.service import Running

ADDRESS = "samira@school.example"


@pytest.fixture(autouse=True)
def with_mail(service: Running) -> None:
    """E-mails could be sent, were there somebody to send them."""
    object.__setattr__(service.services, "has_mail", True)


def code_of(service: Running, seat: Seat) -> str:
    """The code that stands in the e-mail."""
    assert seat.who is not None
    with service.services.store.session() as db:
        return db.get_one(MailChoice, seat.who.id).code or ""


def test_address_is_kept_once_its_code_was_typed(service: Running, samira: Seat) -> None:
    saved = samira.post("/console/alerts", address=ADDRESS, acute="yes", waiting="yes")
    assert (saved.status_code, saved.headers["location"]) == (303, "/console/alerts?done=saved")
    page = samira.get("/console/alerts").text
    assert ADDRESS in page
    assert page.count(" checked") == 2
    assert "Bevestig je adres" in page
    wrong = samira.post("/console/alerts/confirm", code="nee")
    assert wrong.status_code == 422
    assert "klopt niet" in alert(wrong)
    right = samira.post("/console/alerts/confirm", code=code_of(service, samira))
    assert right.headers["location"] == "/console/alerts?done=confirmed"
    assert samira.who is not None
    with service.services.store.session() as db:
        found = choices.of(db, samira.who.id)
    assert found == choices.Choice(ADDRESS, None, frozenset({Kind.ACUTE, Kind.WAITING}))
    assert "Bevestigd." in samira.get("/console/alerts").text


def test_wrong_address_is_told_and_what_was_chosen_stays(samira: Seat) -> None:
    refused = samira.post("/console/alerts", address='samira"><b>', overdue="yes")
    assert refused.status_code == 422
    assert "geen e-mailadres" in alert(refused)
    assert 'value="samira&#34;&gt;&lt;b&gt;"' in refused.text
    assert 'name="overdue" value="yes" checked' in refused.text


def test_second_code_waits_a_minute_so_that_nobody_can_be_flooded(
    service: Running, samira: Seat, clock: Clock
) -> None:
    samira.post("/console/alerts", address=ADDRESS)
    first = code_of(service, samira)
    refused = samira.post("/console/alerts/code")
    assert (refused.status_code, code_of(service, samira)) == (429, first)
    clock.forward(minutes=2)
    assert samira.post("/console/alerts/code").status_code == 303


def test_without_a_mail_server_the_page_says_so(service: Running, samira: Seat) -> None:
    object.__setattr__(service.services, "has_mail", False)
    page = samira.get("/console/alerts").text
    assert "E-mail is hier niet ingesteld" in page
    assert 'name="address"' not in page


@pytest.mark.parametrize("route", ["alerts", "choose_alerts", "confirm_address", "send_code_again"])
def test_page_is_for_those_who_read_conversations(route: str) -> None:
    assert rights.RIGHTS[route] == rights.READERS
