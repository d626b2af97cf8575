"""Stepping back from a conversation in the console, and the admins' page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.models import Membership, Role
from bot.people import members
from tests.console.seats import Seat, at, waiting
from tests.support.service import Running


@pytest.fixture
def admin(service: Running, bram: Seat) -> Seat:
    """Bram, who also looks after the team."""
    assert bram.who is not None
    roles = frozenset({Role.ADMIN, Role.COUNSELLOR})
    with service.services.store.session(writing=True) as db:
        row = db.get_one(Membership, (bram.who.id, bram.who.team_id))
        row.roles = members.written(roles)
    return replace(bram, who=replace(bram.who, roles=roles))


def test_step_back_hides_a_conversation_at_once_and_a_colleague_goes_on(
    service: Running, samira: Seat, bram: Seat
) -> None:
    access = waiting(service.services, "Wiebelientje")
    samira.post(at(access, "claim"))
    assert "Ik ben hierbij betrokken" in samira.get(at(access)).text
    answer = samira.post(at(access, "step-back"))
    assert "Je ziet dit gesprek niet meer" in samira.get(answer.headers["location"]).text
    assert samira.get(at(access)).status_code == 404
    assert samira.get(at(access, "live"), accept="text/event-stream").status_code == 404
    assert samira.post(at(access, "say"), text="toch").status_code == 404
    assert str(access.id) not in samira.get().text
    page = bram.get(at(access)).text
    assert "Iemand van het team doet hier niet aan mee" in page
    assert "Wiebelientje" in page
    assert bram.post(at(access, "claim")).status_code == 303


def test_admin_lifts_it_and_sees_no_word(service: Running, samira: Seat, admin: Seat) -> None:
    access = waiting(service.services, "Wiebelientje")
    samira.post(at(access, "step-back"))
    page = admin.get("/console/stepped-back").text
    assert "Samira" in page
    assert "Wiebelientje" not in page
    assert samira.who is not None
    lifted = f"/console/stepped-back/{access.id}/{samira.who.id}/lift"
    assert samira.post(lifted).status_code == 404
    assert samira.get("/console/stepped-back").status_code == 404
    assert admin.post(lifted).status_code == 303
    assert samira.get(at(access)).status_code == 200
    assert "Samira</b>" not in admin.get("/console/stepped-back").text
