"""The handover machine: bot → waiting → human → closed, and the ways back.

Each step is one transaction on a locked row, with an event and a new version. A team's key opens a
conversation from the moment the reporter agreed (`ask`) and not before: until then "nobody reads
along" is true of the ciphertext, not only of the screen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from bot import terms, turns, vault
from bot.access import Access, conversation_of
from bot.clock import to_minute
from bot.errors import (
    AlreadyClaimed,
    HandoverConflict,
    NobodyToAsk,
    NotYourConversation,
    UnknownConversation,
)
from bot.models import Author, Conversation, Event, Report, Staff, StaffSession, State, Team
from bot.turns import Body

OUTCOMES: Final = ("helped", "referred", "no_answer", "other")


@dataclass(frozen=True)
class Counsellor:
    """A logged-in counsellor with the team's key."""

    id: UUID
    name: str
    team_id: UUID
    team_key: vault.Key = field(repr=False)


def ask(session: Session, access: Access, now: datetime) -> None:
    """The reporter agreed that a counsellor reads the whole talk: put it in the queue.

    Raises:
        NobodyToAsk: no team exists here.
    """
    conversation = conversation_of(session, access, lock=True)
    if conversation.state != State.BOT:
        return
    team = session.execute(select(Team).order_by(Team.name)).scalars().first()
    if team is None:
        raise NobodyToAsk
    conversation.team_id = team.id
    conversation.team_wrapped_key = vault.seal_to(team.public_key, access.key)
    conversation.waiting_since = to_minute(now)
    terms.renew(conversation, now)
    session.add(Report(conversation_id=access.id, team_id=team.id, opened_at=to_minute(now)))
    _move(session, conversation, State.WAITING, "asked", now)


def withdraw(session: Session, access: Access, now: datetime) -> None:
    """The reporter wants no human after all, and none came yet: the team can read nothing again.

    Raises:
        HandoverConflict: a human is already there, or nobody was asked.
    """
    conversation = conversation_of(session, access, lock=True)
    if conversation.state != State.WAITING:
        raise HandoverConflict
    _end_report(session, conversation, "withdrawn", now)
    _leave_team(conversation, now)
    _move(session, conversation, State.BOT, "withdrawn", now)


def claim(session: Session, who: Counsellor, conversation_id: UUID, now: datetime) -> Access:
    """Take a conversation out of the queue. Claiming one's own again changes nothing.

    Raises:
        AlreadyClaimed: a colleague was first; the error's `name` says who.
        HandoverConflict: it is no longer waiting.
        UnknownConversation: it is not this team's, or was erased.
    """
    won = session.execute(
        update(Conversation)
        .where(
            Conversation.id == conversation_id,
            Conversation.team_id == who.team_id,
            Conversation.state == State.WAITING,
            Conversation.claimed_by.is_(None),
        )
        .values(claimed_by=who.id, state=State.HUMAN, version=Conversation.version + 1)
    )
    conversation = _of_team(session, who, conversation_id)
    if isinstance(won, CursorResult) and won.rowcount:
        _log(session, conversation, State.WAITING, "claimed", now, who.id)
    elif conversation.claimed_by != who.id:
        _refuse(session, conversation)
    return _open(who, conversation)


def say(
    session: Session, who: Counsellor, conversation_id: UUID, message_id: str, text: str,
    now: datetime,
) -> int:  # fmt: skip
    """A counsellor's words. Said in a waiting conversation, they claim it in the same step.

    Raises:
        AlreadyClaimed, HandoverConflict, UnknownConversation: as `claim`.
    """
    conversation = _of_team(session, who, conversation_id)
    earlier = turns.by_message_id(session, _open(who, conversation), message_id)
    if earlier is not None:
        # A page that sends again what arrived claims nothing by it, whatever happened since.
        return earlier
    access = claim(session, who, conversation_id, now)
    report = _report(session, conversation)
    if report is not None and report.first_human_at is None:
        report.first_human_at = to_minute(now)
    terms.renew(conversation, now)
    body = Body(text=text, name=who.name)
    return turns.append(session, access, conversation, Author.COUNSELLOR, body, now, message_id)


def release(session: Session, who: Counsellor, conversation_id: UUID, now: datetime) -> None:
    """Put a conversation back in the queue, at the place that its waiting time gives it."""
    conversation = _held(session, who, conversation_id)
    conversation.claimed_by = None
    _move(session, conversation, State.WAITING, "released", now, who.id)


def return_to_bot(session: Session, who: Counsellor, conversation_id: UUID, now: datetime) -> None:
    """The bot goes on, and from now on the team reads nothing any more."""
    conversation = _held(session, who, conversation_id)
    _end_report(session, conversation, "returned", now)
    _leave_team(conversation, now)
    _move(session, conversation, State.BOT, "returned", now, who.id)


def close(
    session: Session, who: Counsellor, conversation_id: UUID, outcome: str, now: datetime
) -> None:
    """End a conversation with an outcome. A new message of the reporter reopens it."""
    if outcome not in OUTCOMES:
        raise HandoverConflict
    conversation = _held(session, who, conversation_id)
    conversation.claimed_by = None
    _end_report(session, conversation, outcome, now)
    _move(session, conversation, State.CLOSED, "closed", now, who.id)


def reopen(session: Session, conversation: Conversation, now: datetime) -> None:
    """The reporter writes again after the end: back in the queue."""
    if conversation.team_id is None:
        raise HandoverConflict
    conversation.waiting_since = to_minute(now)
    session.add(
        Report(
            conversation_id=conversation.id,
            team_id=conversation.team_id,
            opened_at=to_minute(now),
        )
    )
    _move(session, conversation, State.WAITING, "reopened", now)


def release_all(session: Session, staff_id: UUID, now: datetime) -> None:
    """Put everything that one counsellor holds back in the queue."""
    held = select(Conversation).where(
        Conversation.claimed_by == staff_id, Conversation.state == State.HUMAN
    )
    for conversation in session.execute(held.with_for_update()).scalars():
        conversation.claimed_by = None
        _move(session, conversation, State.WAITING, "released", now, staff_id)


def release_abandoned(session: Session, now: datetime) -> int:
    """Put back what counsellors hold who are no longer logged in. Returns of how many."""
    logged_in = select(StaffSession.staff_id).where(StaffSession.expires_at > now)
    gone = select(Conversation.claimed_by).where(
        Conversation.state == State.HUMAN, Conversation.claimed_by.not_in(logged_in)
    )
    found = {staff_id for staff_id in session.execute(gone).scalars() if staff_id is not None}
    for staff_id in found:
        release_all(session, staff_id, now)
    return len(found)


def read(session: Session, who: Counsellor, conversation_id: UUID) -> Access:
    """Open a conversation of one's own team to look at it."""
    return _open(who, _of_team(session, who, conversation_id))


def _of_team(session: Session, who: Counsellor, conversation_id: UUID) -> Conversation:
    found = session.execute(
        select(Conversation)
        .where(Conversation.id == conversation_id, Conversation.team_id == who.team_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise UnknownConversation
    return found


def _held(session: Session, who: Counsellor, conversation_id: UUID) -> Conversation:
    conversation = _of_team(session, who, conversation_id)
    if conversation.state != State.HUMAN or conversation.claimed_by != who.id:
        raise NotYourConversation
    return conversation


def _refuse(session: Session, conversation: Conversation) -> None:
    if conversation.claimed_by is None:
        raise HandoverConflict
    owner = session.get_one(Staff, conversation.claimed_by)
    raise AlreadyClaimed(name=owner.name)


def _open(who: Counsellor, conversation: Conversation) -> Access:
    if conversation.team_wrapped_key is None:
        raise UnknownConversation
    return Access(conversation.id, vault.unseal_with(who.team_key, conversation.team_wrapped_key))


def _leave_team(conversation: Conversation, now: datetime) -> None:
    conversation.team_id = None
    conversation.team_wrapped_key = None
    conversation.claimed_by = None
    conversation.waiting_since = None
    # What was said to a human, or while waiting for one, is not for the bot to answer.
    conversation.answered = conversation.heard
    terms.renew(conversation, now)


def _report(session: Session, conversation: Conversation) -> Report | None:
    return session.execute(
        select(Report).where(Report.conversation_id == conversation.id, Report.ended_at.is_(None))
    ).scalar_one_or_none()


def _end_report(session: Session, conversation: Conversation, outcome: str, now: datetime) -> None:
    report = _report(session, conversation)
    if report is not None:
        report.outcome = outcome
        report.ended_at = to_minute(now)


def _move(
    session: Session,
    conversation: Conversation,
    to: State,
    kind: str,
    now: datetime,
    staff_id: UUID | None = None,
) -> None:
    before = State(conversation.state)
    conversation.state = to
    conversation.version += 1
    _log(session, conversation, before, kind, now, staff_id)


def _log(
    session: Session,
    conversation: Conversation,
    before: State,
    kind: str,
    now: datetime,
    staff_id: UUID | None,
) -> None:
    session.add(
        Event(
            conversation_id=conversation.id,
            kind=kind,
            from_state=before,
            to_state=conversation.state,
            staff_id=staff_id,
            at=to_minute(now),
        )
    )
