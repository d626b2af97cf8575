"""Pages about being there: the roster, who is there now, and what the team agrees on."""

from __future__ import annotations

from sanic import Blueprint

from console.duty import agreements, presence, roster


def add_routes(inside: Blueprint) -> None:
    """The pages behind the login."""
    for part in (agreements, presence, roster):
        part.add_routes(inside)
