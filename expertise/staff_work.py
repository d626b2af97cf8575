"""For who works at school: who does what, how to listen to a pupil, and questions for a team.

Each statement has its evidence, as on the pages of rights; questions and headings claim nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from expertise.evidence import EVIDENCE, Evidence, Fact, evidence_from
from expertise.languages import Localized
from expertise.rights import verified_fact
from expertise.schema import fields_of, listed, sentences
from expertise.source import WHOLE_FILE, ContentError, load, localized

CAN = ("may", "must", "cannot")
TEAM = ("goal", "way", "work")

_FILE = "staff.yml"
_TALK = ("hears", "do", "avoid")


@dataclass(frozen=True)
class Role:
    """Somebody in or around the school: what they may, must and cannot do."""

    who: Localized
    can: Mapping[str, tuple[Fact, ...]]


@dataclass(frozen=True)
class StaffWork:
    """All of it: the table of roles, the talk, the sheet to write on, and the team's questions."""

    roles: tuple[Role, ...]
    talk: Mapping[str, tuple[Fact, ...]]
    sheet: tuple[Localized, ...]
    team: Mapping[str, tuple[Localized, ...]]
    team_evidence: Evidence


def staff_work() -> StaffWork:
    """The reviewed content."""
    return _staff_work()


def staff_work_from(raw: Mapping[str, Any], file: str = _FILE) -> StaffWork:
    """Checks that nothing is missing, and that every statement was verified."""
    fields_of(raw, ("roles", *_TALK, "sheet", "team"), file, WHOLE_FILE)
    team = fields_of(raw.get("team"), (*TEAM, *EVIDENCE), file, "team")
    return StaffWork(
        roles=tuple(
            _role(given, file, f"roles.{at}")
            for at, given in enumerate(listed(raw.get("roles"), file, "roles"))
        ),
        talk={name: _facts(raw.get(name), file, name) for name in _TALK},
        sheet=sentences(raw.get("sheet"), file, "sheet"),
        team={name: sentences(team.get(name), file, f"team.{name}") for name in TEAM},
        team_evidence=_shown(evidence_from(team, file, "team"), file),
    )


def _role(given: object, file: str, key: str) -> Role:
    raw = fields_of(given, ("who", *CAN), file, key)
    can = {name: _facts(raw.get(name), file, f"{key}.{name}") for name in CAN}
    if not any(can.values()):
        raise ContentError(file, key, "says nothing")
    return Role(localized(raw.get("who"), file, f"{key}.who"), can)


def _facts(raw: object, file: str, key: str) -> tuple[Fact, ...]:
    return tuple(
        verified_fact(fact, file, f"{key}.{at}") for at, fact in enumerate(listed(raw, file, key))
    )


def _shown(evidence: Evidence, file: str) -> Evidence:
    if not evidence.shown:
        raise ContentError(file, "team", f"was not verified: {evidence.confidence}")
    return evidence


@cache
def _staff_work() -> StaffWork:
    return staff_work_from(load(_FILE))
