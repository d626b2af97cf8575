"""A picture that a reporter added, by itself: nothing that stands in it can do anything here."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, raw
from sqlalchemy.orm import Session

from bot import handover
from bot.access import conversation_of
from bot.desk import digest, notices
from bot.member import Counsellor
from bot.passing import dossiers
from bot.pictures import keeping
from bot.pictures.errors import NoSuchPicture
from console import glance
from console.talk import AT

_SHUT_IN: Final = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    # A name that says nothing, for who keeps it.
    "Content-Disposition": 'inline; filename="foto.jpg"',
}


def add_routes(inside: Blueprint) -> None:
    """The pictures of a conversation."""
    inside.add_route(picture, f"{AT}/pictures/<picture_id:uuid>")


async def picture(request: Request, conversation_id: UUID, picture_id: UUID) -> HTTPResponse:
    """One picture, shut in. That it was looked at stands in the audit."""
    services = request.app.ctx.services
    who, now = request.ctx.who, services.clock()
    image = await services.store.write(_look, who, conversation_id, picture_id, now)
    return raw(image, content_type="image/jpeg", headers=_SHUT_IN)


def _look(
    db: Session, who: Counsellor, conversation_id: UUID, picture_id: UUID, now: datetime
) -> bytes:
    if _has_to_read_first(db, who, conversation_id):
        raise NoSuchPicture
    return keeping.one(db, who, conversation_id, picture_id, now)


def _has_to_read_first(db: Session, who: Counsellor, conversation_id: UUID) -> bool:
    """Whether the notice about the duty to report comes before everything else."""
    access = handover.read(db, who, conversation_id)
    conversation = conversation_of(db, access)
    known = digest.load(access, conversation)
    told = dossiers.told(dossiers.passed_to(db, access, who.team_id), known)
    return (
        glance.is_bound(who)
        and glance.has_duty(told, conversation.about_staff)
        and not notices.was_read(db, who, conversation_id)
    )
