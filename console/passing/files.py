"""The file for the inspectorate: made in memory, encrypted, downloaded, and kept nowhere."""

from __future__ import annotations

import asyncio
from typing import Final
from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, raw
from sqlalchemy.orm import Session

from bot.errors import BotError
from bot.member import Counsellor
from bot.passing import consent, exports
from bot.passing.exports import Lock
from console import desk, pages, session
from console.desk import Desk
from console.talk import AT

# It says nothing, in a folder of downloads neither.
_NAME: Final = "dossier.zip.age"


def add_routes(inside: Blueprint) -> None:
    """The page and its form."""
    inside.add_route(show_file, f"{AT}/file")
    inside.add_route(make_file, f"{AT}/file", methods=["POST"])


def look(db: Session, who: Counsellor, conversation_id: UUID) -> Desk:
    """The desk, if there is a file to make.

    Raises:
        NothingAgreed, NotYourConversation, UnknownConversation: there is none.
    """
    consent.agreed_file(db, who, conversation_id)
    return desk.look(db, who)


async def show_file(request: Request, conversation_id: UUID) -> HTTPResponse:
    """For whose key, or with which passphrase."""
    return await _show(request, conversation_id)


async def make_file(request: Request, conversation_id: UUID) -> HTTPResponse:
    """The file itself; that it was made stands in the audit before it is sent."""
    lock = Lock(session.field(request, "recipient").strip(), session.field(request, "passphrase"))
    services = request.app.ctx.services
    try:
        exports.check(lock)
    except BotError as error:
        return await _show(request, conversation_id, error)
    plain = await services.store.write(
        exports.make, request.ctx.who, conversation_id, lock, services.clock()
    )
    closed = await asyncio.to_thread(exports.close, plain, lock)
    headers = {"Content-Disposition": f'attachment; filename="{_NAME}"'}
    return raw(closed, content_type="application/octet-stream", headers=headers)


async def _show(
    request: Request, conversation_id: UUID, error: BotError | None = None
) -> HTTPResponse:
    found = await request.app.ctx.services.store.read(look, request.ctx.who, conversation_id)
    return pages.page(
        request,
        "passing/file.html",
        200 if error is None else pages.status_of(request, error),
        alert=None if error is None else pages.told(request, error),
        desk=found,
        conversation_id=conversation_id,
        recipient=session.field(request, "recipient"),
    )
