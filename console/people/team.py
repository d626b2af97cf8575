"""The team's members, for its admins: inviting, roles, sessions, leaving, a forgotten password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot.errors import BotError
from bot.member import Member
from bot.models import Role
from bot.people import invitations, managing, members
from bot.people.invitations import Open
from bot.people.members import Colleague
from console import pages, session
from console.people import links


@dataclass(frozen=True)
class Staffing:
    """A team as its admins see it."""

    members: tuple[Colleague, ...]
    invitations: tuple[Open, ...]


def add_routes(inside: Blueprint) -> None:
    """The page and its forms."""
    inside.add_route(people, "/people")
    inside.add_route(invite, "/people/invite", methods=["POST"])
    inside.add_route(withdraw_invitation, "/people/withdraw", methods=["POST"])
    at = "/people/<staff_id:uuid>"
    inside.add_route(change_roles, f"{at}/roles", methods=["POST"])
    inside.add_route(remove_member, f"{at}/remove", methods=["POST"])
    inside.add_route(end_member_sessions, f"{at}/sessions", methods=["POST"])
    inside.add_route(invite_back, f"{at}/password", methods=["POST"])


def look(db: Session, who: Member, now: datetime) -> Staffing:
    """The team as it is now."""
    return Staffing(
        tuple(members.of_team(db, who.team_id)),
        tuple(invitations.pending(db, who.team_id, now)),
    )


async def people(request: Request) -> HTTPResponse:
    """Everybody in the team, and who is invited."""
    return await _show(request)


async def invite(request: Request) -> HTTPResponse:
    """Make a link, which is shown here and nowhere else."""
    services = request.app.ctx.services
    name = session.field(request, "name")
    try:
        secret = await services.store.write(
            invitations.invite, request.ctx.who, name, _roles(request), services.clock()
        )
    except BotError as error:
        return await _show(request, error, name)
    return _invited(request, secret, name)


async def invite_back(request: Request, staff_id: UUID) -> HTTPResponse:
    """A link for a colleague who forgot the password."""
    services = request.app.ctx.services
    try:
        secret = await services.store.write(
            invitations.invite_back, request.ctx.who, staff_id, services.clock()
        )
    except BotError as error:
        return await _show(request, error)
    return _invited(request, secret, None)


async def withdraw_invitation(request: Request) -> HTTPResponse:
    """The link opens nothing any more."""
    return await _change(request, invitations.withdraw, session.field(request, "number"))


async def change_roles(request: Request, staff_id: UUID) -> HTTPResponse:
    """Other roles, from the colleague's next request on."""
    return await _change(request, managing.set_roles, staff_id, _roles(request))


async def remove_member(request: Request, staff_id: UUID) -> HTTPResponse:
    """Out of the team, at once."""
    return await _change(request, managing.remove, staff_id)


async def end_member_sessions(request: Request, staff_id: UUID) -> HTTPResponse:
    """Logged out, on every device."""
    return await _change(request, managing.end_sessions, staff_id)


async def _change(request: Request, service: Callable[..., Any], *values: Any) -> HTTPResponse:
    services = request.app.ctx.services
    try:
        await services.store.write(service, request.ctx.who, *values, services.clock())
    except BotError as error:
        return await _show(request, error)
    return redirect("/console/people", status=303)


async def _show(request: Request, error: BotError | None = None, name: str = "") -> HTTPResponse:
    services = request.app.ctx.services
    staffing = await services.store.read(look, request.ctx.who, services.clock())
    return pages.with_error(
        request,
        "people/team.html",
        error,
        staffing=staffing,
        all_roles=list(Role),
        name=name,
    )


def _invited(request: Request, secret: bytes, name: str | None) -> HTTPResponse:
    link = links.link(request, secret)
    return pages.page(
        request, "people/invited.html", link=link, picture=links.picture(link), name=name,
        hours=int(invitations.LIFE.total_seconds() // 3600),
    )  # fmt: skip


def _roles(request: Request) -> frozenset[Role]:
    sent = request.form.getlist("role") if request.form else []
    return frozenset(Role(role) for role in sent if role in set(Role))
