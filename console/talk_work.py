"""What counsellors do beside the talk: notes for colleagues, labels, and what the bot got wrong."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID, uuid4

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from bot.desk import corrections, labels, notes
from bot.errors import UnusableMessage
from bot.messages import clean
from console import session
from console.talk import AT
from console.talk_page import show, step

_NOTE_ID: Final = re.compile(r"[0-9a-f]{32}")


def add_routes(inside: Blueprint) -> None:
    """The forms in the panel beside a conversation."""
    for done in (note, label, correct):
        inside.add_route(done, f"{AT}/{done.__name__}", methods=["POST"])


async def note(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Keep a note that no reporter sees."""
    sent = session.field(request, "message_id")
    note_id = UUID(sent) if _NOTE_ID.fullmatch(sent) else uuid4()
    try:
        text = clean(session.field(request, "note"))
    except UnusableMessage as error:
        return await show(request, conversation_id, error)
    return await step(request, conversation_id, notes.add, note_id, text)


async def label(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Let it have these labels and no others."""
    return await step(request, conversation_id, labels.put, session.uuid_fields(request, "label"))


async def correct(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Say what it is about, and how urgent it is, after having read it."""
    theme, risk = session.field(request, "theme"), session.field(request, "risk")
    return await step(request, conversation_id, corrections.correct, theme, risk)
