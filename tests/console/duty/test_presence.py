"""The overview of who is there, and what stands about duty on other pages."""

from __future__ import annotations

from datetime import time

from bot.duty import roster
from bot.duty.week import Slot
from bot.models import Team
from tests.console.seats import Clock, Seat, alert, at, waiting
from tests.support.service import Running

PRESENCE = "/console/presence"
FRIDAY = 4
ACUTE = "ik heb pillen genomen, ik wil dood"


def plan(service: Running, seat: Seat, opens: int, closes: int) -> None:
    """A slot of this Friday; it is seven past three."""
    assert seat.who is not None
    with service.services.store.session(writing=True) as db:
        slot = Slot(FRIDAY, time(opens), time(closes))
        roster.add(db, seat.who, slot, service.services.clock())


def limit(service: Running, seat: Seat, talks: int) -> None:
    """The team agrees on how many talks each of them has."""
    assert seat.who is not None
    with service.services.store.session(writing=True) as db:
        db.get_one(Team, seat.who.team_id).talks_each = talks


def row(page: str, name: str) -> str:
    """A colleague's line in the table."""
    return page.partition(f'<th scope="row">{name}</th>')[2].partition("</tr>")[0]


def test_overview_shows_who_is_there_with_how_many_talks(
    service: Running, samira: Seat, bram: Seat
) -> None:
    limit(service, samira, 1)
    access = waiting(service.services)
    samira.post(at(access, "claim"))
    bram.post("/console/duty", on_duty="no")
    page = samira.get(PRESENCE).text
    assert "1 van 1" in row(page, "Samira")
    assert "vol" in row(page, "Samira")
    assert "niet in dienst" in row(page, "Bram")
    assert "Er is nu niemand van ons team vrij. We weten niet wanneer" in page
    assert "maar niemand is in dienst met ruimte" in page
    bram.post("/console/duty", on_duty="yes")
    page = samira.get(PRESENCE).text
    assert "Er is nu iemand van het team." in page
    assert '<tr class="free"><th scope="row">Bram</th>' in page


def test_roster_stands_beside_the_switch_and_says_what_reporters_read(
    service: Running, samira: Seat, clock: Clock
) -> None:
    plan(service, samira, 13, 16)
    page = samira.get().text
    assert "ingeroosterd tot 16:00 uur" in page
    assert "Volgens het rooster is er nu niemand" not in page
    assert "rooster tot 16:00 uur" in row(samira.get(PRESENCE).text, "Samira")
    clock.forward(minutes=25)
    samira.get()
    clock.forward(minutes=29)
    page = samira.get().text
    assert "ingeroosterd tot" not in page
    assert "Volgens het rooster is er nu niemand" in page
    overview = samira.get(PRESENCE).text
    assert "Volgens ons rooster is er vrijdag 27 november om 13 uur weer iemand." in overview
    assert "Het rooster heeft nu niemand." in overview


def test_those_who_wait_too_long_are_brought_up_above_the_queue(
    service: Running, samira: Seat
) -> None:
    waiting(service.services)
    assert "wacht al langer" not in samira.get().text
    assert samira.who is not None
    with service.services.store.session(writing=True) as db:
        db.get_one(Team, samira.who.team_id).answer_days = -1
    assert "1 gesprek wacht al langer dan -1 dagen op een eerste antwoord." in samira.get().text


def test_claim_at_the_limit_is_told_and_an_acute_one_can_be_taken_all_the_same(
    service: Running, samira: Seat
) -> None:
    limit(service, samira, 1)
    first, calm, acute = (waiting(service.services, text) for text in ("een", "twee", ACUTE))
    samira.post(at(first, "claim"))
    refused = samira.post(at(calm, "claim"))
    assert (refused.status_code, "Je hebt er nu 1: zoveel" in alert(refused)) == (409, True)
    assert "beyond_limit" not in refused.text
    asked = samira.post(at(acute, "claim"))
    assert asked.status_code == 409
    assert 'name="beyond_limit" value="yes"' in asked.text
    assert samira.post(at(acute, "claim"), beyond_limit="yes").status_code == 303
    assert samira.post(at(calm, "claim"), beyond_limit="yes").status_code == 409
    kept = samira.post(at(calm, "say"), text="Ik ben er zo.")
    assert kept.status_code == 409
    assert "Ik ben er zo.</textarea>" in kept.text
