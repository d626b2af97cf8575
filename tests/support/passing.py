"""A school's team, an inspectorate's team, and a talk that one of them has."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import handover
from bot.access import Access
from bot.desk import digest
from bot.member import Counsellor
from bot.models import TeamKind
from bot.passing import consent, proposals
from bot.passing.consent import Chosen
from expertise.safety import Finding
from tests.support.people import NOW, row_of, talk, team

WHY = "Zij kunnen je hier beter bij helpen"


@dataclass(frozen=True)
class Cast:
    """Who takes part. The talk is in the hands of the school's counsellor."""

    near: Counsellor
    far: Counsellor
    access: Access


def cast(session: Session, *said: str, kind: TeamKind = TeamKind.INSPECTORATE) -> Cast:
    """A talk of these turns, claimed by the school's team; the other team has nothing of it."""
    (near,) = team(session, "Samira", called="school")
    (far,) = team(session, "Inge", called="inspectie", kind=kind)
    access = talk(session, *(said or ("een", "twee", "drie")))
    known = digest.Digest("bullying", 0.9, ("bullying", "violence"), "pupil", advised=("vi",))
    digest.save(
        access,
        row_of(session, access),
        known.with_finding(Finding("concern", ("violence",), (), ("r",))),
    )
    handover.ask(session, access, NOW, team_id=near.team_id)
    handover.claim(session, near, access.id, NOW)
    return Cast(near, far, access)


def propose(session: Session, those: Cast, *, as_file: bool = False) -> str:
    """The counsellor proposes; returns the mark that the reporter's page carries."""
    to = None if as_file else those.far.team_id
    proposals.propose(session, those.near, those.access.id, to, WHY, NOW)
    return mark_of(session, those.access)


def mark_of(session: Session, access: Access) -> str:
    """The mark of what is proposed now."""
    proposed = proposals.standing(session, access)
    assert proposed is not None
    return proposed.plan.mark


def agree(session: Session, those: Cast, mark: str, *turns: int, note: str = "") -> None:
    """The reporter lets these turns go."""
    consent.agree(session, those.access, mark, Chosen(turns, note), NOW)
