from __future__ import annotations

from typing import Any

import pytest

from expertise.ladder import above, climbed, rungs, rungs_from
from expertise.parties import ROLES, SECTORS, parties
from expertise.source import ContentError, load


def test_ladder_has_the_eleven_rungs_of_the_study() -> None:
    assert [rung.number for rung in rungs().values()] == list(range(11))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("sector", [*SECTORS, "unknown"])
def test_everybody_who_climbs_reaches_the_end(role: str, sector: str) -> None:
    at, steps = "nothing", 0
    while (rung := above(at, role, sector)) is not None:
        at, steps = rung.id, steps + 1

    assert at == "special"
    assert steps >= 9


def test_mbo_is_not_sent_to_a_helpdesk_that_is_not_there_for_it() -> None:
    after = above("ombudsman", "pupil", "mbo")

    assert after is not None
    assert after.id == "special"


def test_who_tried_the_head_is_not_sent_to_the_mentor_again() -> None:
    assert {"class_adult", "confidant", "head"} <= climbed("head")
    assert "board" not in climbed("head")


def test_everybody_local_whom_a_school_has_stands_on_a_rung() -> None:
    standing = climbed("special")
    outside = {"gp", "attendance_officer", "support_point", "youth_doctor"}

    assert {p.id for p in parties().values() if p.local} - standing == outside


def test_the_end_of_the_ladder_says_that_it_is_the_end() -> None:
    assert "houdt de ladder op" in rungs()["special"].otherwise.nl


@pytest.mark.parametrize(
    ("rung", "change", "problem"),
    [
        ("head", {"rung": 5}, "is no ladder"),
        ("head", {"parties": ["pestweb"]}, "unknown party: pestweb"),
        ("head", {"stage": "later"}, "leads to no column"),
        ("head", {"expect": {"nl": "Wacht."}}, "has no text in a2"),
    ],
)
def test_broken_ladder_is_refused(rung: str, change: dict[str, Any], problem: str) -> None:
    raw = load("ladder.yml")
    raw[rung] |= change

    with pytest.raises(ContentError, match=problem):
        rungs_from(raw)
