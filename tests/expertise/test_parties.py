from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from expertise.languages import LANGUAGES
from expertise.parties import parties, parties_from
from expertise.source import ContentError, load_folder

MONDAY = datetime(2026, 11, 16, tzinfo=timezone.utc)
WEEK = [MONDAY + timedelta(hours=hour) for hour in range(168)]
STAFF_ONLY = {"sv", "poraad", "voraad", "aob", "hvk", "ingrado", "consult_113"}

LINE = {
    "kind": "phone",
    "label": "Luisterlijn 0800-1234",
    "href": "tel:08001234",
    "confidence": "A",
    "verified": "2026-11",
    "source": "https://example.org",
}
WORDS = {"nl": "Hoi.", "a2": "Hoi.", "en": "Hi."}
PARTY: dict[str, Any] = {
    "name": "Luisterlijn",
    "roles": ["pupil"],
    "why": WORDS,
    "can": [WORDS],
    "cannot": [WORDS],
    "contacts": [LINE],
    "hours": {
        "slots": {"daily": ["09:00-17:00"]},
        "holidays": "open",
        "confidence": "A",
        "verified": "2026-11",
        "source": "https://example.org",
    },
}


def test_only_verified_lines_are_handed_out_at_any_hour_in_any_language() -> None:
    for party in parties().values():
        unverified = {
            (line.kind, line.href, line.label.nl)
            for line in party.contacts
            if line.evidence.confidence in "CX"
        }
        for at in WEEK:
            for line in party.shown_contacts():
                contact = line.at(at, "nl")
                assert (contact.kind, contact.href, contact.label) not in unverified


def test_lines_of_confidence_b_carry_their_year_in_every_language() -> None:
    for party in parties().values():
        for line in party.shown_contacts():
            for language in LANGUAGES:
                note = line.at(MONDAY, language).note or ""
                dated = line.evidence.verified[:4] in note
                assert dated is (line.evidence.confidence == "B"), (party.id, line.href)


def test_hours_that_were_not_verified_are_never_told() -> None:
    police = parties()["politie"]

    assert police.hours is not None
    assert police.hours.evidence.confidence == "C"
    assert police.is_open(MONDAY) is None
    assert police.next_change(MONDAY) is None
    assert police.opening(MONDAY, "nl") == "De openingstijden weten we niet zeker."


def test_website_alone_is_there_at_any_time() -> None:
    assert parties()["iia"].opening(MONDAY, "nl") == "De website kun je altijd lezen."


def test_anonymity_that_was_not_verified_is_never_told() -> None:
    raw = _with(PARTY, anonymous=WORDS | {"confidence": "C", "verified": "2020", "source": "x"})

    assert parties_from({"line": raw}, "x.yml")["line"].anonymous("nl") is None


def test_staff_only_parties_are_there_for_nobody_else() -> None:
    for party_id in STAFF_ONLY:
        assert parties()[party_id].roles == {"staff"}


@pytest.mark.parametrize("party_id", ["112", "113", "veiligthuis", "csg"])
def test_crisis_lines_answer_at_every_hour(party_id: str) -> None:
    party = parties()[party_id]

    assert party.crisis
    assert any(line.kind == "phone" for line in party.shown_contacts())
    assert all(party.is_open(at) for at in WEEK)


def test_numbers_dial_what_they_say() -> None:
    for party in parties().values():
        for line in party.contacts:
            if line.kind == "phone":
                said = "".join(c for c in line.label.nl if c.isdigit())
                assert said.endswith(line.href.removeprefix("tel:")), line.label.nl


def test_committees_say_that_they_are_slow_named_not_binding_and_chosen_once() -> None:
    for party in parties().values():
        if party.complaint:
            said = " ".join(sentence.nl for sentence in party.cannot)
            assert "niet bindend" in said
            assert "duurt lang" in said
            assert "één keer" in said
            assert (party.anonymous("nl") or "").startswith("Nee.")


def test_serves_unknown_sector_not_by_who_is_for_one_sector() -> None:
    laks = parties()["laks"]

    assert laks.serves("pupil", "vo")
    assert not laks.serves("pupil", "unknown")
    assert not laks.serves("pupil", "po")
    assert not laks.serves("parent", "vo")


def _with(party: dict[str, Any], **fields: object) -> dict[str, Any]:
    return deepcopy(party) | fields


def _line(**fields: object) -> list[dict[str, object]]:
    return [LINE | fields]


def _hours(**fields: object) -> dict[str, Any]:
    hours: dict[str, Any] = PARTY["hours"]
    return hours | fields


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"crisis": True, "contacts": _line(confidence="C")}, "crisis line without a verified"),
        ({"crisis": True, "contacts": []}, "crisis line without a verified"),
        ({"contacts": _line(confidence="D")}, r"line\.contacts\.0: has no confidence"),
        ({"contacts": _line(verified="")}, "does not say when"),
        ({"contacts": _line(source="")}, "has no source"),
        ({"contacts": _line(href="http://plain.example")}, "is no phone, chat or site"),
        ({"contacts": _line(kind="fax")}, "is no phone, chat or site"),
        ({"roles": ["visitor"]}, r"line\.roles"),
        ({"roles": []}, r"line\.roles"),
        ({"themes": ["gossip"]}, r"line\.themes"),
        ({"can": []}, r"line\.can: says nothing"),
        ({"why": {"nl": "Hoi", "en": "Hi"}}, r"line\.why: has no text in a2"),
        ({"hours": _hours(holidays="maybe")}, r"line\.hours: does not say whether"),
        ({"hours": _hours(slots={"mon": ["09:00-12:00", "11:00-13:00"]})}, "overlapping"),
    ],
)
def test_broken_party_names_file_and_key(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        parties_from({"line": _with(PARTY, **fields)}, "x.yml")


def test_sound_party_is_read() -> None:
    party = parties_from({"line": PARTY}, "x.yml")["line"]

    assert party.is_reachable()
    assert party.opening(MONDAY + timedelta(hours=10), "nl") == "Nu open tot 17:00 uur."


def test_every_file_of_parties_is_read() -> None:
    assert sum(len(raw) for _, raw in load_folder("parties")) == len(parties())
