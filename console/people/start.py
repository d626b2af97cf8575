"""Where a member begins who has no queue, and the way to another of one's teams."""

from __future__ import annotations

from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot.member import READING, Counsellor
from bot.people import sessions
from bot.people.errors import NoSuchTeam
from console import pages, session


def add_routes(inside: Blueprint) -> None:
    """Both."""
    inside.add_route(start, "/start")
    inside.add_route(switch_team, "/team", methods=["POST"])


async def start(request: Request) -> HTTPResponse:
    """Who one is here, and what one may do."""
    who = request.ctx.who
    waits = bool(who.roles & READING) and not isinstance(who, Counsellor)
    team = next(name for team_id, name in request.ctx.around.teams if team_id == who.team_id)
    return pages.page(
        request, "people/start.html", waits=waits, roles=sorted(who.roles), team_name=team
    )


async def switch_team(request: Request) -> HTTPResponse:
    """Act in another team from here on."""
    services = request.app.ctx.services
    try:
        team_id = UUID(session.field(request, "team"))
    except ValueError as error:
        raise NoSuchTeam(name="?") from error
    secret = session.secret_of(request)
    await services.store.write(sessions.switch, request.ctx.who, secret, team_id, services.clock())
    return redirect(session.HOME, status=303)
