"""What the team agrees on, for its admins."""

from __future__ import annotations

from dataclasses import asdict

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot.bus import QUEUE
from bot.duty import agreements
from bot.errors import OutOfBounds
from console import pages, session
from console.duty import frame


def add_routes(inside: Blueprint) -> None:
    """The page and its form."""
    inside.add_route(show, "/agreements", name="agreements")
    inside.add_route(change, "/agreements", methods=["POST"], name="change_agreements")


async def show(request: Request) -> HTTPResponse:
    """What holds now."""
    return await _show(request)


async def change(request: Request) -> HTTPResponse:
    """Agree on something else."""
    services = request.app.ctx.services
    try:
        wanted = agreements.read({name: session.field(request, name) for name in agreements.BOUNDS})
        await services.store.write(agreements.change, request.ctx.who, wanted, services.clock())
    except OutOfBounds as error:
        return await _show(request, error)
    services.bus.publish(QUEUE)
    return redirect("/console/agreements?done=changed", status=303)


async def _show(request: Request, error: OutOfBounds | None = None) -> HTTPResponse:
    services = request.app.ctx.services
    known = await services.store.read(agreements.of_team, request.ctx.who.team_id)
    shown = {name: "" if number is None else number for name, number in asdict(known).items()}
    t = pages.words(request)
    is_done = request.args.get("done") == "changed"
    return await frame.page(
        request,
        "agreements",
        error,
        news=t("agreements.changed") if is_done else None,
        bounds=agreements.BOUNDS,
        shown={name: session.field(request, name) for name in shown} if error else shown,
        wrong=error.values["field"] if error else None,
    )
