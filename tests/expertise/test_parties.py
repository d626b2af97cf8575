from __future__ import annotations

import shutil
from copy import deepcopy
from datetime import date, datetime, timedelta, timezone
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from expertise import source
from expertise.languages import LANGUAGES
from expertise.parties import directory, parties, parties_from
from expertise.source import CONTENT, ContentError, load, load_folder
from expertise.verifications import Verification
from tests.expertise.reviewed import sentences

MONDAY = datetime(2026, 11, 16, tzinfo=timezone.utc)
WEEK = [MONDAY + timedelta(hours=hour) for hour in range(168)]
STAFF_ONLY = {"sv", "poraad", "voraad", "aob", "hvk", "ingrado", "rutgers", "consult_113"}

LINE = {
    "kind": "phone",
    "label": "Luisterlijn 0800-1234",
    "href": "tel:08001234",
    "confidence": "A",
    "verified": "2026-11",
    "source": "https://example.org",
}
WORDS = {"nl": "Hoi.", "a2": "Hoi.", "en": "Hi."}
EVIDENCE = {"confidence": "B", "verified": "2021", "source": "https://example.org"}
FACT = WORDS | EVIDENCE
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


def test_facts_are_told_with_their_label_in_order_of_a_decision() -> None:
    assert parties()["lkc"].facts("nl") == (
        ("Voor wie", "Voor iedereen. Op de basisschool dient een ouder de klacht in."),
        ("Hoe lang het duurt", "Lang. Hoeveel weken weten we niet."),
        ("Bindend of niet", "Niet bindend. Niemand hoeft het advies te volgen."),
        ("Je naam", "Nee. Je naam is bekend en er is een zitting."),
    )


def test_fact_of_confidence_b_carries_its_year_and_of_c_is_not_told() -> None:
    told = parties_from({"line": _with(PARTY, cost=FACT)}, "x.yml")["line"]
    waits = parties_from({"line": _with(PARTY, cost=FACT | {"confidence": "C"})}, "x.yml")["line"]

    assert told.costs("nl") == "Hoi. Gegevens uit 2021, nog niet nagebeld."
    assert waits.costs("nl") is None
    assert [label for label, _ in waits.facts("nl")] == ["Voor wie"]


def test_no_fact_that_was_not_verified_is_told_in_any_language() -> None:
    for party in parties().values():
        facts = (party.takes, party.binding, party.cost, party.anonymity, party.hours_in_words)
        for fact, language in product((each for each in facts if each), LANGUAGES):
            if fact.evidence.confidence in "CX":
                said = dict(party.facts(language)).values()
                assert fact.words.in_(language) not in said, party.id


def test_facts_in_simple_dutch_have_at_most_ten_words_a_sentence() -> None:
    for party in parties().values():
        for _, words in party.facts("a2"):
            assert all(len(said.split()) <= 10 for said in sentences(words)), words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"roles": ["pupil", "unknown"], "ages": [8, 18]}, "For pupils. Aged 8 to 18."),
        ({"roles": ["pupil"], "ages": [0, 24]}, "For pupils. Under 25."),
        (
            {"roles": ["pupil", "parent", "staff"], "ages": [0, 17]},
            "For everyone. It is about somebody under 18.",
        ),
        (
            {"roles": ["staff", "parent"], "sectors": ["vo", "po"]},
            "For parents and people who work at school. Primary school and secondary school.",
        ),
        ({"roles": ["pupil"], "sectors": ["mbo"]}, "For pupils. Mbo (vocational school)."),
    ],
)
def test_for_whom_a_party_is_there_reads_as_sentences(fields: dict[str, Any], words: str) -> None:
    assert parties_from({"line": _with(PARTY, **fields)}, "x.yml")["line"].for_whom("en") == words


def test_party_whose_number_costs_money_says_so_even_when_its_rate_is_unverified() -> None:
    police = parties()["politie"]

    assert police.cost is not None
    assert police.cost.evidence.confidence == "C"
    assert police.costs("nl") == "Bellen met een 0900-nummer kost geld."


def test_hours_known_in_words_only_are_told_and_decide_nothing() -> None:
    balans = parties()["balans"]

    assert balans.opening(MONDAY, "nl").startswith(
        "Elke dag, door vrijwilligers. Gegevens uit 2019"
    )
    assert balans.is_open(MONDAY) is None


def test_committees_say_that_nobody_has_to_follow_them() -> None:
    for party in parties().values():
        if party.complaint:
            assert dict(party.facts("nl"))["Bindend of niet"].startswith("Niet bindend.")


def test_same_page_is_handed_out_once_unless_the_site_is_surer_than_the_chat() -> None:
    def kinds(party_id: str) -> list[str]:
        return [line.kind for line in directory(())[party_id].shown_contacts()]

    assert kinds("113") == ["phone", "chat"]
    assert kinds("veiligthuis") == ["phone", "chat", "site"]


@pytest.mark.parametrize("paid", ["vi", "politie", "mindkorrelatie"])
def test_pupil_who_would_pay_for_a_call_has_a_free_alternative(paid: str) -> None:
    others = [parties()[name] for name in parties()[paid].alternatives]

    assert [
        other.id
        for other in others
        if other.serves("pupil", "po") and any("tel:0800" in x.href for x in other.shown_contacts())
    ]


@pytest.mark.parametrize(
    ("party_id", "names", "problem"),
    [
        ("laks", ["nobody"], "names no other party: nobody"),
        ("laks", ["laks"], "names no other party: laks"),
        ("laks", ["sv"], "sv is there for others"),
    ],
)
def test_alternative_that_helps_nobody_names_file_and_key(
    party_id: str, names: list[str], problem: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    changed = load("parties/network.yml")
    changed[party_id]["alternatives"] = names
    _content_with(tmp_path, monkeypatch, changed)

    with pytest.raises(ContentError, match=rf"network\.yml: {party_id}\.alternatives: {problem}"):
        directory(())


def test_call_about_a_number_that_has_changed_is_kept_and_says_nothing_of_the_new_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    old, new = "tel:0206236565", "tel:0206236566"
    changed = load("parties/network.yml")
    line = next(line for line in changed["coc"]["contacts"] if line["href"] == old)
    called = Verification("coc", old, "works", "SJ", date(2026, 12, 1))
    line["href"] = new
    _content_with(tmp_path / "lost", monkeypatch, changed)

    with pytest.raises(ContentError, match=r"verifications\.0\.line: is no line of coc"):
        directory([called])

    line["formerly"] = [old]
    _content_with(tmp_path / "kept", monkeypatch, changed)

    assert new not in {shown.href for shown in directory([called])["coc"].shown_contacts()}


def _content_with(folder: Path, monkeypatch: pytest.MonkeyPatch, network: dict[str, Any]) -> None:
    """A copy of the content in which one file is another."""
    shutil.copytree(CONTENT / "parties", folder / "parties")
    (folder / "parties" / "network.yml").write_text(yaml.safe_dump(network), encoding="utf-8")
    monkeypatch.setattr(source, "CONTENT", folder)


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
        (
            {"crisis": True, "contacts": _line(confidence="C")},
            r"line\.contacts\.0: is an unverified number of a crisis line",
        ),
        ({"crisis": True, "contacts": []}, "crisis line without a verified"),
        ({"contacts": _line(confidence="D")}, r"line\.contacts\.0: has no confidence"),
        ({"contacts": _line(verified="")}, "does not say when"),
        ({"contacts": _line(verified="2026-13")}, "does not say when"),
        ({"contacts": _line(source=" ")}, "has no source"),
        ({"contacts": _line(href="http://plain.example")}, "is no phone, chat, mail"),
        ({"contacts": _line(kind="fax")}, "is no phone, chat, mail"),
        ({"contacts": _line(kind="mail", href="mailto:nobody")}, "is no phone, chat, mail"),
        ({"contacts": _line(numer="0800-1234")}, r"line\.contacts\.0: has unknown fields: numer"),
        ({"contacts": _line(formerly=["tel:08001234"])}, r"contacts\.0\.formerly: is no other"),
        ({"contacts": LINE}, r"line\.contacts: is not a list"),
        ({"contacts": [LINE, LINE]}, r"line\.contacts: has one line twice"),
        ({"opening": []}, r"x\.yml: line: has unknown fields: opening"),
        ({"takes": FACT | {"weeks": 4}}, r"line\.takes: has unknown fields: weeks"),
        ({"takes": FACT | {"a2": ""}}, r"line\.takes: has no text in a2"),
        ({"cost": FACT | {"source": None}}, r"line\.cost: has no source"),
        ({"cost": "free"}, r"line\.cost: is not a mapping"),
        ({"binding": EVIDENCE}, r"line\.binding: does not say whether"),
        ({"binding": {"value": False}}, r"line\.binding: has no confidence"),
        ({"hours_in_words": FACT}, r"line\.hours_in_words: stands beside exact hours"),
        ({"crisis": "yes"}, r"line\.crisis: is neither true nor false"),
        ({"ages": [18, 8]}, r"line\.ages"),
        ({"ages": 18}, r"line\.ages"),
        ({"roles": ["visitor"]}, r"line\.roles"),
        ({"roles": "pupil"}, r"line\.roles: is not a list"),
        ({"sectors": ["hbo"]}, r"line\.sectors"),
        ({"roles": []}, r"line\.roles"),
        ({"themes": ["gossip"]}, r"line\.themes"),
        ({"can": []}, r"line\.can: says nothing"),
        ({"why": {"nl": "Hoi", "en": "Hi"}}, r"line\.why: has no text in a2"),
        ({"hours": _hours(holidays="maybe")}, r"line\.hours: does not say whether"),
        ({"hours": _hours(slots={})}, r"line\.hours: has no slots"),
        ({"hours": _hours(weekend="closed")}, r"line\.hours: has unknown fields: weekend"),
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
