"""Pages to read and click through: the wayfinder, the directory, rights and duties, the figures.

They say what the chat says, out of the same reviewed content, to whoever would rather not type.
They need no JavaScript, set no cookie, store nothing and know nobody.
"""

from __future__ import annotations

from typing import Any

from sanic import Sanic

from connectors.guide import assets, directory, explained, wayfinder
from expertise.figures import figures
from expertise.listing import shown
from expertise.questions import questions
from expertise.rights import rights
from expertise.staff_work import staff_work


def install(app: Sanic[Any, Any]) -> None:
    """Put the pages on an application whose `ctx.services` is the core.

    Raises:
        ContentError: something in the content is missing; better now than when somebody reads it.
    """
    for load in (questions, shown, rights, figures, staff_work):
        load()
    for module in (assets, wayfinder, directory, explained):
        app.blueprint(module.routes)
