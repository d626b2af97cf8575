"""Proposing another team to the reporter, who alone decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import steps
from bot.errors import BotError, EmptyMessage
from bot.member import Counsellor
from bot.messages import clean
from bot.models import Team, TeamKind
from bot.passing import proposals
from bot.passing.proposals import Proposed
from console import desk, pages, session
from console.desk import Desk
from console.talk import AT
from console.talk_page import step
from expertise.parties import parties

# What stands in the form for the inspectorate where it has no team here.
FILE: Final = "file"


@dataclass(frozen=True)
class Choice:
    """A team that could be proposed."""

    id: UUID
    name: str
    kind: TeamKind


@dataclass(frozen=True)
class Offer:
    """What the page shows: the teams, and what is proposed already."""

    desk: Desk
    conversation_id: UUID
    teams: tuple[Choice, ...]
    about_staff: bool
    proposed: Proposed | None = field(repr=False)

    @property
    def has_inspectors(self) -> bool:
        """Whether the inspectorate has a team here."""
        return any(team.kind is TeamKind.INSPECTORATE for team in self.teams)


def add_routes(inside: Blueprint) -> None:
    """The page and its forms."""
    inside.add_route(pass_on, f"{AT}/pass-on")
    inside.add_route(propose, f"{AT}/propose", methods=["POST"])
    inside.add_route(retract, f"{AT}/retract", methods=["POST"])


def look(db: Session, who: Counsellor, conversation_id: UUID) -> Offer:
    """What can be proposed for a conversation that one has.

    Raises:
        NotYourConversation, UnknownConversation: as `steps.held`.
    """
    conversation = steps.held(db, who, conversation_id)
    order = list(TeamKind)
    found = db.execute(select(Team).where(Team.id != who.team_id).order_by(Team.name)).scalars()
    teams = [Choice(team.id, team.name, TeamKind(team.kind)) for team in found]
    return Offer(
        desk.look(db, who),
        conversation_id,
        tuple(sorted(teams, key=lambda team: -order.index(team.kind))),
        conversation.about_staff is True,
        proposals.standing(db, steps.opened(who, conversation)),
    )


async def pass_on(request: Request, conversation_id: UUID) -> HTTPResponse:
    """To which team, and why."""
    return await _show(request, conversation_id)


async def propose(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Lay it before the reporter."""
    try:
        why = _written(request)
    except BotError as error:
        return await _show(request, conversation_id, error)
    to = session.field(request, "team")
    team_id = None if to == FILE else session.uuid_field(request, "team")
    if team_id is None and to != FILE:
        return await _show(request, conversation_id)
    return await step(request, conversation_id, proposals.propose, team_id, why)


async def retract(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Take it back."""
    return await step(request, conversation_id, proposals.retract)


def _written(request: Request) -> str:
    """The explanation, which may be left out."""
    try:
        return clean(session.field(request, "why"))
    except EmptyMessage:
        return ""


async def _show(
    request: Request, conversation_id: UUID, error: BotError | None = None
) -> HTTPResponse:
    services = request.app.ctx.services
    offer = await services.store.read(look, request.ctx.who, conversation_id)
    t, now = pages.words(request), services.clock()
    inspectors = parties()["vi"]
    return pages.page(
        request,
        "passing/pass_on.html",
        200 if error is None else pages.status_of(request, error),
        alert=None if error is None else pages.told(request, error),
        desk=offer.desk,
        offer=offer,
        wanted=request.args.get("to", ""),
        why=session.field(request, "why"),
        phone=inspectors.shown_contacts()[0].label.in_(t.language),
        hours=inspectors.opening(now, t.language),
    )
