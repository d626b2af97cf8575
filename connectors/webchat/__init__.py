"""The web chat: pages that work without JavaScript, and better with it.

`pages` are the first screen and what explains it, `forms` the talk without JavaScript, `api` and
`stream` the talk with it. `note_forms` and `note_api` are the note to take along, both ways, and
`picture_forms` and `picture_api` a picture. All of them say the same, out of the same templates and
texts.
"""

from __future__ import annotations

from typing import Any

from sanic import Sanic

from connectors.webchat import (
    api,
    assets,
    forms,
    note_api,
    note_forms,
    pages,
    picture_api,
    picture_forms,
    stream,
)


def install(app: Sanic[Any, Any]) -> None:
    """Put the web chat on an application whose `ctx.services` is the core."""
    without_script = (forms, note_forms, picture_forms)
    with_script = (api, note_api, picture_api, stream)
    for module in (pages, assets, *without_script, *with_script):
        app.blueprint(module.routes)
