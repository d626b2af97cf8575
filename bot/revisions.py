"""A reporter changed words that they had sent: in a messenger that can be done.

What was said first is gone, as it is for everybody who looks; that it was changed stays visible.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot import conversations, handover, terms, turns
from bot.access import Access, by_token, conversation_of
from bot.clock import to_minute
from bot.conversations import Incoming, Received
from bot.mail import calls
from bot.models import Author, Conversation, State


@dataclass(frozen=True)
class Revised(Received):
    """A turn that was changed. `cards` are the safety cards that it did not have before."""

    cards: tuple[str, ...] = ()


def revise(session: Session, token: bytes, incoming: Incoming, now: datetime) -> Revised | None:
    """Put new words in the place of a message's; None when the talk does not have it.

    The safety rules' finding raises the risk and never lowers it. What the bot has not answered
    yet it answers as it stands now; what was answered stays answered. The same words twice change
    nothing.

    Raises:
        UnknownConversation: the token opens nothing.
    """
    access = by_token(session, token, now)
    conversation = conversation_of(session, access, lock=True)
    seq = turns.by_message_id(session, access, incoming.message_id)
    said = None if seq is None else turns.one(session, access, seq)
    if said is None or said.author is not Author.REPORTER or said.body.picture:
        return None
    if said.body.text == incoming.text:
        return _revised(access, conversation, said.seq)
    cards = tuple(card for card in incoming.finding.cards if card not in said.body.cards)
    body = replace(
        said.body, text=incoming.text, cards=(*said.body.cards, *cards), pressed=None, edited=True
    )
    turns.reseal(session, access, said.seq, body)
    before = conversation.state, conversation.urgency
    _heed(session, access, conversation, incoming, said.seq, now)
    stirs_queue = before != (conversation.state, conversation.urgency)
    return replace(
        _revised(access, conversation, said.seq), cards=cards, is_new=True, stirs_queue=stirs_queue
    )


def _heed(
    session: Session, access: Access, conversation: Conversation, incoming: Incoming, seq: int,
    now: datetime,
) -> None:  # fmt: skip
    """What new words do to a talk: danger is seen, and whoever read the old ones reads them."""
    before = conversation.urgency
    conversations.note_risk(access, conversation, incoming.finding)
    calls.raised(session, conversation, before, now)
    conversation.staff_read_seq = min(conversation.staff_read_seq, seq - 1)
    if conversation.state != State.BOT:
        conversation.reporter_at = to_minute(now)
    if conversation.state == State.CLOSED and conversation.urgency > before:
        handover.reopen(session, conversation, now)
    terms.renew(conversation, now)


def _revised(access: Access, conversation: Conversation, seq: int) -> Revised:
    known = conversations.received(access, conversation, seq, is_new=False)
    return Revised(known.access, known.seq, known.state, known.is_new, known.owner)
