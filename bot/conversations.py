"""Conversations from the reporter's side: begin, say something, come back, erase."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from bot import digest, handover, limits, terms, turns, vault
from bot.access import Access, by_token, conversation_of, grant_first, prolong
from bot.errors import UnknownConversation
from bot.models import Author, Conversation, State, Urgency
from bot.turns import Body
from expertise.languages import Language
from expertise.safety import Finding


@dataclass(frozen=True)
class Incoming:
    """One message as a connector took it in: cleaned, with the safety rules' finding on it.

    `pressed` is (number of the bot's turn, place of the button) when a button was pressed.
    """

    message_id: str
    text: str = field(repr=False)
    finding: Finding = field(repr=False)
    language: Language
    channel: str
    pressed: tuple[int, int] | None = None


@dataclass(frozen=True)
class Received:
    """A stored message. `is_new` is False when the same message id came before."""

    access: Access
    seq: int
    state: State
    is_new: bool


def begin(
    session: Session, token: bytes, language: Language, channel: str, now: datetime
) -> Access:
    """A new conversation, opened by the token that the reporter's tab made."""
    access = Access(uuid4(), vault.new_key())
    conversation = Conversation(id=access.id, language=language, channel=channel)
    terms.renew(conversation, now)
    session.add(conversation)
    session.flush()
    grant_first(session, access, token, now)
    return access


def receive(
    session: Session, token: bytes, incoming: Incoming, now: datetime, *, may_begin: bool
) -> Received:
    """Store a reporter's message, before anything else can fail.

    Raises:
        UnknownConversation: the token opens nothing, and `may_begin` is False.
        TooFast: more than a person can type.
    """
    access = _enter(session, token, incoming, now, may_begin=may_begin)
    conversation = conversation_of(session, access, lock=True)
    earlier = turns.by_message_id(session, access, incoming.message_id)
    if earlier is not None:
        return Received(access, earlier, State(conversation.state), is_new=False)
    limits.check_pace(session, access, now)
    body = _body(session, access, conversation, incoming)
    seq = turns.append(
        session, access, conversation, Author.REPORTER, body, now, incoming.message_id
    )
    conversation.heard = seq
    conversation.language = incoming.language
    _note_risk(access, conversation, incoming.finding)
    if conversation.state == State.CLOSED:
        handover.reopen(session, conversation, now)
    terms.renew(conversation, now)
    prolong(session, token, now)
    return Received(access, seq, State(conversation.state), is_new=True)


def erase(session: Session, conversation_id: UUID) -> None:
    """Erase a conversation with everything that hangs on it. Erasing twice is no error."""
    session.execute(delete(Conversation).where(Conversation.id == conversation_id))


def erase_expired(session: Session, now: datetime) -> int:
    """Erase what has had its time; says how many. One that is renewed at this moment stays."""
    erased = session.execute(delete(Conversation).where(Conversation.expires_at <= now))
    return erased.rowcount if isinstance(erased, CursorResult) else 0


def set_language(session: Session, access: Access, language: Language) -> None:
    """The reporter reads on in another language."""
    conversation_of(session, access, lock=True).language = language


def _enter(
    session: Session, token: bytes, incoming: Incoming, now: datetime, *, may_begin: bool
) -> Access:
    try:
        return by_token(session, token, now)
    except UnknownConversation:
        if not may_begin:
            raise
    return begin(session, token, incoming.language, incoming.channel, now)


def _body(session: Session, access: Access, conversation: Conversation, incoming: Incoming) -> Body:
    """The turn's body; a button that is no longer the last choice is taken as its words."""
    text, pressed = incoming.text, None
    if incoming.pressed is not None:
        seq, place = incoming.pressed
        asked = turns.one(session, access, seq) if 0 < seq <= conversation.last_seq else None
        if asked and asked.author is Author.BOT and 0 <= place < len(asked.body.buttons):
            button = asked.body.buttons[place]
            text, pressed = button.label, button if seq > conversation.heard else None
    return Body(text=text, cards=incoming.finding.cards, pressed=pressed)


def _note_risk(access: Access, conversation: Conversation, finding: Finding) -> None:
    if Urgency.of_risk(finding.risk) > Urgency.NONE:
        known = digest.load(access, conversation)
        digest.save(
            access, conversation, known.with_risk(finding.risk, finding.types, finding.rules)
        )
