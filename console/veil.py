"""Hiding what was said from whoever stands behind a counsellor: a choice of this browser."""

from __future__ import annotations

from typing import Final

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from console import session

COOKIE: Final = "__Host-vertelmaar-veil"
_A_YEAR_S: Final = 365 * 24 * 3600


def add_routes(inside: Blueprint) -> None:
    """The switch."""
    inside.add_route(veil, "/veil", methods=["POST"])


def is_on(request: Request) -> bool:
    """Whether this browser hides what was said until it is clicked."""
    return request.cookies.get(COOKIE) == "on"


async def veil(request: Request) -> HTTPResponse:
    """On or off."""
    response = redirect(session.own_page(session.field(request, "next")), status=303)
    is_wanted = session.field(request, "veil") == "on"
    response.add_cookie(
        COOKIE, "on" if is_wanted else "off",
        secure=True, httponly=True, samesite="Strict", max_age=_A_YEAR_S,
    )  # fmt: skip
    return response
