"""The handover machine: bot → waiting → human → closed, from one human to another, and back.

Each step is one transaction on a locked row, with an event and a new version. A team's key opens a
conversation from the moment the reporter agreed (`ask`) and not before: until then "nobody reads
along" is true of the ciphertext, not only of the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from bot import steps, terms, turns
from bot.access import Access, conversation_of
from bot.clock import to_minute
from bot.desk import colleagues
from bot.duty import room
from bot.errors import HandoverConflict
from bot.member import Counsellor
from bot.models import Author, Conversation, Report, State
from bot.passing import conflicts, routing
from bot.turns import Body

OUTCOMES: Final = ("helped", "referred", "no_answer", "other")


def ask(
    session: Session, access: Access, now: datetime, team_id: UUID | None = None,
    without: Iterable[UUID] = (),
) -> None:  # fmt: skip
    """The reporter agreed that a team reads the whole talk: put it in the queue.

    `team_id` is the team that the reporter chose, None the one to which the talk should go.
    `without` are people of it who do not get to see it.

    Raises:
        NobodyToAsk: no team exists here.
        OnlyTheSchool: it is about somebody of the school, and its own team was not chosen.
    """
    conversation = conversation_of(session, access, lock=True)
    if conversation.state != State.BOT:
        return
    team = routing.choose(session, access, team_id)
    steps.lay_with(session, access, conversation, team, now)
    conflicts.keep_away(session, conversation, without, now)
    steps.move(session, conversation, State.WAITING, "asked", now)


def withdraw(session: Session, access: Access, now: datetime) -> None:
    """The reporter wants no human after all, and none came yet: the team can read nothing again.

    Raises:
        HandoverConflict: a human is already there, or nobody was asked.
    """
    conversation = conversation_of(session, access, lock=True)
    if conversation.state != State.WAITING:
        raise HandoverConflict
    steps.end_report(session, conversation, "withdrawn", now)
    steps.move(session, conversation, State.BOT, "withdrawn", now)
    steps.leave_team(session, conversation, now)


def claim(
    session: Session, who: Counsellor, conversation_id: UUID, now: datetime,
    *, beyond_limit: bool = False,
) -> Access:  # fmt: skip
    """Take a conversation out of the queue. Claiming one's own again changes nothing.

    Raises:
        NoRoom: as `room.require`, which `beyond_limit` is for.
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
        .values(
            claimed_by=who.id,
            claimed_at=to_minute(now),
            state=State.HUMAN,
            version=Conversation.version + 1,
        )
    )
    conversation = steps.of_team(session, who, conversation_id)
    if isinstance(won, CursorResult) and won.rowcount:
        room.require(session, who, conversation, beyond_limit=beyond_limit)
        steps.log(session, conversation, State.WAITING, "claimed", now, who.id)
    elif conversation.claimed_by != who.id:
        steps.refuse(session, conversation)
    return steps.opened(who, conversation)


def say(
    session: Session, who: Counsellor, conversation_id: UUID, message_id: str, text: str,
    now: datetime, payload: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """A counsellor's words, with a card or without. In a waiting conversation they claim it too.

    Raises:
        AlreadyClaimed, HandoverConflict, UnknownConversation: as `claim`.
    """
    conversation = steps.of_team(session, who, conversation_id)
    earlier = turns.by_message_id(session, steps.opened(who, conversation), message_id)
    if earlier is not None:
        # A page that sends again what arrived claims nothing by it, whatever happened since.
        return earlier
    access = claim(session, who, conversation_id, now)
    report = steps.report_of(session, conversation)
    if report is not None and report.first_human_at is None:
        report.first_human_at = to_minute(now)
    terms.renew(conversation, now)
    conversation.staff_at = conversation.claimed_at = to_minute(now)
    body = Body(text=text, name=who.name, payload=payload)
    return turns.append(session, access, conversation, Author.COUNSELLOR, body, now, message_id)


def transfer(
    session: Session, who: Counsellor, conversation_id: UUID, colleague_id: UUID, now: datetime
) -> None:
    """Give a conversation to a colleague, who has it from this moment and sees who gave it.

    Raises:
        NoSuchColleague: nobody of the team who could have it.
        NotYourConversation, UnknownConversation: as `steps.held`.
    """
    conversation = steps.held(session, who, conversation_id)
    to = colleagues.one(session, who, conversation_id, colleague_id)
    conversation.claimed_by = to.id
    conversation.claimed_at = to_minute(now)
    conversation.staff_read_seq = 0
    steps.move(session, conversation, State.HUMAN, "transferred", now, who.id, to.id)


def release(session: Session, who: Counsellor, conversation_id: UUID, now: datetime) -> None:
    """Put a conversation back in the queue, at the place that its waiting time gives it."""
    put_back(session, steps.held(session, who, conversation_id), "released", now)


def return_to_bot(session: Session, who: Counsellor, conversation_id: UUID, now: datetime) -> None:
    """The bot goes on, and from now on the team reads nothing any more."""
    conversation = steps.held(session, who, conversation_id)
    steps.end_report(session, conversation, "returned", now)
    steps.move(session, conversation, State.BOT, "returned", now, who.id)
    steps.leave_team(session, conversation, now)


def close(
    session: Session, who: Counsellor, conversation_id: UUID, outcome: str, now: datetime
) -> None:
    """End a conversation with an outcome. A new message of the reporter reopens it."""
    if outcome not in OUTCOMES:
        raise HandoverConflict
    conversation = steps.held(session, who, conversation_id)
    conversation.claimed_by = conversation.claimed_at = None
    conversation.closed_at = to_minute(now)
    terms.end(session, conversation, now)
    steps.end_report(session, conversation, outcome, now)
    steps.move(session, conversation, State.CLOSED, "closed", now, who.id)


def reopen(session: Session, conversation: Conversation, now: datetime) -> None:
    """The reporter writes again after the end: back in the queue."""
    _open_again(session, conversation, now)
    steps.move(session, conversation, State.WAITING, "reopened", now)


def take_up(session: Session, who: Counsellor, conversation_id: UUID, now: datetime) -> None:
    """A counsellor goes on with a conversation that was closed. Doing so twice changes nothing.

    Raises:
        NoRoom: as `room.require`.
        HandoverConflict, UnknownConversation: it is not closed, or not this team's.
    """
    conversation = steps.of_team(session, who, conversation_id)
    if conversation.claimed_by == who.id:
        return
    if conversation.state != State.CLOSED:
        steps.refuse(session, conversation)
    _open_again(session, conversation, now)
    conversation.claimed_by = who.id
    conversation.claimed_at = to_minute(now)
    steps.move(session, conversation, State.HUMAN, "reopened", now, who.id)
    room.require(session, who, conversation)


def attend(session: Session, who: Counsellor, conversation_id: UUID, now: datetime) -> None:
    """Its counsellor does something in a conversation: it is not abandoned.

    Raises:
        NotYourConversation, UnknownConversation: as `steps.held`.
    """
    steps.held(session, who, conversation_id).claimed_at = to_minute(now)


def put_back(session: Session, conversation: Conversation, kind: str, now: datetime) -> None:
    """Back in the queue, at the place that its waiting time gives it; its counsellor is told of."""
    owner = conversation.claimed_by
    conversation.claimed_by = conversation.claimed_at = None
    steps.move(session, conversation, State.WAITING, kind, now, owner)


def release_all(
    session: Session, staff_id: UUID, now: datetime, team_id: UUID | None = None
) -> None:
    """Put everything that one counsellor holds, of one team or of all, back in the queue."""
    held = select(Conversation).where(
        Conversation.claimed_by == staff_id, Conversation.state == State.HUMAN
    )
    if team_id is not None:
        held = held.where(Conversation.team_id == team_id)
    for conversation in session.execute(held.with_for_update()).scalars():
        put_back(session, conversation, "released", now)


def read(session: Session, who: Counsellor, conversation_id: UUID) -> Access:
    """Open a conversation of one's own team to look at it, in nobody's way."""
    return steps.opened(who, steps.of_team(session, who, conversation_id, lock=False))


def _open_again(session: Session, conversation: Conversation, now: datetime) -> None:
    if conversation.team_id is None:
        raise HandoverConflict
    conversation.waiting_since = to_minute(now)
    conversation.closed_at = None
    terms.renew(conversation, now)
    session.add(
        Report(
            conversation_id=conversation.id,
            team_id=conversation.team_id,
            opened_at=to_minute(now),
        )
    )
