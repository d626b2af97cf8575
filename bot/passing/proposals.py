"""A team that a reporter is asked about, before it can read anything.

A counsellor proposes it, or the bot, or the reporter asks for it by a button; the answer is in
`bot.passing.consent`. Where the inspectorate has no team here, an encrypted file is proposed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import steps
from bot.access import Access, conversation_of
from bot.clock import to_minute
from bot.desk import digest
from bot.errors import HandoverConflict, ProposalGone
from bot.member import Counsellor
from bot.models import Conversation, Event, Proposal, Staff, State, Team, TeamKind
from bot.passing import routing, summaries
from bot.passing.dossiers import Contents
from bot.sealed import Sealed

# The talk itself goes to a team, or a file of it to the inspectorate, which has no team here.
Way = Literal["team", "file"]


@dataclass(frozen=True)
class Plan:
    """What would be passed on. `mark` tells one proposal from the next.

    `why` is what the counsellor wrote to it; `agreed` is what was let go, of a file alone.
    """

    mark: str
    way: Way
    summary: tuple[str, ...] = field(repr=False)
    why: str = field(default="", repr=False)
    agreed: Contents | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Proposed:
    """A proposal as both sides see it. `by` is the counsellor's name, None for the bot.

    `lies_with` is the team that has the talk now, None while the bot does.
    """

    team_id: UUID
    team: str
    kind: TeamKind
    by: str | None
    lies_with: str | None
    plan: Plan = field(repr=False)


@dataclass(frozen=True)
class _Idea:
    team_id: UUID
    way: Way = "team"
    why: str = field(default="", repr=False)
    staff_id: UUID | None = None


_PLAN: Final = Sealed(Plan)


def propose(
    session: Session, who: Counsellor, conversation_id: UUID, team_id: UUID | None, why: str,
    now: datetime,
) -> None:  # fmt: skip
    """A counsellor proposes a team; without one, a file for the inspectorate.

    What was proposed before is replaced by it.

    Raises:
        NotYourConversation, UnknownConversation: as `steps.held`.
        HandoverConflict: the team is their own, or not there any more.
    """
    conversation = steps.held(session, who, conversation_id)
    if team_id == who.team_id or (team_id and session.get(Team, team_id) is None):
        raise HandoverConflict
    idea = _Idea(team_id or who.team_id, "team" if team_id else "file", why, who.id)
    _lay_before(session, steps.opened(who, conversation), conversation, idea, now)


def propose_inspectors(session: Session, access: Access, now: datetime) -> None:
    """The bot, or the reporter by a button, proposes the inspectors. What stands already stays.

    Raises:
        HandoverConflict: they have no team here, or have the talk already.
    """
    conversation = conversation_of(session, access, lock=True)
    inspectors = routing.route(session, access).inspectors
    if inspectors is None or conversation.team_id == inspectors.id:
        raise HandoverConflict
    if session.get(Proposal, access.id) is None:
        _lay_before(session, access, conversation, _Idea(inspectors.id), now)


def may_suggest(session: Session, access: Access) -> bool:
    """Whether the bot may bring up the inspectors: they are here, and it did not do so before."""
    asked = select(Event.id).where(
        Event.conversation_id == access.id, Event.kind.in_(("proposed", "passed_on"))
    )
    has_inspectors = routing.route(session, access).inspectors is not None
    return has_inspectors and session.execute(asked).first() is None


def standing(session: Session, access: Access) -> Proposed | None:
    """What is proposed now."""
    row = session.get(Proposal, access.id)
    if row is None:
        return None
    team = session.get_one(Team, row.team_id)
    by = None if row.staff_id is None else session.get_one(Staff, row.staff_id).name
    now = conversation_of(session, access).team_id
    lies_with = None if now is None else session.get_one(Team, now).name
    return Proposed(team.id, team.name, TeamKind(team.kind), by, lies_with, _open(access, row))


def for_team(session: Session, who: Counsellor, conversation_id: UUID) -> Proposed | None:
    """The same, for the team that has the conversation.

    Raises:
        UnknownConversation: it is not this team's.
    """
    return standing(session, steps.opened(who, steps.of_team(session, who, conversation_id)))


def retract(session: Session, who: Counsellor, conversation_id: UUID, now: datetime) -> None:
    """The counsellor takes back what was proposed. Nothing standing is no error.

    Raises:
        NotYourConversation, UnknownConversation: as `steps.held`.
    """
    conversation = steps.held(session, who, conversation_id)
    row = session.get(Proposal, conversation_id)
    if row is not None:
        session.delete(row)
        steps.log(session, conversation, State(conversation.state), "retracted", now, who.id)


def marked(session: Session, access: Access, mark: str) -> tuple[Proposal, Plan]:
    """The proposal that the reporter was shown.

    Raises:
        ProposalGone: it is not the one that stands by now.
    """
    row = session.get(Proposal, access.id)
    if row is None:
        raise ProposalGone
    plan = _open(access, row)
    if plan.mark != mark:
        raise ProposalGone
    return row, plan


def close(access: Access, plan: Plan) -> bytes:
    """A plan, sealed under the conversation's key."""
    return _PLAN.close(access.key, plan, _place(access))


def _lay_before(
    session: Session, access: Access, conversation: Conversation, idea: _Idea, now: datetime
) -> None:
    summary = summaries.of(conversation, digest.load(access, conversation))
    plan = Plan(secrets.token_urlsafe(12), idea.way, summary, idea.why)
    session.merge(
        Proposal(
            conversation_id=access.id,
            team_id=idea.team_id,
            staff_id=idea.staff_id,
            sealed_body=close(access, plan),
            at=to_minute(now),
        )
    )
    steps.log(session, conversation, State(conversation.state), "proposed", now, idea.staff_id)


def _open(access: Access, row: Proposal) -> Plan:
    return _PLAN.open(access.key, row.sealed_body, _place(access))


def _place(access: Access) -> str:
    return f"proposal:{access.id}"
