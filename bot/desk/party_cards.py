"""Sending a reporter a party of the directory: reviewed words, verified contacts, nothing typed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from bot import handover, steps
from bot.desk import digest
from bot.errors import NoSuchParty
from bot.member import Counsellor
from expertise import sent_cards
from expertise.languages import Language
from expertise.listing import shown
from expertise.party import Party
from expertise.texts import text


def one(party_id: str) -> Party:
    """A party that somebody may be sent to.

    Raises:
        NoSuchParty: there is none, or no way to it was verified.
    """
    found = shown().get(party_id)
    if found is None:
        raise NoSuchParty
    return found


def says(party: Party, language: Language) -> str:
    """The words that go with a card."""
    return text("sent_card.says", language, party=party.name.in_(language))


def send(
    session: Session, who: Counsellor, conversation_id: UUID, message_id: str, party_id: str,
    now: datetime,
) -> int:  # fmt: skip
    """Send a card in the reporter's language, and remember that this party was advised.

    Raises:
        NoSuchParty: as `one`.
        AlreadyClaimed, HandoverConflict, UnknownConversation: as `handover.say`.
    """
    party = one(party_id)
    conversation = steps.of_team(session, who, conversation_id)
    language = conversation.language
    card = sent_cards.card(party, now, language)
    said = says(party, language)
    seq = handover.say(session, who, conversation_id, message_id, said, now, card)
    access = steps.opened(who, conversation)
    known = digest.load(access, conversation)
    digest.save(access, conversation, known.with_advice([party_id], ()))
    return seq
