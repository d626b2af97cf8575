"""What a reporter answers to a proposal. Until they agree, nothing is shared.

With a yes the conversation's key is wrapped for the new team instead of the old one, in the same
transaction: a conversation has one team at a time, in the database too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from bot import audit, conversations, steps
from bot.access import Access, conversation_of
from bot.audit import Deed
from bot.errors import NothingAgreed
from bot.member import Counsellor
from bot.models import Conversation, State, Team
from bot.passing import dossiers, proposals
from bot.passing.dossiers import Contents
from expertise.safety import Finding

MOST_WRITTEN: Final = 20_000


@dataclass(frozen=True)
class Chosen:
    """What the reporter lets go: turns by their numbers, and words of their own to go with them.

    `finding` is what the safety rules made of those words: they may say what the talk did not.
    """

    turns: Iterable[int] = ()
    note: str = field(default="", repr=False)
    finding: Finding = field(default_factory=Finding)


def agree(session: Session, access: Access, mark: str, chosen: Chosen, now: datetime) -> None:
    """The reporter agrees, to exactly what was shown.

    Raises:
        ProposalGone: it is not the one that stands by now.
    """
    conversation = conversation_of(session, access, lock=True)
    row, plan = proposals.marked(session, access, mark)
    conversations.note_risk(access, conversation, chosen.finding)
    said = range(1, conversation.last_seq + 1)
    contents = Contents(
        plan.summary,
        tuple(sorted(seq for seq in set(chosen.turns) if seq in said)),
        chosen.note[:MOST_WRITTEN],
        plan.why,
    )
    if plan.way == "file":
        row.sealed_body = proposals.close(access, replace(plan, agreed=contents))
        steps.log(session, conversation, State(conversation.state), "agreed", now, None)
    else:
        session.delete(row)
        team = session.get_one(Team, row.team_id)
        _pass_on(session, access, conversation, team, contents, now)


def decline(session: Session, access: Access, mark: str, now: datetime) -> None:
    """The reporter does not want it, or no more: no file is made then.

    Raises:
        ProposalGone: it is not the one that stands by now.
    """
    conversation = conversation_of(session, access, lock=True)
    row, _ = proposals.marked(session, access, mark)
    session.delete(row)
    steps.log(session, conversation, State(conversation.state), "declined", now, None)


def agreed_file(
    session: Session, who: Counsellor, conversation_id: UUID
) -> tuple[Access, Contents]:
    """What the reporter lets go to the inspectorate in a file.

    Raises:
        NothingAgreed: no file was agreed to.
        NotYourConversation, UnknownConversation: as `steps.held`.
    """
    access = steps.opened(who, steps.held(session, who, conversation_id))
    now = proposals.standing(session, access)
    if now is None or now.plan.agreed is None:
        raise NothingAgreed
    return access, now.plan.agreed


def _pass_on(
    session: Session, access: Access, conversation: Conversation, team: Team,
    contents: Contents, now: datetime,
) -> None:  # fmt: skip
    before = conversation.team_id
    steps.end_report(session, conversation, "passed_on", now)
    steps.lay_with(session, access, conversation, team, now)
    dossiers.keep(session, access, conversation, contents, now)
    if before is not None:
        # In the old team's own audit: that is where it went, and it sees nothing of it any more.
        deed = Deed("passed_on", before, subject=conversation.id, detail=str(team.id))
        audit.note(session, deed, now)
    steps.move(session, conversation, State.WAITING, "passed_on", now)
