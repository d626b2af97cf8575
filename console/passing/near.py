"""Stepping back from a conversation, and the admins' page on which that is lifted."""

from __future__ import annotations

from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot.bus import QUEUE
from bot.passing import conflicts
from console import pages
from console.talk import AT
from console.talk_page import step


def add_routes(inside: Blueprint) -> None:
    """The button in a conversation, and the page."""
    inside.add_route(step_back, f"{AT}/step-back", methods=["POST"])
    inside.add_route(stepped_back, "/stepped-back")
    at = "/stepped-back/<conversation_id:uuid>/<staff_id:uuid>/lift"
    inside.add_route(lift, at, methods=["POST"])


async def step_back(request: Request, conversation_id: UUID) -> HTTPResponse:
    """From here on the counsellor sees nothing of it."""
    return await step(
        request, conversation_id, conflicts.step_back, then="/console?done=stepped_back"
    )


async def stepped_back(request: Request) -> HTTPResponse:
    """Who of the team stepped back from what; no word of any conversation stands here."""
    found = await request.app.ctx.services.store.read(conflicts.of_team, request.ctx.who)
    return pages.page(request, "passing/stepped_back.html", found=found)


async def lift(request: Request, conversation_id: UUID, staff_id: UUID) -> HTTPResponse:
    """Let somebody see a conversation again."""
    services = request.app.ctx.services
    await services.store.write(
        conflicts.lift, request.ctx.who, conversation_id, staff_id, services.clock()
    )
    services.bus.publish(QUEUE)
    return redirect("/console/stepped-back", status=303)
