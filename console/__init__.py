"""The counsellors' pages: queue and conversations, live, and usable without JavaScript."""

from __future__ import annotations

from typing import Any

from sanic import Sanic

from console import desk, entrance, live, refusals, session, talk
from console.assets import serve


def install(app: Sanic[Any, Any]) -> None:
    """Put the console's pages on an application that carries `app.ctx.services`."""
    inside = desk.blueprint()
    talk.add_routes(inside)
    live.add_routes(inside)
    inside.middleware(session.guard, "request")
    outside = entrance.blueprint()
    for blueprint in (inside, outside):
        refusals.add_handlers(blueprint)
        blueprint.middleware(session.mark_private, "response")
        app.blueprint(blueprint)
    serve(app)
