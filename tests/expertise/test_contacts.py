from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timezone
from typing import Any

import pytest

from expertise.contacts import ContactLine, line_from
from expertise.languages import LANGUAGES
from expertise.parties import parties
from expertise.verifications import Outcome, Verification

MONDAY_NOON = datetime(2026, 11, 16, 11, tzinfo=timezone.utc)
RAW: dict[str, Any] = {
    "kind": "chat",
    "label": "Chat op luister.nl",
    "href": "https://luister.nl",
    "confidence": "B",
    "verified": "2021",
    "source": "https://example.org",
    "hours": {"slots": {"mon-fri": ["09:00-17:00"]}, "holidays": "closed"},
}


def _line(**fields: object) -> ContactLine:
    return line_from(RAW | fields, "x.yml", "luister.contacts.0")


def _tried(outcome: Outcome, on: date = date(2026, 11, 20)) -> Verification:
    return Verification("luister", "https://luister.nl", outcome, "SJ", on)


def test_number_that_costs_money_says_so_without_anybody_writing_it() -> None:
    charged = _line(kind="phone", href="tel:09001234", hours={}, confidence="A")

    assert charged.at(MONDAY_NOON, "nl").note == "0900 kost geld"
    assert charged.at(MONDAY_NOON, "a2").note == "Dit nummer kost geld"


def test_every_0900_number_that_is_handed_out_says_what_it_costs() -> None:
    for party in parties().values():
        for line in party.shown_contacts():
            for language in LANGUAGES:
                note = line.at(MONDAY_NOON, language).note or ""
                costs = "kost geld" in note or "costs money" in note
                assert costs is line.href.startswith("tel:0900"), (party.id, line.href)


def test_line_that_was_not_called_says_its_year_once() -> None:
    note = _line().at(MONDAY_NOON, "nl").note

    assert note == "Nu open tot 17:00 uur. Gegevens uit 2021, nog niet nagebeld"


def test_line_that_works_is_as_sure_as_the_call_while_its_hours_stay_as_old_as_they_are() -> None:
    line = _line(note={"nl": "gratis", "a2": "gratis", "en": "free"}).after(_tried("works"))

    assert (line.evidence.confidence, line.evidence.verified) == ("A", "2026-11-20")
    assert line.checked == _tried("works")
    assert line.at(MONDAY_NOON, "nl").note == (
        "gratis. Nu open tot 17:00 uur. Gegevens uit 2021, nog niet nagebeld"
    )


@pytest.mark.parametrize("outcome", ["changed", "gone"])
def test_line_that_no_longer_works_is_not_handed_out(outcome: Outcome) -> None:
    line = _line(confidence="A").after(_tried(outcome))

    assert line.evidence.confidence == "X"
    assert not line.evidence.shown


@pytest.mark.parametrize(
    ("verified", "counts"),
    [("2026", True), ("2026-11", True), ("2026-11-20", True), ("2026-11-21", False)],
)
def test_evidence_in_the_content_that_is_newer_outweighs_the_call(
    verified: str, counts: bool
) -> None:
    written = _line(confidence="X", verified=verified)
    line = written.after(_tried("works"))

    assert line.evidence.shown is counts
    assert (line == written) is not counts


def test_line_nobody_tried_stays_as_it_was_written() -> None:
    assert _line().after(None) == _line()


def test_hours_nobody_verified_are_never_told() -> None:
    line = _line().after(_tried("works"))
    assert line.hours is not None
    guessed = replace(line.hours, evidence=replace(line.hours.evidence, confidence="C"))

    assert replace(line, hours=guessed).at(MONDAY_NOON, "nl").note is None


@pytest.mark.parametrize(
    ("kind", "href"),
    [
        ("phone", "tel:112"),
        ("mail", "mailto:info@gcbo.nl"),
        ("form", "https://www.example.org/form"),
        ("forum", "https://example.org"),
    ],
)
def test_address_that_fits_its_kind_is_read(kind: str, href: str) -> None:
    assert _line(kind=kind, href=href).href == href
