"""One's own second factors: another app, passkeys, recovery codes."""

from __future__ import annotations

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from bot.errors import BotError
from bot.people import account as accounts
from bot.people import factors, passkeys
from bot.people.errors import WrongFactor
from console import pages, session
from console.people import account, links


def add_routes(inside: Blueprint) -> None:
    """The pages of each."""
    at = "/account"
    inside.add_route(show_totp, f"{at}/totp")
    inside.add_route(change_totp, f"{at}/totp", methods=["POST"])
    inside.add_route(show_passkey, f"{at}/passkey")
    inside.add_route(add_passkey, f"{at}/passkey", methods=["POST"])
    inside.add_route(remove_passkey, f"{at}/passkey/remove", methods=["POST"])
    inside.add_route(renew_codes, f"{at}/codes", methods=["POST"])
    inside.add_route(codes_kept, f"{at}/codes/kept", methods=["POST"])


async def show_totp(request: Request) -> HTTPResponse:
    """A new secret for an authenticator app."""
    return _totp_page(request, factors.new_totp())


async def change_totp(request: Request) -> HTTPResponse:
    """The app shows that it works; the one before does not count any more."""
    services = request.app.ctx.services
    secret = session.field(request, "secret")
    if not factors.is_totp_secret(secret):
        return _totp_page(request, factors.new_totp(), WrongFactor())
    try:
        opened = await account.opened_by(request)
        await services.store.write(
            accounts.set_totp, request.ctx.who, opened, secret, session.field(request, "code"),
            services.clock(),
        )  # fmt: skip
    except BotError as error:
        return _totp_page(request, secret, error)
    return redirect(f"{account.HERE}?done=totp", status=303)


async def show_passkey(request: Request) -> HTTPResponse:
    """What the page's script asks the browser for."""
    return await _passkey_page(request)


async def add_passkey(request: Request) -> HTTPResponse:
    """Keep a passkey that the browser made."""
    services = request.app.ctx.services
    try:
        await services.store.write(
            accounts.add_passkey, request.ctx.who, session.field(request, "passkey"),
            session.field(request, "label"), session.site(request), services.clock(),
        )  # fmt: skip
    except BotError as error:
        return await _passkey_page(request, error)
    return redirect(f"{account.HERE}?done=passkey", status=303)


async def remove_passkey(request: Request) -> HTTPResponse:
    """Take one away."""
    services = request.app.ctx.services
    number = session.field(request, "number")
    try:
        await services.store.write(
            accounts.remove_passkey, request.ctx.who, number, services.clock()
        )
    except BotError as error:
        return await account.show(request, error)
    return redirect(account.HERE, status=303)


async def renew_codes(request: Request) -> HTTPResponse:
    """Ten new recovery codes, shown once."""
    services = request.app.ctx.services
    codes = await services.store.write(accounts.new_codes, request.ctx.who, services.clock())
    return pages.page(request, "people/codes.html", codes=codes)


async def codes_kept(request: Request) -> HTTPResponse:
    """Somebody says that the codes lie in a safe place."""
    services = request.app.ctx.services
    await services.store.write(accounts.note_codes_kept, request.ctx.who, services.clock())
    return redirect(session.HOME, status=303)


def _totp_page(request: Request, secret: str, error: BotError | None = None) -> HTTPResponse:
    uri = factors.totp_uri(secret, request.ctx.who.name)
    return pages.with_error(
        request,
        "people/totp.html",
        error,
        secret=secret,
        picture=links.picture(uri),
    )


async def _passkey_page(request: Request, error: BotError | None = None) -> HTTPResponse:
    services = request.app.ctx.services
    who = request.ctx.who
    options = await services.store.read(
        passkeys.options_to_register, session.site(request), who.id, who.name, services.clock()
    )
    return pages.with_error(
        request,
        "people/passkey.html",
        error,
        options=options,
    )
