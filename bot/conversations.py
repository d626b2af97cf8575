"""Conversations from the reporter's side: begin, say something, come back, erase."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, CursorResult, delete, select
from sqlalchemy.orm import Session

from bot import audit, handover, limits, terms, turns, vault
from bot.access import Access, by_token, conversation_of, grant_first, prolong
from bot.audit import Deed
from bot.clock import to_minute
from bot.desk import digest
from bot.errors import UnknownConversation
from bot.mail import calls, outbox
from bot.messengers import chats
from bot.models import Author, Conversation, State, Urgency
from bot.passing import routing
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
    """A stored message. `is_new` is False when the same message id came before.

    `owner` is the counsellor who has the conversation. `stirs_queue` is whether a queue shows
    something else now: that somebody waits again, or is in more danger than was known.
    """

    access: Access
    seq: int
    state: State
    is_new: bool
    owner: UUID | None
    stirs_queue: bool = False


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
        return received(access, conversation, earlier, is_new=False)
    body = _body(session, access, conversation, incoming)
    before = conversation.urgency, conversation.language
    conversation.language = incoming.language
    note_risk(access, conversation, incoming.finding)
    calls.raised(session, conversation, before[0], now)
    kept = hear(session, access, conversation, incoming.message_id, body, now)
    prolong(session, token, now)
    looks_different = before != (conversation.urgency, conversation.language)
    return replace(kept, stirs_queue=kept.stirs_queue or looks_different)


def hear(
    session: Session, access: Access, conversation: Conversation, message_id: str, body: Body,
    now: datetime,
) -> Received:  # fmt: skip
    """A turn of the reporter's, and what it does to a talk whose row the caller has locked.

    The bot owes an answer, if it has the word; a closed talk waits for a person again.

    Raises:
        TooFast: more than a person can type.
    """
    limits.check_pace(session, access, now)
    before = conversation.state
    seq = turns.append(session, access, conversation, Author.REPORTER, body, now, message_id)
    conversation.heard = seq
    if conversation.state != State.BOT:
        conversation.reporter_at = to_minute(now)
    if conversation.state == State.CLOSED:
        handover.reopen(session, conversation, now)
    terms.renew(conversation, now)
    kept = received(access, conversation, seq, is_new=True)
    return replace(kept, stirs_queue=conversation.state != before)


def erase(session: Session, conversation_id: UUID, now: datetime) -> None:
    """Erase a conversation with everything that hangs on it. Erasing twice is no error."""
    _note_erased(session, Conversation.id == conversation_id, "asked", now)
    outbox.drop(session, conversation_id)
    chats.lose_talks(session, Conversation.id == conversation_id)
    session.execute(delete(Conversation).where(Conversation.id == conversation_id))


def erase_expired(session: Session, now: datetime) -> int:
    """Erase what has had its time; says how many. One that is renewed at this moment stays."""
    _note_erased(session, Conversation.expires_at <= now, "term", now)
    outbox.drop_expired(session, now)
    chats.lose_talks(session, Conversation.expires_at <= now)
    erased = session.execute(delete(Conversation).where(Conversation.expires_at <= now))
    return erased.rowcount if isinstance(erased, CursorResult) else 0


def set_language(session: Session, access: Access, language: Language) -> None:
    """The reporter reads on in another language."""
    conversation_of(session, access, lock=True).language = language


def note_risk(access: Access, conversation: Conversation, finding: Finding) -> None:
    """What the safety rules found in a reporter's words: risk, and whom it is about."""
    routing.learn(conversation, rules=finding.rules)
    if Urgency.of_risk(finding.risk) > Urgency.NONE:
        known = digest.load(access, conversation)
        digest.save(access, conversation, known.with_finding(finding))


def _enter(
    session: Session, token: bytes, incoming: Incoming, now: datetime, *, may_begin: bool
) -> Access:
    try:
        return by_token(session, token, now)
    except UnknownConversation:
        if not may_begin:
            raise
    return begin(session, token, incoming.language, incoming.channel, now)


def received(access: Access, conversation: Conversation, seq: int, *, is_new: bool) -> Received:
    """What a connector is told of a turn that is stored."""
    return Received(access, seq, State(conversation.state), is_new, conversation.claimed_by)


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


def _note_erased(session: Session, which: ColumnElement[bool], why: str, now: datetime) -> None:
    """Note it of what a team had; that there ever was another talk is nobody's business."""
    teams = select(Conversation.id, Conversation.team_id).where(
        which, Conversation.team_id.is_not(None)
    )
    for conversation_id, team_id in session.execute(teams.with_for_update()).all():
        audit.note(session, Deed("erased", team_id, None, conversation_id, why), now)
