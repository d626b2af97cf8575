"""The counsellors' pages: queue and conversations, live, and usable without JavaScript."""

from __future__ import annotations

from typing import Any

from sanic import Sanic

from console import (
    alerts,
    desk,
    duty,
    entrance,
    guard,
    labels,
    live,
    passing,
    people,
    pictures,
    refusals,
    replies,
    session,
    talk,
    talk_cards,
    talk_work,
    trail,
    veil,
)
from console.assets import serve


def install(app: Sanic[Any, Any]) -> None:
    """Put the console's pages on an application that carries `app.ctx.services`."""
    inside = desk.blueprint()
    talk.add_routes(inside)
    live.add_routes(inside)
    alerts.add_routes(inside)
    duty.add_routes(inside)
    people.add_routes(inside)
    passing.add_routes(inside)
    for part in (talk_work, talk_cards, pictures, replies, labels, veil, trail):
        part.add_routes(inside)
    inside.middleware(guard.guard, "request")
    outside = entrance.blueprint()
    people.add_outside_routes(outside)
    for blueprint in (inside, outside):
        refusals.add_handlers(blueprint)
        blueprint.middleware(session.mark_private, "response")
        app.blueprint(blueprint)
    serve(app)
