"""The queue, and whether one is on duty."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, empty, redirect
from sqlalchemy.orm import Session

from bot import login, queue
from bot.bus import QUEUE
from bot.handover import Counsellor
from bot.models import State
from bot.queue import Waiting
from console import pages, session

_DONE = ("closed", "released", "returned")


@dataclass(frozen=True)
class Desk:
    """What a counsellor has before them on every page: the open cases, and the duty switch."""

    cases: tuple[Waiting, ...]
    on_duty: bool

    @cached_property
    def waiting(self) -> list[Waiting]:
        """Those that nobody has taken, the most urgent first."""
        return [case for case in self.cases if case.state is State.WAITING]

    @cached_property
    def mine(self) -> list[Waiting]:
        """Those that this counsellor talks with."""
        return [case for case in self.cases if case.is_mine and case.state is State.HUMAN]

    @cached_property
    def colleagues(self) -> list[Waiting]:
        """Those that colleagues talk with."""
        return [case for case in self.cases if not case.is_mine and case.state is State.HUMAN]

    @property
    def count(self) -> int:
        """How many ask for attention: it stands in the window's title."""
        return len(self.waiting) + sum(case.unread > 0 for case in self.mine)


def look(db: Session, who: Counsellor) -> Desk:
    """The desk as it is now."""
    return Desk(tuple(queue.open_cases(db, who)), login.is_on_duty(db, who))


def blueprint() -> Blueprint:
    """The pages behind the login."""
    inside = Blueprint("console", url_prefix="/console")
    inside.add_route(show_queue, "/", name="queue")
    inside.add_route(set_duty, "/duty", methods=["POST"])
    inside.add_route(stay, "/stay", methods=["POST"])
    return inside


async def show_queue(request: Request) -> HTTPResponse:
    """The queue: risk first, then waiting time."""
    desk = await request.app.ctx.services.store.read(look, request.ctx.who)
    done = request.args.get("done")
    news = pages.words(request)(f"done.{done}") if done in _DONE else None
    return pages.page(request, "queue.html", desk=desk, news=news)


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
