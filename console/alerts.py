"""What a counsellor wants to be called for by e-mail, and where."""

from __future__ import annotations

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot.bus import MAIL
from bot.errors import BotError, CodeTooSoon, UnusableAddress, WrongMailCode
from bot.mail import Kind, choices
from bot.mail.choices import Choice
from bot.mail.kinds import CHOICES
from bot.member import Counsellor
from console import desk, pages, session
from console.desk import Desk

_PAGE = "/console/alerts"
_DONE = ("saved", "confirmed", "resent")


def add_routes(inside: Blueprint) -> None:
    """The page and its forms."""
    inside.add_route(show, "/alerts", name="alerts")
    inside.add_route(choose, "/alerts", methods=["POST"], name="choose_alerts")
    inside.add_route(confirm, "/alerts/confirm", methods=["POST"], name="confirm_address")
    inside.add_route(send_again, "/alerts/code", methods=["POST"], name="send_code_again")


def look(db: Session, who: Counsellor) -> tuple[Desk, Choice]:
    """The desk, and what was chosen so far."""
    return desk.look(db, who), choices.of(db, who.id)


async def show(request: Request) -> HTTPResponse:
    """What was chosen so far."""
    return await _page(request)


async def choose(request: Request) -> HTTPResponse:
    """Keep the choice; to a new address a code is sent."""
    services = request.app.ctx.services
    typed = session.field(request, "address")
    kinds = [kind for kind in CHOICES if session.field(request, kind)]
    language = pages.words(request).language
    try:
        await services.store.write(
            choices.choose, request.ctx.who, typed, kinds, language, services.clock()
        )
    except (UnusableAddress, CodeTooSoon) as error:
        return await _page(request, error, typed=typed, kinds=frozenset(kinds))
    services.bus.publish(MAIL)
    return redirect(f"{_PAGE}?done=saved", status=303)


async def confirm(request: Request) -> HTTPResponse:
    """The code that was sent to the address."""
    services = request.app.ctx.services
    code = session.field(request, "code")
    if await services.store.write(choices.confirm, request.ctx.who, code, services.clock()):
        return redirect(f"{_PAGE}?done=confirmed", status=303)
    return await _page(request, WrongMailCode())


async def send_again(request: Request) -> HTTPResponse:
    """Another code, to the same address."""
    services = request.app.ctx.services
    try:
        await services.store.write(choices.send_again, request.ctx.who, services.clock())
    except CodeTooSoon as error:
        return await _page(request, error)
    services.bus.publish(MAIL)
    return redirect(f"{_PAGE}?done=resent", status=303)


async def _page(
    request: Request,
    error: BotError | None = None,
    typed: str | None = None,
    kinds: frozenset[Kind] | None = None,
) -> HTTPResponse:
    services = request.app.ctx.services
    around, choice = await services.store.read(look, request.ctx.who)
    done = request.args.get("done")
    return pages.page(
        request,
        "alerts.html",
        200 if error is None else pages.status_of(request, error),
        alert=None if error is None else pages.told(request, error),
        news=pages.words(request)(f"mail.{done}") if done in _DONE else None,
        desk=around,
        choice=choice,
        typed=typed if typed is not None else choice.unconfirmed or choice.address or "",
        chosen=choice.kinds if kinds is None else kinds,
        offered=CHOICES,
        has_mail=services.has_mail,
        path=_PAGE,
    )
