"""Colleagues who wait for the team's key, and handing it over."""

from __future__ import annotations

from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot.people import managing, members
from console import pages


def add_routes(inside: Blueprint) -> None:
    """Both."""
    inside.add_route(keys, "/keys")
    inside.add_route(give_key, "/keys/<staff_id:uuid>", methods=["POST"])


async def keys(request: Request) -> HTTPResponse:
    """Who waits, and what handing over means."""
    services = request.app.ctx.services
    there = await services.store.read(members.of_team, request.ctx.who.team_id)
    return pages.page(request, "people/keys.html", waiting=[one for one in there if one.waits])


async def give_key(request: Request, staff_id: UUID) -> HTTPResponse:
    """The colleague reads along from their next page on."""
    services = request.app.ctx.services
    await services.store.write(managing.give_key, request.ctx.who, staff_id, services.clock())
    return redirect("/console/keys", status=303)
