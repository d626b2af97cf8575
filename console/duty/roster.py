"""The team's week and its closed days; whoever reads may look, admins change it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any, Final
from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot.bus import QUEUE
from bot.duty import closed_days, presence, roster
from bot.duty.closed_days import Period
from bot.duty.week import Slot
from bot.errors import UnreadableDay, UnreadableTime, UnusablePlan
from bot.member import Member
from console import rights, session
from console.duty import frame
from expertise.hours import DAYS, ZONE, public_holidays

_CLOCK: Final = re.compile(r"([01]?\d|2[0-4])(?:[:.]([0-5]\d))?(?::00)?", re.ASCII)
_DUTCH_DAY: Final = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", re.ASCII)
_HOLIDAYS_SHOWN: Final = 6


@dataclass(frozen=True)
class Week:
    """A roster as it is shown: the slots of each day, names, closed days and holidays to come."""

    days: tuple[tuple[str, tuple[Slot, ...]], ...]
    names: dict[UUID, str]
    closed: tuple[Period, ...]
    holidays: tuple[tuple[date, str], ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is planned, so that presence alone counts."""
        return not any(slots for _, slots in self.days)


def add_routes(inside: Blueprint) -> None:
    """The page and its forms."""
    inside.add_route(show, "/roster", name="roster")
    for step in (add_slot, close_days, reopen_days):
        path = f"/roster/{step.__name__.replace('_', '-')}"
        inside.add_route(step, path, methods=["POST"], name=step.__name__)
    at = "/roster/<slot_id:uuid>/remove"
    inside.add_route(remove_slot, at, methods=["POST"], name="remove_slot")


def look(db: Session, who: Member, now: datetime) -> Week:
    """The roster as it is now."""
    slots = roster.slots_of(db, who.team_id)
    return Week(
        days=tuple(
            (name, tuple(slot for slot in slots if slot.weekday == number))
            for number, name in enumerate(DAYS)
        ),
        names={each.id: each.name for each in presence.attendance(db, who.team_id, now)},
        closed=tuple(closed_days.periods(db, who.team_id, now)),
        holidays=_holidays(now.astimezone(ZONE).date()),
    )


async def show(request: Request) -> HTTPResponse:
    """The whole week."""
    return await _show(request)


async def add_slot(request: Request) -> HTTPResponse:
    """Plan somebody, or whoever can."""
    return await _change(request, roster.add, _slot)


async def remove_slot(request: Request, slot_id: UUID) -> HTTPResponse:
    """Take a slot out."""
    return await _change(request, roster.remove, lambda _request: slot_id)


async def close_days(request: Request) -> HTTPResponse:
    """Nobody is there on these days."""
    return await _change(request, closed_days.close, _period)


async def reopen_days(request: Request) -> HTTPResponse:
    """The slots of the week count again."""
    return await _change(request, closed_days.reopen, _period)


async def _change(
    request: Request, service: Callable[..., None], read: Callable[[Request], Any]
) -> HTTPResponse:
    services = request.app.ctx.services
    try:
        wanted = read(request)
        await services.store.write(service, request.ctx.who, wanted, services.clock())
    except UnusablePlan as error:
        return await _show(request, error)
    services.bus.publish(QUEUE)
    return redirect("/console/roster", status=303)


async def _show(request: Request, error: UnusablePlan | None = None) -> HTTPResponse:
    services = request.app.ctx.services
    return await frame.page(
        request,
        "roster",
        error,
        week=await services.store.read(look, request.ctx.who, services.clock()),
        may_change=rights.may(request.ctx.who, "add_slot"),
        typed=lambda name: session.field(request, name) if error else "",
    )


def _slot(request: Request) -> Slot:
    weekday, staff = session.field(request, "weekday"), session.field(request, "staff")
    if weekday not in DAYS:
        raise UnusablePlan
    try:
        staff_id = UUID(staff) if staff else None
    except ValueError:
        raise UnusablePlan from None
    opens, closes = (_clock(session.field(request, name)) for name in ("opens", "closes"))
    return Slot(DAYS.index(weekday), opens, closes, staff_id)


def _clock(typed: str) -> time:
    """A time as people type it: 8, 8.30, 08:30, 24:00."""
    found = _CLOCK.fullmatch(typed.strip().removesuffix("uur").strip())
    if found is None:
        raise UnreadableTime
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour == 24 and minute:
        raise UnreadableTime
    return time(hour % 24, minute)


def _period(request: Request) -> Period:
    """One day, or all days up to another."""
    first = _day(session.field(request, "first"))
    last = session.field(request, "last").strip()
    return Period(first, _day(last) if last else first)


def _day(typed: str) -> date:
    """A day as a browser sends it, or as people here write it."""
    dutch = _DUTCH_DAY.fullmatch(typed.strip())
    try:
        if dutch:
            return date(int(dutch[3]), int(dutch[2]), int(dutch[1]))
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise UnreadableDay from None


def _holidays(today: date) -> tuple[tuple[date, str], ...]:
    known = {**public_holidays(today.year), **public_holidays(today.year + 1)}
    return tuple(
        islice(((day, name) for day, name in known.items() if day >= today), _HOLIDAYS_SHOWN)
    )
