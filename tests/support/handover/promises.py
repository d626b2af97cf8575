"""What must be true of the talks, whatever happened; read from the database alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import audit, dialogue, handover, turns, vault
from bot.audit import Deed
from bot.desk import queue, transcript
from bot.errors import UnknownConversation
from bot.member import Counsellor
from bot.models import AuditEntry, Author, Conversation, Event, State, Turn
from tests.support.handover.model import Step, Talk

_GIVES_BOT_THE_WORD = ("returned", "withdrawn")
_OPEN = (queue.Group.WAITING, queue.Group.MINE, queue.Group.COLLEAGUES)


def of_what_was_said(session: Session, talk: Talk) -> None:
    """It is all there, once, in order; and the bot owes what nobody answered."""
    found = turns.said(session, talk.access)
    assert [turn.seq for turn in found] == list(range(1, len(found) + 1))
    assert [(turn.author, turn.body.text, turn.at) for turn in found] == [
        (line.author, line.text, line.at) for line in talk.lines
    ]
    debt = dialogue.owed(session, talk.access)
    assert (debt and debt.seq) == talk.owed()


def of_the_bots_silence(talk: Talk) -> None:
    """No word of the bot's comes after a person's, until that person or the reporter lets it."""
    has_person = False
    for entry in talk.log:
        if isinstance(entry, Step):
            has_person = has_person and entry.kind not in _GIVES_BOT_THE_WORD
        else:
            assert not (has_person and entry.author is Author.BOT)
            has_person = has_person or entry.author is Author.COUNSELLOR


def of_the_owner(session: Session, row: Conversation, talk: Talk) -> None:
    """There is one at most, of the team that has it; and every step stands in its history."""
    owner = talk.owner
    assert (row.state, row.claimed_by) == (talk.state, owner and owner.id)
    assert (row.claimed_by is None, row.claimed_at is None) == (row.state != State.HUMAN,) * 2
    assert owner is None or (row.team_id == owner.team_id and owner.id not in talk.away)
    assert (row.version, row.claimed_at) == (talk.version, talk.claimed_at)
    assert row.expires_at == talk.expires_at
    query = select(Event).where(Event.conversation_id == row.id).order_by(Event.id)
    found = [
        Step(e.kind, State(e.from_state), State(e.to_state), e.staff_id, e.to_staff_id, e.after_seq)
        for e in session.execute(query).scalars()
    ]
    assert found == talk.steps


def of_the_keys(row: Conversation, talk: Talk, keys: dict[UUID, vault.Key]) -> None:
    """The key of the team that has it opens it; no other does, and no team's before it is asked."""
    assert row.team_id == talk.team
    assert (talk.team is None) == (talk.state is State.BOT)
    assert (row.team_wrapped_key is None) == (talk.team is None)
    for team_id, key in keys.items():
        assert _opens(key, row.team_wrapped_key) == (team_id == talk.team)


def of_who_reads(session: Session, who: Counsellor, talks: Sequence[Talk]) -> None:
    """Whoever sees a talk finds it in their queue and reads what was let go; nobody else does."""
    listed = [case.id for group in _OPEN for case in queue.page(session, who, group).cases]
    assert sorted(listed) == sorted(
        talk.access.id
        for talk in talks
        if talk.sees(who) and talk.state in (State.WAITING, State.HUMAN)
    )
    for talk in talks:
        _reads_what_was_let_go(session, who, talk)


def _reads_what_was_let_go(session: Session, who: Counsellor, talk: Talk) -> None:
    try:
        found = handover.read(session, who, talk.access.id)
    except UnknownConversation:
        assert not talk.sees(who)
        return
    assert talk.sees(who)
    assert found == talk.access
    view = transcript.for_counsellor(session, who, talk.access.id)
    shown = [seq for seq in range(1, len(talk.lines) + 1) if talk.shows(seq)]
    assert [turn.seq for turn in view.turns] == shown


def of_what_was_erased(session: Session, talk: Talk) -> None:
    """Nothing of it is left."""
    assert session.get(Conversation, talk.access.id) is None
    left = select(func.count(Turn.id)).where(Turn.conversation_id == talk.access.id)
    assert session.execute(left).scalar_one() == 0


def of_the_audit(session: Session, deeds: list[Deed]) -> None:
    """Every step of every talk stands in it once, in its talk's order, and the chain holds."""
    assert audit.verify(session).number == len(deeds)
    rows = session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars()
    found: dict[str | None, list[tuple[str | None, ...]]] = defaultdict(list)
    for row in rows:
        found[row.subject].append((row.action, row.team_id, row.actor, row.detail))
    expected: dict[str | None, list[tuple[str | None, ...]]] = defaultdict(list)
    for deed in deeds:
        told = deed.action, _text(deed.team_id), _text(deed.actor), deed.detail
        expected[_text(deed.subject)].append(told)
    assert found == expected


def _opens(key: vault.Key, wrapped: bytes | None) -> bool:
    if wrapped is None:
        return False
    try:
        vault.unseal_with(key, wrapped)
    except vault.CannotOpen:
        return False
    return True


def _text(value: UUID | str | None) -> str | None:
    return None if value is None else str(value)
