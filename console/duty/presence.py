"""Who is there now, who has how many talks, and what reporters read about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.duty import agreements, presence, roster
from bot.duty.presence import Attendance, Availability
from bot.member import Member
from console.duty import frame


@dataclass(frozen=True)
class Line:
    """A colleague, and until when the roster counts on them."""

    who: Attendance
    until: datetime | None


@dataclass(frozen=True)
class Overview:
    """The team as it is now; `talks_each` None: any number."""

    lines: tuple[Line, ...]
    duty: Availability
    is_planned: bool
    talks_each: int | None


def add_routes(inside: Blueprint) -> None:
    """The page."""
    inside.add_route(show, "/presence", name="presence")


def look(db: Session, who: Member, now: datetime) -> Overview:
    """Everybody of the team."""
    return Overview(
        lines=tuple(
            Line(each, roster.until(db, who.team_id, each.id, now))
            for each in presence.attendance(db, who.team_id, now)
        ),
        duty=presence.of_team(db, who.team_id, now),
        is_planned=roster.of_team(db, who.team_id, now).expects_somebody(now),
        talks_each=agreements.of_team(db, who.team_id).talks_each,
    )


async def show(request: Request) -> HTTPResponse:
    """The overview."""
    services = request.app.ctx.services
    overview = await services.store.read(look, request.ctx.who, services.clock())
    return await frame.page(request, "presence", overview=overview)
