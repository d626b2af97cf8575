"""What was done here and by whom, for auditors: to look through, page by page."""

from __future__ import annotations

from datetime import date
from typing import Final
from urllib.parse import urlencode

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot import audit_log
from bot.audit_log import Page, Wanted
from bot.member import Member
from bot.people import members
from console import pages

_LONGEST: Final = 80
_FIELDS: Final = ("who", "action", "subject", "since", "until")


def add_routes(inside: Blueprint) -> None:
    """The page; nothing can be changed there."""
    inside.add_route(trail, "/trail")


async def trail(request: Request) -> HTTPResponse:
    """The newest deeds, or those that were asked for."""
    typed = {name: (request.args.get(name) or "").strip()[:_LONGEST] for name in _FIELDS}
    found, names, kinds = await request.app.ctx.services.store.read(
        _look, request.ctx.who, _wanted(typed, request.args.get("before"))
    )
    onward = {name: value for name, value in typed.items() if value} | {"before": found.next}
    t = pages.words(request)
    return pages.page(
        request,
        "trail.html",
        lines=found.lines,
        typed=typed,
        names=names,
        kinds=sorted((t.optional(f"deed.{kind}") or kind, kind) for kind in kinds),
        deed=lambda action: t.optional(f"deed.{action}") or action,
        older=f"/console/trail?{urlencode(onward)}" if found.next else None,
    )


def _look(session: Session, who: Member, wanted: Wanted) -> tuple[Page, list[str], tuple[str, ...]]:
    found = audit_log.search(session, who.team_id, wanted)
    names = [each.name for each in members.of_team(session, who.team_id)]
    return found, names, audit_log.actions(session, who.team_id)


def _wanted(typed: dict[str, str], before: str | None) -> Wanted:
    return Wanted(
        actor=typed["who"] or None,
        action=typed["action"] or None,
        subject=typed["subject"] or None,
        since=_day(typed["since"]),
        until=_day(typed["until"]),
        before=int(before) if before and before.isascii() and before.isdigit() else None,
    )


def _day(typed: str) -> date | None:
    """A day as a browser sends it. What is none narrows nothing, and still stands in its field."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
