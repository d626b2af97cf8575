"""What a team agrees on, as its admins fill it in."""

from __future__ import annotations

from bot.duty import agreements
from bot.duty.agreements import Agreements
from tests.console.seats import Clock, Seat, alert
from tests.support.service import Running

AGREEMENTS = "/console/agreements"
FORM = {"keep_days": "60", "claim_minutes": "30", "answer_days": "5", "talks_each": "3"}


def agreed(service: Running, seat: Seat) -> Agreements:
    """What holds now."""
    assert seat.who is not None
    with service.services.store.session() as db:
        return agreements.of_team(db, seat.who.team_id)


def test_admin_changes_what_the_team_agrees_on(service: Running, samira: Seat) -> None:
    assert 'value="90"' in samira.get(AGREEMENTS).text
    answer = samira.post(AGREEMENTS, **FORM)
    assert answer.headers["location"] == f"{AGREEMENTS}?done=changed"
    assert "De afspraken zijn opgeslagen." in samira.get(answer.headers["location"]).text
    assert agreed(service, samira) == Agreements(60, 30, 5, 3)
    samira.post(AGREEMENTS, **{**FORM, "talks_each": ""})
    assert agreed(service, samira).talks_each is None


def test_number_out_of_bounds_is_told_by_its_field_and_nothing_changes(
    service: Running, samira: Seat
) -> None:
    answer = samira.post(AGREEMENTS, **{**FORM, "keep_days": "365"})
    assert answer.status_code == 422
    assert alert(answer).startswith("Afgesloten gesprekken bewaren (dagen): vul een getal in van 7")
    assert 'value="365"' in answer.text
    assert agreed(service, samira) == Agreements(90, 60, 7, None)


def test_only_admins_who_showed_who_they_are_change_it(
    service: Running, samira: Seat, bram: Seat, clock: Clock
) -> None:
    assert bram.get(AGREEMENTS).status_code == 404
    assert bram.post(AGREEMENTS, **FORM).status_code == 404
    clock.forward(minutes=6)
    samira.post(AGREEMENTS, **FORM)
    assert agreed(service, samira) == Agreements(90, 60, 7, None)
