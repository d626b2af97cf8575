"""A conversation's page, and how every step in it ends: there again, with what is new."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sanic import Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot import handover
from bot.bus import QUEUE, held_by
from bot.desk import canned, colleagues, labels, notes, notices, queue, reads, transcript
from bot.desk.canned import Ready
from bot.desk.colleagues import Colleague
from bot.desk.notes import Noted
from bot.desk.transcript import CounsellorView
from bot.errors import BotError, HandoverConflict, NoRoom, UnusableMessage
from bot.member import Counsellor
from bot.models import Label, Urgency
from console import cards, desk, glance, pages, session
from expertise.themes import THEMES

_MESSAGE_ID: Final = re.compile(r"[A-Za-z0-9-]{16,64}")


@dataclass(frozen=True)
class Work:
    """What a counsellor works with beside the talk itself."""

    notes: Sequence[Noted] = field(repr=False)
    labels: Sequence[Label]
    labelled: frozenset[UUID]
    colleagues: Sequence[Colleague]
    replies: Sequence[Ready]


@dataclass(frozen=True)
class Opened:
    """A conversation as it is shown; without `work` a notice has to be read first.

    `is_news` says that it has to be noted that it was read.
    """

    view: CounsellorView = field(repr=False)
    work: Work | None = field(repr=False)
    is_news: bool = False


def open_talk(
    db: Session, who: Counsellor, conversation_id: UUID, after: int, now: datetime
) -> Opened:
    """Everything that the page shows, as of one moment."""
    view = transcript.for_counsellor(db, who, conversation_id, after)
    is_first = reads.is_due(db, who, conversation_id, now)
    # A page that is open already is not taken away when the duty shows itself in mid-talk.
    if (
        (is_first or after == 0)
        and glance.is_bound(who)
        and glance.has_duty(view.digest, view.about_staff)
        and not notices.was_read(db, who, conversation_id)
    ):
        return Opened(view, None)
    is_news = view.is_unread or is_first
    return Opened(view, _work(db, who, view, now), is_news)


def _work(db: Session, who: Counsellor, view: CounsellorView, now: datetime) -> Work:
    return Work(
        notes=notes.of(db, who, view.id),
        labels=labels.of_team(db, who),
        labelled=labels.on(db, who, view.id),
        colleagues=colleagues.who_could_have(db, who, view.id, now) if view.is_mine else (),
        replies=canned.ready(db, who, view.language, now) if view.is_mine else (),
    )


def message_id(request: Request) -> str:
    """The id that the page gave to what it sends, or a new one."""
    sent = session.field(request, "message_id")
    return sent if _MESSAGE_ID.fullmatch(sent) else uuid4().hex


async def step(
    request: Request,
    conversation_id: UUID,
    service: Callable[..., Any],
    *values: Any,
    then: str | None = None,
) -> HTTPResponse:
    """Do one thing, tell every page that shows it, and go on to the page of it."""
    services, who = request.app.ctx.services, request.ctx.who
    try:
        stirs_queue = await services.store.write(
            _taken, service, who, conversation_id, *values, services.clock()
        )
    except (HandoverConflict, UnusableMessage) as error:
        return await show(request, conversation_id, error)
    services.bus.publish(str(conversation_id))
    services.bus.publish(QUEUE if stirs_queue else held_by(who.id))
    return redirect(then or f"/console/c/{conversation_id}", status=303)


def _taken(
    db: Session, service: Callable[..., Any], who: Counsellor, conversation_id: UUID, *values: Any
) -> bool:
    """Do it. Says whether it changed what every queue shows, so that every console has to look."""
    before = queue.as_shown(db, conversation_id)
    service(db, who, conversation_id, *values)
    return queue.as_shown(db, conversation_id) != before


async def show(
    request: Request,
    conversation_id: UUID,
    error: BotError | None = None,
    draft: str | None = None,
) -> HTTPResponse:
    """The conversation as it is now; `draft` stands in the box, and what an error sent back."""
    services = request.app.ctx.services
    after, now = session.last_seen(request), services.clock()
    who = request.ctx.who
    opened = await services.store.read(open_talk, who, conversation_id, after, now)
    view = opened.view
    if opened.is_news:
        # Before anything is shown: what cannot be noted is not read.
        await services.store.write(reads.note, who, conversation_id, view.last_seq, now)
    # After that, so that nothing stands there as unread that is read here.
    around = await services.store.read(desk.look, who)
    if opened.work is None:
        return pages.page(request, "duty.html", desk=around, view=view)
    t = pages.words(request)
    if draft is None:
        draft = session.field(request, "text") if error else ""
    return pages.page(
        request,
        "talk.html",
        200 if error is None else pages.status_of(request, error),
        alert=None if error is None else pages.told(request, error),
        desk=around,
        view=view,
        work=opened.work,
        glance=glance.glance(view.digest, t, view.about_staff),
        briefs=lambda body: cards.briefs(body, t, now),
        may_go_beyond=isinstance(error, NoRoom) and error.may_go_on,
        draft=draft,
        note_draft=session.field(request, "note") if error else "",
        message_id=message_id(request) if draft else uuid4().hex,
        note_id=uuid4().hex,
        outcomes=handover.OUTCOMES,
        themes=THEMES,
        risks=[urgency.risk for urgency in Urgency],
    )
