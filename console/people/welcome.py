"""What an invitation leads to: name and password, a second factor, recovery codes, and in."""

from __future__ import annotations

import asyncio

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot.errors import BotError, SessionEnded
from bot.people import accepting, cookies, invitations, passkeys
from bot.people.accepting import Draft
from bot.people.errors import InvitationGone, PasskeyRefused, WrongFactor
from console import pages, session
from console.people import links
from console.people.account import require_same
from console.people.device import described


def add_routes(outside: Blueprint) -> None:
    """The steps, each a form that carries the link's secret."""
    outside.add_route(show_welcome, "/welcome")
    outside.add_route(open_link, "/welcome", methods=["POST"])
    outside.add_route(choose, "/welcome/account", methods=["POST"])
    outside.add_route(enrol, "/welcome/factor", methods=["POST"])


async def show_welcome(request: Request) -> HTTPResponse:
    """The page's script sends on what stands behind the #; without it, it is pasted here."""
    return pages.page(request, "people/welcome.html")


async def open_link(request: Request) -> HTTPResponse:
    """What the link offers, and the first step."""
    session.require_own_page(request)
    try:
        return await _account_page(request, links.secret_in(session.field(request, "link")))
    except InvitationGone as error:
        return _refused(request, error)


async def choose(request: Request) -> HTTPResponse:
    """Name and password, and then the second step."""
    session.require_own_page(request)
    services = request.app.ctx.services
    name, password = session.field(request, "name"), session.field(request, "new_password")
    try:
        secret = links.secret_in(session.field(request, "link"))
        try:
            require_same(request, password)
            offer = await services.store.read(
                accepting.choose, secret, name, password, services.clock()
            )
        except InvitationGone:
            raise
        except BotError as error:
            return await _account_page(request, secret, error, name)
        draft = await asyncio.to_thread(accepting.drafted, offer, name, password)
        return await _factor_page(request, secret, draft)
    except InvitationGone as error:
        return _refused(request, error)


async def enrol(request: Request) -> HTTPResponse:
    """The second factor: with it the account is there, and its owner is logged in."""
    session.require_own_page(request)
    services = request.app.ctx.services
    try:
        secret = links.secret_in(session.field(request, "link"))
        sent = session.field(request, "draft")
        draft = await services.store.read(accepting.unpacked, secret, sent)
        try:
            made = await services.store.write(
                accepting.accept, secret, draft, session.proof_of(request),
                session.field(request, "label"), described(request.headers.get("user-agent", "")),
                services.clock(),
            )  # fmt: skip
        except (WrongFactor, PasskeyRefused) as error:
            return await _factor_page(request, secret, draft, error)
    except BotError as error:
        return _refused(request, error)
    request.ctx.csrf = session.token_of(made.entered.token)
    page = pages.page(request, "people/codes.html", codes=made.codes)
    return session.begin(page, made.entered.token)


async def join(request: Request) -> HTTPResponse:
    """Somebody who is logged in takes a further team."""
    services = request.app.ctx.services
    try:
        secret = links.secret_in(session.field(request, "link"))
        await services.store.write(
            accepting.join, secret, session.secret_of(request), services.clock()
        )
    except InvitationGone as error:
        return _refused(request, error)
    return redirect("/console/start", status=303)


async def _account_page(
    request: Request, secret: bytes, error: BotError | None = None, name: str | None = None
) -> HTTPResponse:
    services = request.app.ctx.services
    offer = await services.store.read(invitations.look, secret, services.clock())
    token = session.secret_or_none(request)
    return pages.with_error(
        request, "people/welcome_account.html", error,
        offer=offer, link=session.encode(secret), name=offer.name if name is None else name,
        roles=sorted(offer.roles), is_reset=offer.staff_id is not None,
        csrf=session.token_of(token) if token and await _is_in(request, token) else "",
    )  # fmt: skip


async def _factor_page(
    request: Request, secret: bytes, draft: Draft, error: BotError | None = None
) -> HTTPResponse:
    services = request.app.ctx.services
    packed = await services.store.read(accepting.packed, secret, draft)
    options = await services.store.read(
        passkeys.options_to_register, session.site(request), draft.staff_id, draft.name,
        services.clock(),
    )  # fmt: skip
    return pages.with_error(
        request, "people/welcome_factor.html", error,
        link=session.encode(secret), draft=packed, options=options,
        secret=draft.totp_secret, picture=links.picture(draft.totp_uri),
    )  # fmt: skip


async def _is_in(request: Request, token: bytes) -> bool:
    services = request.app.ctx.services
    try:
        await services.store.read(cookies.resume, token, services.clock(), active=False)
    except SessionEnded:
        return False
    return True


def _refused(request: Request, error: BotError) -> HTTPResponse:
    return pages.with_error(request, "people/welcome.html", error)
