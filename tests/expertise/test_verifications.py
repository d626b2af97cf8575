from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from expertise.parties import directory
from expertise.source import ContentError, load
from expertise.verifications import FILE, Verification, latest, verifications, verifications_from

ENTRY: dict[str, Any] = {
    "party": "coc",
    "line": "tel:0206236565",
    "outcome": "works",
    "by": "SJ",
    "date": date(2026, 11, 20),
}
COC = Verification("coc", "tel:0206236565", "works", "SJ", date(2026, 11, 20))


def _read(*entries: object) -> tuple[Verification, ...]:
    return verifications_from({"verifications": list(entries)})


def test_entry_is_read_with_its_date_quoted_or_not() -> None:
    assert _read(ENTRY) == _read(ENTRY | {"date": "2026-11-20"}) == (COC,)


def test_list_without_an_entry_is_empty() -> None:
    assert verifications_from({"verifications": None}) == ()


def test_list_in_the_content_is_sound() -> None:
    assert verifications() == verifications_from(load(FILE))
    directory(verifications())


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({}, "verifications: is missing"),
        ({"verifications": {}, "verified": []}, "unknown fields: verified"),
        ({"verifications": {"coc": "works"}}, "verifications: is not a list"),
        ({"verifications": ["coc"]}, r"verifications\.0: is not a mapping"),
    ],
)
def test_list_that_is_none_names_file_and_key(raw: dict[str, Any], problem: str) -> None:
    with pytest.raises(ContentError, match=rf"verifications\.yml: .*{problem}"):
        verifications_from(raw)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"party": None}, r"verifications\.1\.party: is missing"),
        ({"line": ""}, r"verifications\.1\.line: is missing"),
        ({"by": " "}, r"verifications\.1\.by: is missing"),
        ({"outcome": "maybe"}, r"verifications\.1\.outcome: is none of works, changed, gone"),
        ({"date": None}, r"verifications\.1\.date: is no day"),
        ({"date": "2026-11-31"}, r"verifications\.1\.date: is no day"),
        ({"note": "engaged"}, r"verifications\.1: has unknown fields: note"),
    ],
)
def test_broken_entry_names_file_and_key(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ContentError, match=rf"verifications\.yml: {problem}"):
        _read(ENTRY, ENTRY | fields)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"party": "pestweb"}, r"verifications\.0\.party: is no party: pestweb"),
        ({"line": "tel:0200000000"}, r"verifications\.0\.line: is no line of coc"),
        ({"kind": "chat"}, r"verifications\.0\.line: is no line of coc"),
        (
            {"party": "113", "line": "https://www.113.nl"},
            r"verifications\.0\.kind: is needed: 113 has two such lines",
        ),
    ],
)
def test_entry_about_nothing_names_file_and_key(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ContentError, match=rf"verifications\.yml: {problem}"):
        directory(_read(ENTRY | fields))


def test_line_that_waited_is_handed_out_once_somebody_called_it() -> None:
    def numbers(*entries: object) -> list[str]:
        shown = directory(_read(*entries))["coc"].shown_contacts()
        return [line.href for line in shown if line.kind == "phone"]

    assert numbers() == []
    assert numbers(ENTRY) == ["tel:0206236565"]
    assert numbers(ENTRY, ENTRY | {"outcome": "gone", "date": "2026-12-01"}) == []


def test_call_about_a_chat_says_nothing_of_the_site_at_the_same_address() -> None:
    address = "https://www.centrumseksueelgeweld.nl"
    entry = ENTRY | {"party": "csg", "line": address, "kind": "chat", "outcome": "gone"}
    lines = {line.kind: line for line in directory(_read(entry))["csg"].contacts}

    assert lines["chat"].checked is not None
    assert lines["site"].checked is None
    assert lines["site"].evidence.shown


@pytest.mark.parametrize(
    ("party", "line"),
    [("112", "tel:112"), ("113", "tel:08000113"), ("kindertelefoon", "tel:08000432")],
)
def test_crisis_line_without_a_working_number_is_refused(party: str, line: str) -> None:
    gone = ENTRY | {"party": party, "line": line, "outcome": "gone"}

    with pytest.raises(ContentError, match=rf"crisis\.yml: {party}: is a crisis line without"):
        directory(_read(gone))


def test_newest_call_counts_and_of_one_day_the_one_recorded_last() -> None:
    older = Verification("coc", "tel:1", "gone", "SJ", date(2026, 11, 1))
    newer = Verification("coc", "tel:1", "works", "SJ", date(2026, 11, 20))
    again = Verification("coc", "tel:1", "changed", "NB", date(2026, 11, 20))

    assert latest([newer, older], "coc", "phone", "tel:1") == newer
    assert latest([newer, again, older], "coc", "phone", "tel:1") == again
    assert latest([newer], "coc", "phone", "tel:2") is None
