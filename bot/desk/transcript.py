"""A conversation as its two sides see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import handover, turns
from bot.access import Access, conversation_of
from bot.desk import claims, digest, timeline
from bot.desk.claims import Term
from bot.desk.digest import Digest
from bot.desk.timeline import Step
from bot.duty import acknowledgement, presence, waiting
from bot.member import Counsellor
from bot.messengers import chats
from bot.models import Conversation, Staff, State, Urgency
from bot.passing import conflicts, dossiers, proposals
from bot.passing.dossiers import PassedOn
from bot.passing.proposals import Proposed
from bot.turns import Said
from expertise.languages import Language


@dataclass(frozen=True)
class ReporterView:
    """What a reporter's page shows. `bot_owes` is True while the bot's answer is still to come.

    `leaver` is the counsellor who was there before and is not any more; `opens_at` is when the
    roster has somebody next, as far as it says, while nobody is there.
    """

    id: UUID
    state: State
    language: Language
    turns: tuple[Said, ...] = field(repr=False)
    bot_owes: bool
    counsellor: str | None
    leaver: str | None
    on_duty: bool
    opens_at: datetime | None
    waits_long: bool
    has_code: bool
    code_confirmed: bool
    proposal: Proposed | None = field(default=None, repr=False)


@dataclass(frozen=True)
class CounsellorView:
    """What a counsellor's page shows of one conversation.

    `can_be_reached` is False while words cannot arrive: the reporter closed their chat.
    """

    id: UUID
    state: State
    urgency: Urgency
    language: Language
    waiting_since: datetime | None
    answer_by: datetime | None
    expires_at: datetime
    owner: str | None
    is_mine: bool
    turns: tuple[Said, ...] = field(repr=False)
    digest: Digest = field(repr=False)
    about_staff: bool | None = None
    somebody_stepped_back: bool = False
    proposal: Proposed | None = field(default=None, repr=False)
    passed: PassedOn | None = field(default=None, repr=False)
    steps: tuple[Step, ...] = ()
    term: Term | None = None
    given_by: str | None = None
    last_seq: int = 0
    is_unread: bool = False
    can_be_reached: bool = True

    @property
    def lines(self) -> list[Said | Step]:
        """Turns and steps as they followed each other."""
        return sorted((*self.turns, *self.steps), key=_place)


def for_reporter(session: Session, access: Access, now: datetime, after: int = 0) -> ReporterView:
    """The reporter's side, with the turns after a number."""
    conversation = conversation_of(session, access)
    duty = presence.for_talk(session, access, now)
    return ReporterView(
        id=access.id,
        state=State(conversation.state),
        language=conversation.language,
        turns=tuple(turns.said(session, access, after)),
        bot_owes=conversation.state == State.BOT and conversation.heard > conversation.answered,
        counsellor=_owner(session, conversation),
        leaver=timeline.left_by(session, conversation),
        on_duty=duty.is_there,
        opens_at=duty.opens_at,
        waits_long=waiting.is_long(conversation, now),
        has_code=conversation.code_lookup is not None,
        code_confirmed=conversation.code_confirmed,
        proposal=proposals.standing(session, access),
    )


def for_counsellor(
    session: Session, who: Counsellor, conversation_id: UUID, after: int = 0
) -> CounsellorView:
    """The counsellor's side."""
    access = handover.read(session, who, conversation_id)
    conversation = conversation_of(session, access)
    is_mine = conversation.claimed_by == who.id and conversation.state == State.HUMAN
    passed = dossiers.passed_to(session, access, who.team_id)
    return CounsellorView(
        id=access.id,
        state=State(conversation.state),
        urgency=Urgency(conversation.urgency),
        language=conversation.language,
        waiting_since=conversation.waiting_since,
        answer_by=acknowledgement.of_talk(session, conversation),
        expires_at=conversation.expires_at,
        owner=_owner(session, conversation),
        is_mine=is_mine,
        turns=dossiers.shown(passed, _said(session, access, after)),
        digest=dossiers.told(passed, digest.load(access, conversation)),
        about_staff=conversation.about_staff,
        somebody_stepped_back=conflicts.has_any(session, conversation_id),
        proposal=proposals.standing(session, access),
        passed=passed,
        steps=_steps(session, access, passed, after),
        term=claims.term_of(session, conversation) if is_mine else None,
        last_seq=conversation.last_seq,
        is_unread=is_mine and conversation.staff_read_seq < conversation.last_seq,
        given_by=timeline.given_by(session, [access.id]).get(access.id) if is_mine else None,
        can_be_reached=chats.can_be_reached(session, access.id),
    )


def _said(session: Session, access: Access, after: int) -> list[Said]:
    """The turns after a number, and those before it whose words were changed in a chat."""
    if not chats.is_any_of(session, access.id):
        return turns.said(session, access, after)
    return [said for said in turns.said(session, access) if said.seq > after or said.body.edited]


def _place(line: Said | Step) -> tuple[int, int]:
    return (line.seq, 0) if isinstance(line, Said) else (line.after_seq, line.id)


def _steps(
    session: Session, access: Access, passed: PassedOn | None, after: int
) -> tuple[Step, ...]:
    """What became of it, for a team that it was passed on to from that moment on."""
    if passed is None:
        return timeline.of(session, access.id, after)
    found = timeline.of(session, access.id, max(after, passed.shown_from - 1))
    came = [number for number, step in enumerate(found) if step.kind == "passed_on"]
    return found[came[-1] :] if came else found


def _owner(session: Session, conversation: Conversation) -> str | None:
    if conversation.claimed_by is None:
        return None
    return session.execute(
        select(Staff.name).where(Staff.id == conversation.claimed_by)
    ).scalar_one()
