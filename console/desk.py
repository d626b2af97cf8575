"""The queue, and whether one is on duty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, empty, redirect
from sqlalchemy.orm import Session

from bot import login
from bot.bus import QUEUE
from bot.desk import queue, timeline
from bot.desk.queue import Group, Page
from bot.member import Counsellor
from console import filters, pages, session
from console.filters import Filter

_DONE = ("closed", "released", "returned", "transferred", "transferred_away", "stepped_back")
_OPEN: Final = (Group.WAITING, Group.MINE, Group.COLLEAGUES)


@dataclass(frozen=True)
class Part:
    """A part of the queue as it is shown."""

    group: Group
    page: Page


@dataclass(frozen=True)
class Desk:
    """What a counsellor has before them on every page: the queue, and the duty switch.

    `waiting` and `mine` are all there is of them, whatever the page is narrowed to: who waits
    calls, also for who is looking at something else.
    """

    waiting: Page
    mine: Page
    parts: tuple[Part, ...]
    filter: Filter
    labels: Mapping[UUID, str]
    labelled: Mapping[UUID, Sequence[str]]
    given_by: Mapping[UUID, str]
    on_duty: bool

    @property
    def count(self) -> str:
        """How many ask for attention: it stands in the window's title. Empty when nobody does."""
        asking = self.waiting.count + sum(case.unread > 0 for case in self.mine.cases)
        return queue.counted(asking) if asking else ""


def look(db: Session, who: Counsellor, request: Request | None = None) -> Desk:
    """The desk as it is now, narrowed to what the queue's own page asks for."""
    labels = queue.labels(db, who)
    narrowed = filters.of(request, labels) if request is not None else Filter()
    waiting, mine = (queue.page(db, who, group) for group in (Group.WAITING, Group.MINE))
    known = {Group.WAITING: waiting, Group.MINE: mine} if narrowed.is_all else {}
    groups = _OPEN if narrowed.group is None else (narrowed.group,)
    parts = tuple(
        Part(
            group,
            known.get(group) or queue.page(db, who, group, narrowed.wanted, narrowed.after),
        )
        for group in groups
    )
    shown = [case.id for part in parts for case in part.page.cases]
    return Desk(
        waiting=waiting,
        mine=mine,
        parts=parts,
        filter=narrowed,
        labels=labels,
        labelled=queue.labelled(db, who, shown) if labels else {},
        given_by=timeline.given_by(db, [case.id for case in mine.cases]),
        on_duty=login.is_on_duty(db, who),
    )


def blueprint() -> Blueprint:
    """The pages behind the login."""
    inside = Blueprint("console", url_prefix="/console")
    inside.add_route(show_queue, "/", name="queue")
    inside.add_route(set_duty, "/duty", methods=["POST"])
    inside.add_route(stay, "/stay", methods=["POST"])
    return inside


async def show_queue(request: Request) -> HTTPResponse:
    """The queue: risk first, then waiting time."""
    if session.wants_queue_alone(request):
        return await show_alone(request, narrowed_by=request)
    desk = await request.app.ctx.services.store.read(look, request.ctx.who, request)
    done = request.args.get("done")
    t = pages.words(request)
    return pages.page(
        request,
        "queue.html",
        desk=desk,
        news=t(f"done.{done}") if done in _DONE else None,
        choices=filters.choices(t, desk.labels),
        path=desk.filter.address(desk.filter.group, desk.filter.after),
    )


async def show_alone(
    request: Request, here: UUID | None = None, narrowed_by: Request | None = None
) -> HTTPResponse:
    """The queue for a page that has all the rest; `here` is the conversation that it shows.

    Every open page asks for it when somebody comes or goes, so that it may not cost much.
    """
    desk = await request.app.ctx.services.store.read(look, request.ctx.who, narrowed_by)
    return pages.page(request, "queue_alone.html", desk=desk, here=here)


async def set_duty(request: Request) -> HTTPResponse:
    """Reporters may count on an answer now, or may not."""
    services = request.app.ctx.services
    on_duty = session.field(request, "on_duty") == "yes"
    await services.store.write(login.set_duty, request.ctx.who, on_duty=on_duty)
    services.bus.publish(QUEUE)
    return redirect(session.own_page(session.field(request, "next")), status=303)


async def stay(_request: Request) -> HTTPResponse:
    """Somebody is still there: the guard has noted it."""
    return empty()
