"""Teams with a roster, and the moments of one week in November."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy.orm import Session

from bot import login
from bot.duty import roster
from bot.duty.week import Slot
from bot.member import Counsellor, Member
from bot.models import Team
from expertise.hours import ZONE
from tests.support.people import logged_in

MONDAY, FRIDAY = 0, 4


def at(clock: str) -> datetime:
    """A moment on the clock of Amsterdam."""
    return datetime.fromisoformat(clock).replace(tzinfo=ZONE)


FRIDAY_MORNING = at("2026-11-20 09:00")


def plan(session: Session, who: Member, weekday: int, opens: int, closes: int) -> None:
    """A slot in which whoever can is there."""
    roster.add(session, who, Slot(weekday, time(opens), time(closes)), FRIDAY_MORNING)


def here(session: Session, who: Counsellor, now: datetime) -> None:
    """Somebody is on duty, with the console open."""
    logged_in(session, who, seen=now)
    login.set_duty(session, who, on_duty=True)


def limit(session: Session, who: Member, talks: int) -> None:
    """The team agrees on how many talks each of them has."""
    session.get_one(Team, who.team_id).talks_each = talks
