"""What every step of a handover is made of: whose the row is, the move, and what is noted of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from bot import audit, terms, vault
from bot.access import Access
from bot.audit import Deed
from bot.clock import to_minute
from bot.errors import (
    AlreadyClaimed,
    HandoverConflict,
    NotYourConversation,
    UnknownConversation,
)
from bot.mail import calls
from bot.member import Counsellor
from bot.models import (
    Conflict,
    Conversation,
    Dossier,
    Event,
    Proposal,
    Report,
    Staff,
    State,
    Team,
)


def is_clear_of(staff_id: UUID) -> ColumnElement[bool]:
    """For every query of conversations: those that this counsellor is not too near to."""
    return ~exists().where(
        Conflict.conversation_id == Conversation.id, Conflict.staff_id == staff_id
    )


def of_team(
    session: Session, who: Counsellor, conversation_id: UUID, *, lock: bool = True
) -> Conversation:
    """A conversation of this counsellor's team; locked, it stays so until the transaction ends.

    Raises:
        UnknownConversation: it is not this team's, was erased, or they stepped back from it.
    """
    query = select(Conversation).where(
        Conversation.id == conversation_id,
        Conversation.team_id == who.team_id,
        is_clear_of(who.id),
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.execute(query).scalar_one_or_none()
    if found is None:
        raise UnknownConversation
    return found


def held(session: Session, who: Counsellor, conversation_id: UUID) -> Conversation:
    """The same, of which this counsellor is the owner.

    Raises:
        NotYourConversation: a colleague is, or nobody.
    """
    conversation = of_team(session, who, conversation_id)
    if conversation.state != State.HUMAN or conversation.claimed_by != who.id:
        raise NotYourConversation
    return conversation


def refuse(session: Session, conversation: Conversation) -> None:
    """Say why a conversation cannot be claimed.

    Raises:
        AlreadyClaimed: a colleague has it; `name` says who.
        HandoverConflict: it is not waiting any more.
    """
    if conversation.claimed_by is None:
        raise HandoverConflict
    owner = session.get_one(Staff, conversation.claimed_by)
    raise AlreadyClaimed(name=owner.name)


def opened(who: Counsellor, conversation: Conversation) -> Access:
    """The key to a conversation, out of what was wrapped for the team."""
    if conversation.team_wrapped_key is None:
        raise UnknownConversation
    return Access(conversation.id, vault.unseal_with(who.team_key, conversation.team_wrapped_key))


def lay_with(
    session: Session, access: Access, conversation: Conversation, team: Team, now: datetime
) -> None:
    """From here on this team's key opens it and no other team's does; it waits for one of them."""
    conversation.team_id = team.id
    conversation.team_wrapped_key = vault.seal_to(team.public_key, access.key)
    conversation.claimed_by = None
    conversation.claimed_at = None
    conversation.waiting_since = to_minute(now)
    conversation.staff_at = None
    conversation.closed_at = None
    conversation.staff_read_seq = 0
    _forget_consent(session, conversation)
    terms.renew(conversation, now)
    session.add(Report(conversation_id=access.id, team_id=team.id, opened_at=to_minute(now)))


def leave_team(session: Session, conversation: Conversation, now: datetime) -> None:
    """From here on the team's key opens nothing of it any more."""
    _forget_consent(session, conversation)
    conversation.team_id = None
    conversation.team_wrapped_key = None
    conversation.claimed_by = None
    conversation.claimed_at = None
    conversation.waiting_since = None
    conversation.reporter_at = None
    conversation.staff_at = None
    # What was said to a human, or while waiting for one, is not for the bot to answer.
    conversation.answered = conversation.heard
    terms.renew(conversation, now)


def _forget_consent(session: Session, conversation: Conversation) -> None:
    """What was agreed on with one team, and what its people proposed, holds for that team alone."""
    for theirs in (
        delete(Dossier).where(Dossier.conversation_id == conversation.id),
        delete(Proposal).where(
            Proposal.conversation_id == conversation.id, Proposal.staff_id.is_not(None)
        ),
    ):
        session.execute(theirs)


def report_of(session: Session, conversation: Conversation) -> Report | None:
    """The handover that is going on."""
    return session.execute(
        select(Report).where(Report.conversation_id == conversation.id, Report.ended_at.is_(None))
    ).scalar_one_or_none()


def end_report(session: Session, conversation: Conversation, outcome: str, now: datetime) -> None:
    """Note how the handover ended."""
    report = report_of(session, conversation)
    if report is not None:
        report.outcome = outcome
        report.ended_at = to_minute(now)


def move(
    session: Session,
    conversation: Conversation,
    to: State,
    kind: str,
    now: datetime,
    staff_id: UUID | None = None,
    to_staff_id: UUID | None = None,
) -> None:
    """Give a conversation another state, or another counsellor, and note it."""
    before = State(conversation.state)
    conversation.state = to
    conversation.version += 1
    log(session, conversation, before, kind, now, staff_id, to_staff_id)


def log(
    session: Session,
    conversation: Conversation,
    before: State,
    kind: str,
    now: datetime,
    staff_id: UUID | None,
    to_staff_id: UUID | None = None,
) -> None:
    """Note a step, in the conversation's own history and in the audit; call whom it calls."""
    session.add(
        Event(
            conversation_id=conversation.id,
            kind=kind,
            from_state=before,
            to_state=conversation.state,
            staff_id=staff_id,
            to_staff_id=to_staff_id,
            after_seq=conversation.last_seq,
            at=to_minute(now),
        )
    )
    calls.follow(session, conversation, before, kind, now)
    to = None if to_staff_id is None else str(to_staff_id)
    deed = Deed(kind, conversation.team_id, staff_id, subject=conversation.id, detail=to)
    audit.note(session, deed, now)
