"""One's own account: what opens it, and where it is open."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot import vault
from bot.errors import BotError
from bot.member import Member
from bot.models import Passkey, Staff
from bot.people import account as accounts
from bot.people import attempts, boxes, factors, passkeys, sessions
from bot.people.boxes import Secrets
from bot.people.errors import PasswordsDiffer
from bot.people.sessions import Seen
from console import pages, session

HERE = "/console/account"
_DONE = ("password", "totp", "passkey")


@dataclass(frozen=True)
class Account:
    """An account as its owner sees it."""

    has_totp: bool
    passkeys: tuple[Passkey, ...]
    codes_left: int
    sessions: tuple[Seen, ...]


def add_routes(inside: Blueprint) -> None:
    """The page, the password, and the sessions."""
    inside.add_route(account, "/account")
    inside.add_route(change_password, "/account/password", methods=["POST"])
    inside.add_route(end_session, "/account/sessions/<session_id:uuid>", methods=["POST"])
    inside.add_route(end_other_sessions, "/account/sessions", methods=["POST"])


def look(db: Session, who: Member, secret: bytes, now: datetime) -> Account:
    """The account as it is now."""
    return Account(
        accounts.has_totp(db.get_one(Staff, who.id)),
        tuple(passkeys.of_person(db, who.id)),
        factors.codes_left(db, who.id),
        tuple(sessions.own(db, who, secret, now)),
    )


async def account(request: Request) -> HTTPResponse:
    """Everything about one's own account."""
    return await show(request)


async def change_password(request: Request) -> HTTPResponse:
    """Another password; sessions elsewhere end."""
    services = request.app.ctx.services
    who, password = request.ctx.who, session.field(request, "new_password")
    try:
        require_same(request, password)
        boxes.check_password(password, who.name)
        opened = await opened_by(request)
        salt = vault.new_salt()
        lid = await asyncio.to_thread(boxes.lid_of, password, salt)
        await services.store.write(
            accounts.set_password, who, opened, salt, lid, session.secret_of(request),
            services.clock(),
        )  # fmt: skip
    except BotError as error:
        return await show(request, error)
    return redirect(f"{HERE}?done=password", status=303)


async def end_session(request: Request, session_id: UUID) -> HTTPResponse:
    """One of one's own sessions, such as that of a phone that was left somewhere."""
    services = request.app.ctx.services
    await services.store.write(sessions.end, request.ctx.who, session_id, services.clock())
    return redirect(HERE, status=303)


async def end_other_sessions(request: Request) -> HTTPResponse:
    """All but this one."""
    services = request.app.ctx.services
    await services.store.write(
        sessions.end_others, request.ctx.who, session.secret_of(request), services.clock()
    )
    return redirect(HERE, status=303)


async def show(request: Request, error: BotError | None = None) -> HTTPResponse:
    """The page, with what went wrong."""
    services = request.app.ctx.services
    secret = session.secret_of(request)
    found = await services.store.read(look, request.ctx.who, secret, services.clock())
    done = request.args.get("done")
    return pages.with_error(
        request,
        "people/account.html",
        error,
        news=pages.words(request)(f"account.done.{done}") if done in _DONE else None,
        account=found,
    )


async def opened_by(request: Request) -> Secrets:
    """One's own box, open: the form brings the password.

    Raises:
        LoginFailed, TooManyTries: it is another password.
    """
    services = request.app.ctx.services
    return await attempts.open_again(
        services.store, services.clock, request.ctx.who.name,
        session.field(request, "current_password"),
    )  # fmt: skip


def require_same(request: Request, password: str) -> None:
    """Whether a new password was typed the same way twice.

    Raises:
        PasswordsDiffer: it was not.
    """
    if password != session.field(request, "same_password"):
        raise PasswordsDiffer
