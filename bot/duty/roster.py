"""A team's roster: when somebody is to be there, in the slots of a week and the closed days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from bot import audit
from bot.audit import Deed
from bot.duty import closed_days, members, week
from bot.duty.week import Slot
from bot.errors import SlotOverlaps
from bot.member import Member
from bot.models import Shift, Staff, Team
from expertise.hours import ZONE, OpeningHours


@dataclass(frozen=True)
class Roster:
    """What a team planned. Without a single slot nothing is planned, and presence alone counts."""

    hours: OpeningHours | None
    closed: frozenset[date]

    def expects_somebody(self, now: datetime) -> bool:
        """Whether somebody is to be there now, as far as was planned."""
        if self.hours is None:
            return now.astimezone(ZONE).date() not in self.closed
        return self.hours.is_open(now)

    def next_start(self, now: datetime) -> datetime | None:
        """When the next slot begins; None when nothing is planned."""
        return None if self.hours is None else self.hours.next_start(now)


def of_team(session: Session, team_id: UUID, now: datetime) -> Roster:
    """A team's roster as it is now."""
    slots = _that_count(session, team_id)
    closed = frozenset(closed_days.from_yesterday(session, team_id, now))
    return Roster(week.hours(slots, closed) if slots else None, closed)


def slots_of(session: Session, team_id: UUID) -> list[Slot]:
    """The slots of a team's week in order."""
    return _read(session, select(Shift).where(Shift.team_id == team_id))


def until(session: Session, team_id: UUID, staff_id: UUID, now: datetime) -> datetime | None:
    """Until when the roster counts on somebody now; None when it does not."""
    slots = [slot for slot in slots_of(session, team_id) if slot.staff_id in (staff_id, None)]
    hours = week.hours(slots, closed_days.from_yesterday(session, team_id, now))
    return hours.next_change(now) if hours.is_open(now) else None


def add(session: Session, who: Member, slot: Slot, now: datetime) -> None:
    """Plan a slot. Colleagues may be there at the same time, one person only once.

    Raises:
        SlotOverlaps: with another slot of the same person; the error says which.
        SlotWithoutEnd, SlotTooLong: as `Slot.parts`.
        UnusablePlan: it is for somebody who is not of this team.
    """
    session.get_one(Team, who.team_id, with_for_update=True)
    if slot.staff_id is not None:
        members.require(session, who.team_id, slot.staff_id)
    for other in slots_of(session, who.team_id):
        if other.staff_id == slot.staff_id and other.overlaps(slot):
            raise SlotOverlaps(opens=f"{other.opens:%H:%M}", closes=f"{other.closes:%H:%M}")
    session.add(
        Shift(
            team_id=who.team_id,
            staff_id=slot.staff_id,
            weekday=slot.weekday,
            opens=slot.opens,
            closes=slot.closes,
        )
    )
    _note(session, who, "shift_added", slot, now)


def remove(session: Session, who: Member, shift_id: UUID, now: datetime) -> None:
    """Take a slot out; one that is gone already stays gone."""
    shift = session.get(Shift, shift_id)
    if shift is not None and shift.team_id == who.team_id:
        session.delete(shift)
        _note(session, who, "shift_removed", _slot(shift), now)


def _that_count(session: Session, team_id: UUID) -> list[Slot]:
    """Without the slots of those who talk with this team's reporters no more."""
    theirs = select(Staff.id).where(members.talks_with_reporters(team_id))
    is_somebodys = or_(Shift.staff_id.is_(None), Shift.staff_id.in_(theirs))
    return _read(session, select(Shift).where(Shift.team_id == team_id, is_somebodys))


def _read(session: Session, query: Select[tuple[Shift]]) -> list[Slot]:
    in_order = query.order_by(Shift.weekday, Shift.opens, Shift.closes, Shift.id)
    return [_slot(shift) for shift in session.execute(in_order).scalars()]


def _slot(shift: Shift) -> Slot:
    return Slot(shift.weekday, shift.opens, shift.closes, shift.staff_id, shift.id)


def _note(session: Session, who: Member, action: str, slot: Slot, now: datetime) -> None:
    spelt = f"{slot.weekday} {slot.opens:%H:%M}-{slot.closes:%H:%M}"
    audit.note(session, Deed(action, who.team_id, who.id, slot.staff_id, spelt), now)
