"""The directory beside the facts that were gathered for it (directory.json, a copy of the study).

Every cell of the study that was verified stands in the content with its evidence, and every other
one that claims something waits there, marked as unverified.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from expertise.contacts import ContactLine, Hours
from expertise.evidence import Evidence
from expertise.parties import directory
from expertise.party import Party

STUDY = json.loads(Path(__file__).with_name("directory.json").read_text(encoding="utf-8"))
CELLS: list[dict[str, Any]] = STUDY["cells"]
# As written: a call that was made since would lift a line, and is no part of the study.
WRITTEN = directory(())

# The study found that this one has probably stopped, and says never to list it.
STOPPED = "pestweb"
# The study has one row for these two, who are there for different people.
TWO = {"rutgers": ("rutgers", "sense")}
# A chat was seen, but not where it is; what has no verified address cannot be handed out.
WITHOUT_ADDRESS = {("allesoke", "chat"), ("jongenout", "chat")}
# Cells that say that nothing is known, or that there is none.
NOTHING = re.compile(
    r"^(-|no|unknown.*|none seen|do not use|on site)$|(not seen|not found|\? unknown)$|^not public"
)

CHATS = ("chat", "mail", "form", "forum")
NUMBER = re.compile(r"(?<!\w)0\d[\d\s-]{5,}\d|(?<!\d)11[23](?!\d)")
SITE = re.compile(r"(?<![@\w])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:nl|info)\b")
MAIL = re.compile(r"[\w.]+@[\w.]+\w")
TIMES = re.compile(r"(\d\d)(?::(\d\d))?-(\d\d)(?::(\d\d))?(?!\d)")
YEAR = re.compile(r"\((?:seen )?(20\d\d)")


def _named(cell: dict[str, Any]) -> str:
    return f"{cell['id']}.{cell['cell']}"


def _is_listed(cell: dict[str, Any]) -> bool:
    return cell["id"] != STOPPED and (cell["id"], cell["cell"]) not in WITHOUT_ADDRESS


def _claims(cell: dict[str, Any]) -> bool:
    # "No" is an answer to whether a name is needed, and none to which chat there is.
    return bool(cell["cell"] == "anon" and cell["value"] == "no") or not NOTHING.search(
        cell["value"]
    )


VERIFIED = [c for c in CELLS if c["confidence"] in "AB" and _is_listed(c) and _claims(c)]
WAITING = [c for c in CELLS if c["confidence"] in "CX" and _is_listed(c)]


def _parties(cell: dict[str, Any]) -> tuple[Party, ...]:
    return tuple(WRITTEN[name] for name in TWO.get(cell["id"], (cell["id"],)))


def _lines(cell: dict[str, Any]) -> list[ContactLine]:
    kinds = CHATS if cell["cell"] == "chat" else (cell["cell"],)
    return [line for party in _parties(cell) for line in party.contacts if line.kind in kinds]


def _hours(cell: dict[str, Any]) -> Iterator[Hours]:
    for party in _parties(cell):
        if party.hours:
            yield party.hours
        yield from (line.hours for line in party.contacts if line.hours)


def _evidence(cell: dict[str, Any]) -> list[Evidence]:
    """What the content has on a cell."""
    if cell["cell"] in ("site", "phone", "chat"):
        return [line.evidence for line in _lines(cell)]
    if cell["cell"] == "hours":
        in_words = [party.hours_in_words for party in _parties(cell)]
        exact = [hours.evidence for hours in _hours(cell)]
        return exact + [fact.evidence for fact in in_words if fact]
    attribute = {"cost": "cost", "anon": "anonymity"}[cell["cell"]]
    facts = [getattr(party, attribute) for party in _parties(cell)]
    return [fact.evidence for fact in facts if fact]


def _sources(cell: dict[str, Any]) -> set[str]:
    return {cell["source"], *STUDY["seen_at"][cell["id"]]}


def test_all_44_parties_of_the_study_stand_in_the_directory_but_the_one_that_stopped() -> None:
    ids = {cell["id"] for cell in CELLS}

    assert len(ids) == 44
    assert STOPPED not in WRITTEN
    assert {name for party in ids - {STOPPED} for name in TWO.get(party, (party,))} <= set(WRITTEN)


@pytest.mark.parametrize("cell", VERIFIED, ids=_named)
def test_verified_cell_stands_with_its_evidence(cell: dict[str, Any]) -> None:
    found = [
        evidence
        for evidence in _evidence(cell)
        if evidence.confidence == cell["confidence"] and evidence.source in _sources(cell)
    ]
    assert found, (cell, _evidence(cell))
    if year := YEAR.search(cell["value"]):
        assert any(evidence.verified.startswith(year[1]) for evidence in found), cell


@pytest.mark.parametrize("cell", [c for c in VERIFIED + WAITING if _claims(c)], ids=_named)
def test_every_address_of_a_cell_stands_as_sure_as_it_was_seen(cell: dict[str, Any]) -> None:
    if cell["cell"] not in ("site", "phone", "chat"):
        return
    addresses = " ".join(
        line.href for line in _lines(cell) if line.evidence.confidence == cell["confidence"]
    )
    if cell["cell"] == "phone":
        for number in NUMBER.findall(cell["value"]):
            assert re.sub(r"\D", "", number) in addresses, cell
    for name in SITE.findall(cell["value"]) + MAIL.findall(cell["value"]):
        assert name in addresses, cell


@pytest.mark.parametrize("cell", WAITING, ids=_named)
def test_unverified_cell_is_never_handed_out_and_waits_if_it_claims_something(
    cell: dict[str, Any],
) -> None:
    found = _evidence(cell)

    assert not [evidence for evidence in found if evidence.shown], cell
    if _claims(cell):
        assert cell["confidence"] in {evidence.confidence for evidence in found}, cell


@pytest.mark.parametrize(
    "cell", [c for c in VERIFIED if c["cell"] == "hours" and _claims(c)], ids=_named
)
def test_hours_of_a_cell_are_the_hours_of_the_content(cell: dict[str, Any]) -> None:
    spans = {span for hours in _hours(cell) for day in hours.opening.week for span in day}

    if "24/7" in cell["value"]:
        assert any(hours.opening.always for hours in _hours(cell)), cell
    for first, minute, last, minutes in TIMES.findall(cell["value"]):
        start, end = int(first) * 60 + int(minute or 0), int(last) * 60 + int(minutes or 0)
        assert (start, end) in spans, cell
