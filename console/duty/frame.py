"""What stands around these pages: whoever talks with reporters is called here too."""

from __future__ import annotations

from typing import Any

from sanic import Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.errors import BotError
from bot.member import Counsellor, Member
from console import desk, pages
from console.desk import Desk


def desk_of(db: Session, who: Member) -> Desk | None:
    """The desk of a counsellor; others have none."""
    return desk.look(db, who) if isinstance(who, Counsellor) else None


async def page(
    request: Request, name: str, error: BotError | None = None, **values: Any
) -> HTTPResponse:
    """A page of this part, with what went wrong if something did."""
    beside = await request.app.ctx.services.store.read(desk_of, request.ctx.who)
    shared = {
        "alert": None if error is None else pages.told(request, error),
        "desk": beside,
        "path": f"/console/{name}",
    }
    status = 200 if error is None else pages.status_of(request, error)
    return pages.page(request, f"duty/{name}.html", status, **(shared | values))
