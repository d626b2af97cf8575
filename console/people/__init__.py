"""Pages about people: one's own account, the team's members, invitations, the team's key."""

from __future__ import annotations

from sanic import Blueprint

from console.people import account, confirming, factors, keys, start, team, welcome


def add_routes(inside: Blueprint) -> None:
    """The pages behind the login."""
    for part in (account, confirming, factors, keys, start, team):
        part.add_routes(inside)
    inside.add_route(welcome.join, "/join", methods=["POST"])


def add_outside_routes(outside: Blueprint) -> None:
    """The pages that an invitation leads to."""
    welcome.add_routes(outside)
