"""The guard before every page behind the login: who it is, what their roles may see, how lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sanic import Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot import login
from bot.duty import standing
from bot.duty.standing import Standing
from bot.member import Counsellor, Member
from bot.people import cookies, members
from bot.services import Services
from console import rights, session


class ClosedDoor(Exception):
    """A page that is not there for this member: they are not told that it is for others."""


@dataclass(frozen=True)
class Around:
    """What stands around every page: one's teams, who waits for the key, the duty.

    `duty` is None for who does not talk with reporters.
    """

    teams: tuple[tuple[UUID, str], ...]
    waiting: tuple[str, ...]
    duty: Standing | None


async def guard(request: Request) -> HTTPResponse | None:
    """Let members in and nobody else, each to what their roles may see.

    What changes something must come out of our own page.

    Raises:
        Forged: another site, or no browser, sent it.
        SessionEnded: there is no session (any more).
        Stale: the form's token is that of another session.
        ClosedDoor: no role of theirs may come here.
        ConfirmationNeeded: it is dangerous, and they showed who they are too long ago.
    """
    if request.method == "POST":
        session.require_own_page(request)
    services = request.app.ctx.services
    secret = session.secret_of(request)
    active = request.method == "POST" or not session.is_by_script(request)
    who = request.ctx.who = await _known(services, secret, active=active)
    request.ctx.around = None
    if not session.wants_queue_alone(request):
        request.ctx.around = await services.store.read(_around, who, services.clock())
    request.ctx.csrf = session.token_of(secret)
    if request.method == "POST":
        session.require_token(request, secret)
    name = request.route.name.rpartition(".")[2] if request.route else ""
    if not rights.may(who, name):
        if request.path.rstrip("/") == session.HOME:
            return redirect(rights.landing(who), status=303)
        raise ClosedDoor
    if name in rights.DANGEROUS:
        await require_recent(request)
    return None


async def _known(services: Services, secret: bytes, *, active: bool) -> Member:
    """Who it is. Only who has something to be noted of them stands in the writers' line."""
    now = services.clock()
    who, is_to_be_noted = await services.store.read(cookies.look, secret, now, active=active)
    if not is_to_be_noted:
        return who
    return await services.store.write(cookies.resume, secret, now, active=active)


async def require_recent(request: Request) -> None:
    """Password and second factor within the last five minutes, before what is dangerous.

    Raises:
        ConfirmationNeeded: answered with a page that asks for them, and leads back.
    """
    services = request.app.ctx.services
    await services.store.read(login.require_recent, session.secret_of(request), services.clock())


def _around(db: Session, who: Member, now: datetime) -> Around:
    teams = tuple((team.id, team.name) for team in members.teams_of(db, who.id))
    if not isinstance(who, Counsellor):
        return Around(teams, (), None)
    return Around(teams, members.keyless(db, who.team_id), standing.of(db, who, now))
