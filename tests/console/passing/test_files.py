"""The file for the inspectorate, as a counsellor makes and downloads it."""

from __future__ import annotations

import io
import zipfile

import pyrage
import pytest

from bot.access import Access
from bot.models import StaffSession
from bot.passing import consent, proposals
from bot.passing.consent import Chosen
from tests.console.seats import Seat, alert, at, waiting
from tests.support import people
from tests.support.passing import mark_of
from tests.support.service import Running


@pytest.fixture
def agreed(service: Running, samira: Seat) -> Access:
    """A talk of which the reporter lets the first turn go."""
    access = waiting(service.services, "Wiebelientje", "Hadewych")
    samira.post(at(access, "claim"))
    assert samira.who is not None
    samira.post(at(access, "propose"), team="file")
    with service.services.store.session(writing=True) as db:
        consent.agree(db, access, mark_of(db, access), Chosen((1,)), people.NOW)
    return access


def test_file_is_made_for_a_key_and_opens_with_it(samira: Seat, agreed: Access) -> None:
    identity = pyrage.x25519.Identity.generate()
    assert "Publieke sleutel" in samira.get(at(agreed, "file")).text
    made = samira.post(at(agreed, "file"), recipient=str(identity.to_public()))
    assert made.headers["content-disposition"] == 'attachment; filename="dossier.zip.age"'
    assert made.headers["cache-control"] == "no-store"
    opened = pyrage.decrypt(made.content, [identity])
    with zipfile.ZipFile(io.BytesIO(opened)) as archive:
        told = archive.read("dossier.txt").decode()
    assert "Wiebelientje" in told
    assert "Hadewych" not in told


def test_file_is_not_made_before_the_reporter_agrees(service: Running, samira: Seat) -> None:
    access = waiting(service.services)
    samira.post(at(access, "claim"))
    samira.post(at(access, "propose"), team="file")
    for answer in (
        samira.get(at(access, "file")),
        samira.post(at(access, "file"), passphrase="vier losse paarden zwemmen"),
    ):
        assert answer.status_code == 409
        assert "geen bestand goedgevonden" in answer.text


def test_file_is_not_made_after_the_reporter_stopped_it(
    service: Running, samira: Seat, agreed: Access
) -> None:
    with service.services.store.session(writing=True) as db:
        consent.decline(db, agreed, mark_of(db, agreed), people.NOW)
        assert proposals.standing(db, agreed) is None
    refused = samira.post(at(agreed, "file"), passphrase="vier losse paarden zwemmen")
    assert refused.status_code == 409


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"recipient": "age1geensleutel"}, "geen publieke sleutel"),
        ({"passphrase": "kort"}, "wachtwoord"),
        ({}, "wachtwoord"),
    ],
)
def test_file_with_a_lock_that_does_not_hold_is_told(
    samira: Seat, agreed: Access, form: dict[str, str], told: str
) -> None:
    refused = samira.post(at(agreed, "file"), **form)
    assert refused.status_code in {422, 500}
    assert told in alert(refused).lower()


def test_file_asks_who_it_is_when_that_was_long_ago(
    service: Running, samira: Seat, agreed: Access
) -> None:
    with service.services.store.session(writing=True) as db:
        for row in db.query(StaffSession):
            row.confirmed_at = people.NOW.replace(year=2020)
    refused = samira.post(at(agreed, "file"), passphrase="vier losse paarden zwemmen")
    assert not refused.content.startswith(b"age-encryption")
