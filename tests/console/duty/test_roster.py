"""The roster's page: planning, closing, and being told kindly what cannot be."""

from __future__ import annotations

import re

import pytest

from bot.duty import roster
from bot.models import AuditEntry
from tests.console.seats import Seat, alert
from tests.support.service import Running

ROSTER = "/console/roster"
MORNING = {"weekday": "mon", "opens": "08:30", "closes": "12:00"}


def slots(page: str) -> list[str]:
    """What is planned, as it stands on the page."""
    found = re.findall(r'<div class="slot"><span>(.*?)</span>\n', page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", each) for each in found]


def add(seat: Seat, **form: str) -> str:
    """Plan a slot; returns what the page then says went wrong."""
    answer = seat.post(f"{ROSTER}/add-slot", **form)
    assert answer.status_code in (303, 422)
    return alert(answer)


def test_several_slots_a_day_are_planned_and_removed(samira: Seat, bram: Seat) -> None:
    assert "Er is nog geen rooster" in samira.get(ROSTER).text
    assert not add(samira, **MORNING)
    assert not add(samira, weekday="mon", opens="13.00", closes="16 uur")
    assert bram.who is not None
    assert not add(samira, weekday="fri", opens="22:00", closes="2", staff=str(bram.who.id))
    page = bram.get(ROSTER).text
    assert slots(page) == [
        "08:30–12:00 Wie er kan", "13:00–16:00 Wie er kan", "22:00–02:00 de volgende dag Bram",
    ]  # fmt: skip
    assert "/remove" not in page
    first = re.findall(rf"{ROSTER}/[0-9a-f-]+/remove", samira.get(ROSTER).text)[0]
    samira.post(first)
    samira.post(first)
    assert len(slots(samira.get(ROSTER).text)) == 2


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"opens": "9:00", "closes": "13:00"}, "valt samen met de dienst van 08:30 tot 12:00"),
        ({"opens": "9:00", "closes": "9:00"}, "begint en eindigt op dezelfde tijd"),
        ({"opens": "17:00", "closes": "08:00"}, "Staan de tijden andersom?"),
        ({"opens": "half negen", "closes": "12:00"}, "Typ een tijd als 08:30"),
        ({"opens": "24:30", "closes": "12:00"}, "Typ een tijd als 08:30"),
        ({"opens": "8:75", "closes": "12:00"}, "Typ een tijd als 08:30"),
        ({"weekday": "someday"}, "Kijk de dag, de tijden en de naam na"),
        ({"staff": "x"}, "Kijk de dag, de tijden en de naam na"),
        ({"staff": "00000000-0000-0000-0000-000000000000"}, "Kijk de dag, de tijden en de naam"),
    ],
)
def test_slot_that_cannot_be_is_told_kindly_and_kept_in_the_form(
    samira: Seat, form: dict[str, str], told: str
) -> None:
    add(samira, **MORNING)
    answer = samira.post(f"{ROSTER}/add-slot", **{**MORNING, **form})
    assert answer.status_code == 422
    assert told in alert(answer)
    if "opens" in form:
        assert f'value="{form["opens"]}"' in answer.text
    assert len(slots(answer.text)) == 1


def test_days_are_closed_and_taken_back(samira: Seat, bram: Seat) -> None:
    samira.post(f"{ROSTER}/close-days", first="2026-12-28", last="31-12-2026")
    assert slots(bram.get(ROSTER).text) == ["maandag 28 december tot en met donderdag 31 december"]
    samira.post(f"{ROSTER}/close-days", first="2027-02-15", last="")
    assert slots(samira.get(ROSTER).text)[1:] == ["maandag 15 februari"]
    samira.post(f"{ROSTER}/reopen-days", first="2026-12-28", last="2026-12-31")
    assert slots(samira.get(ROSTER).text) == ["maandag 15 februari"]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2026-11-01", "", "al voorbij"),
        ("2026-12-02", "2026-12-01", "ligt voor de eerste"),
        ("2026-12-01", "2028-12-01", "Kijk het jaar na"),
        ("morgen", "", "Typ een dag als 24-12-2026"),
        ("2026-02-30", "", "Typ een dag als 24-12-2026"),
        ("31-02-2027", "", "Typ een dag als 24-12-2026"),
    ],
)
def test_days_that_cannot_be_closed_are_told_kindly(
    samira: Seat, first: str, last: str, told: str
) -> None:
    answer = samira.post(f"{ROSTER}/close-days", first=first, last=last)
    assert told in alert(answer)
    assert slots(answer.text) == []


def test_holidays_to_come_are_shown(samira: Seat) -> None:
    page = samira.get(ROSTER).text
    assert 'vrijdag 25 december: <span lang="nl">Eerste kerstdag</span>' in page


@pytest.mark.parametrize("step", ["add-slot", "close-days", "reopen-days"])
def test_whoever_is_no_admin_changes_nothing(service: Running, bram: Seat, step: str) -> None:
    answer = bram.post(f"{ROSTER}/{step}", **MORNING, first="2026-12-28", last="2026-12-28")
    assert answer.status_code == 404
    assert bram.who is not None
    with service.services.store.session() as db:
        assert roster.slots_of(db, bram.who.team_id) == []
        assert (
            not db.query(AuditEntry).filter_by(actor=str(bram.who.id), action="days_reopened").all()
        )
