"""Looking up a party, and sending its card: what is shown here is what the reporter gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot import steps
from bot.desk import digest, party_cards
from bot.member import Counsellor
from bot.passing import dossiers
from console import desk, pages, session
from console.desk import Desk
from console.talk import AT
from console.talk_page import message_id, step
from expertise import sent_cards, texts
from expertise.languages import Language
from expertise.party import Party


@dataclass(frozen=True)
class Looked:
    """The parties that were found for a conversation, and the one that was chosen."""

    desk: Desk
    talk: UUID
    language: Language
    is_mine: bool
    parties: Sequence[Party]
    chosen: Party | None


def add_routes(inside: Blueprint) -> None:
    """The page of cards, and sending one."""
    inside.add_route(look_up, f"{AT}/cards", name="cards")
    inside.add_route(send_card, f"{AT}/cards", methods=["POST"])


def find(
    db: Session, who: Counsellor, conversation_id: UUID, wanted: str, party: str, now: datetime
) -> Looked:
    """Parties by name or theme; the only one that was found counts as chosen."""
    conversation = steps.of_team(db, who, conversation_id)
    access = steps.opened(who, conversation)
    passed = dossiers.passed_to(db, access, who.team_id)
    told = dossiers.told(passed, digest.load(access, conversation))
    found = sent_cards.found(wanted, told.theme, told.role, now, conversation.language)
    chosen = party_cards.one(party) if party else None
    if chosen is None and wanted and len(found) == 1:
        chosen = found[0]
    is_mine = conversation.claimed_by == who.id
    at_hand = desk.look(db, who)
    return Looked(at_hand, conversation_id, conversation.language, is_mine, found, chosen)


async def look_up(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Search, choose, and see exactly what the reporter will see."""
    services = request.app.ctx.services
    wanted, party = request.args.get("q", ""), request.args.get("party", "")
    now = services.clock()
    looked = await services.store.write(find, request.ctx.who, conversation_id, wanted, party, now)
    return pages.page(
        request,
        "cards.html",
        desk=looked.desk,
        looked=looked,
        card=looked.chosen and sent_cards.card(looked.chosen, now, looked.language),
        says=looked.chosen and party_cards.says(looked.chosen, looked.language),
        said=partial(_said, looked.language),
        wanted=wanted,
        message_id=uuid4().hex,
    )


def _said(language: Language, key: str) -> str:
    """A word as the reporter's page has it."""
    return texts.text(f"page.{key}", language)


async def send_card(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Send it, as the counsellor's own turn."""
    party = session.field(request, "party")
    return await step(request, conversation_id, party_cards.send, message_id(request), party)
