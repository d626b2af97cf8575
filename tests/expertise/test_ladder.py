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
    steps = [rung.id for rung in above("nothing", role, sector)]

    assert steps[-1] == "special"
    assert len(steps) >= 9


def test_mbo_is_not_sent_to_a_helpdesk_that_is_not_there_for_it() -> None:
    after = next(above("ombudsman", "pupil", "mbo"))

    assert after.id == "special"


def test_committee_is_never_named_without_that_it_is_chosen_once() -> None:
    committee = rungs()["committee"]

    for child in (True, False):
        expected = committee.expected_by(child=child)
        assert "één keer" in expected.nl
        assert "één keer" in expected.a2
        assert "once" in expected.en


def test_child_in_primary_school_reads_that_a_parent_takes_the_step() -> None:
    for name in ("board", "committee"):
        assert "ouder of verzorger" in rungs()[name].expected_by(child=True).nl
        assert "ouder of verzorger" not in rungs()[name].expected_by(child=False).nl


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
        ("head", {"expect_child": {"nl": "Wacht."}}, "has no text in a2"),
        ("head", {"sectors": ["hbo"]}, r"head\.sectors: names \['hbo'\]"),
        ("head", {"partys": []}, "has unknown fields: partys"),
    ],
)
def test_broken_ladder_is_refused(rung: str, change: dict[str, Any], problem: str) -> None:
    raw = load("ladder.yml")
    raw[rung] |= change

    with pytest.raises(ContentError, match=problem):
        rungs_from(raw)
