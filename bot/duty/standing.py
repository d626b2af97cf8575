"""What a counsellor has to know of duty on every page: switch, roster, who waits too long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot import login
from bot.duty import acknowledgement, roster
from bot.member import Counsellor
from bot.models import Team


@dataclass(frozen=True)
class Standing:
    """`until` is how long the roster counts on this person, None when it does not.

    `is_planned` says whether reporters may expect somebody now; without it the switch does nothing.
    """

    on_duty: bool
    until: datetime | None
    is_planned: bool
    overdue: int
    answer_days: int


def of(session: Session, who: Counsellor, now: datetime) -> Standing:
    """As it is now."""
    plan = roster.of_team(session, who.team_id, now)
    return Standing(
        on_duty=login.is_on_duty(session, who),
        until=roster.until(session, who.team_id, who.id, now),
        is_planned=plan.expects_somebody(now),
        overdue=acknowledgement.overdue(session, who.team_id, now),
        answer_days=session.get_one(Team, who.team_id).answer_days,
    )
