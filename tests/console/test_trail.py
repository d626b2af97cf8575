"""The auditors' page: what was done, searched and paged, and of the own team alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import audit, vault
from bot.audit import Deed
from bot.audit_log import PAGE
from bot.member import Member
from bot.models import Membership, Role, Staff
from expertise import texts
from tests.console.seats import Seat, at, seat, waiting
from tests.support import people
from vertelmaar.settings import ROOT

if TYPE_CHECKING:
    from tests.support.service import Running


@pytest.fixture
def auditor(service: Running, samira: Seat) -> Seat:
    """Somebody of the same team who looks at what was done, and reads no word of any talk."""
    assert samira.who is not None
    who = Member(people.uuid4(), "Ada", samira.who.team_id, roles=frozenset({Role.AUDITOR}))
    public, _ = vault.new_pair()
    with service.services.store.session(writing=True) as db:
        db.add(Staff(id=who.id, name="Ada", salt=b"", sealed_secrets=b"", public_key=public))
        db.flush()
        db.add(Membership(staff_id=who.id, team_id=who.team_id, roles="auditor"))
    return seat(service, who)


def _rows(page: str) -> list[str]:
    return re.findall(r"<tr><td>(\d+)</td>", page)


def test_auditor_sees_who_took_which_step(service: Running, samira: Seat, auditor: Seat) -> None:
    access = waiting(service.services, "ze pesten me")
    samira.post(at(access, "claim"))
    page = auditor.get("/console/trail").text
    assert "nam een gesprek over" in page
    assert str(access.id) in page
    assert "ze pesten me" not in page


def test_search_narrows_by_person_deed_and_conversation(
    service: Running, samira: Seat, auditor: Seat
) -> None:
    access, other = waiting(service.services), waiting(service.services)
    samira.post(at(access, "claim"))
    for query in ("who=Samira&action=claimed", f"action=claimed&subject={access.id}"):
        assert len(_rows(auditor.get(f"/console/trail?{query}").text)) == 1
    assert _rows(auditor.get(f"/console/trail?action=claimed&subject={other.id}").text) == []
    assert _rows(auditor.get("/console/trail?until=2020-01-01").text) == []


@pytest.mark.parametrize(
    "query",
    ["since=gisteren", "before=-1", "before=%00", "who=%00", "subject=%3Cb%3E", "before=9e9"],
)
def test_search_for_nonsense_is_answered_calmly(auditor: Seat, query: str) -> None:
    response = auditor.get(f"/console/trail?{query}")
    assert response.status_code == 200
    assert "<b>" not in response.text


def test_older_ones_are_a_page_away_with_the_same_search(service: Running, auditor: Seat) -> None:
    assert auditor.who is not None
    with service.services.store.session(writing=True) as db:
        for _ in range(PAGE + 5):
            audit.note(db, Deed("logout", auditor.who.team_id), service.services.clock())
    page = auditor.get("/console/trail?action=logout").text
    assert len(_rows(page)) == PAGE
    (older,) = re.findall(r'class="button" href="([^"]+)"', page)
    assert len(_rows(auditor.get(older.replace("&amp;", "&")).text)) == 5


def test_every_deed_that_the_code_notes_has_a_name_for_people() -> None:
    code = "".join(path.read_text() for path in sorted(Path(ROOT, "bot").rglob("*.py")))
    deeds = set(re.findall(r'Deed\(\s*"(\w+)"', code))
    deeds |= set(re.findall(r'_note\(\s*session,\s*"(\w+)"', code))
    assert len(deeds) > 20
    assert [each for each in deeds if not texts.text(f"console.deed.{each}", "nl")] == []
