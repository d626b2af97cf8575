"""Words by which a team sorts its conversations. They are plain: nobody's story belongs in them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot import audit, steps
from bot.audit import Deed
from bot.errors import LabelTaken, NoSuchLabel, UnusableLabel
from bot.member import Counsellor, Member
from bot.models import Label, Labelled

MAX_CHARACTERS: Final = 40


def of_team(session: Session, who: Member) -> list[Label]:
    """All labels of a team, by name."""
    query = select(Label).where(Label.team_id == who.team_id).order_by(Label.name)
    return list(session.execute(query).scalars())


def add(session: Session, who: Member, name: str, now: datetime) -> None:
    """Another label.

    Raises:
        UnusableLabel: no name, or a long one.
        LabelTaken: the team has it already.
    """
    label = Label(id=uuid4(), team_id=who.team_id, name=_free(session, who, name))
    session.add(label)
    audit.note(session, Deed("label_added", who.team_id, who.id, label.id), now)


def rename(session: Session, who: Member, label_id: UUID, name: str, now: datetime) -> None:
    """Another name for a label, on every conversation that has it.

    Raises:
        UnusableLabel, LabelTaken: as `add`.
        NoSuchLabel: it is not this team's.
    """
    label = _own(session, who, label_id)
    label.name = _free(session, who, name, label_id)
    audit.note(session, Deed("label_renamed", who.team_id, who.id, label_id), now)


def remove(session: Session, who: Member, label_id: UUID, now: datetime) -> None:
    """A label is gone, also from the conversations that had it.

    Raises:
        NoSuchLabel: it is not this team's.
    """
    session.delete(_own(session, who, label_id))
    audit.note(session, Deed("label_removed", who.team_id, who.id, label_id), now)


def put(
    session: Session, who: Counsellor, conversation_id: UUID, wanted: Collection[UUID],
    now: datetime,
) -> None:  # fmt: skip
    """Let a conversation have these labels of the team and no others.

    Raises:
        UnknownConversation: it is not this team's, or was erased.
    """
    steps.of_team(session, who, conversation_id)
    own = {label.id for label in of_team(session, who)}
    had = on(session, who, conversation_id)
    gone, new = had - set(wanted), (set(wanted) & own) - had
    if not gone | new:
        return
    session.execute(
        delete(Labelled).where(
            Labelled.conversation_id == conversation_id, Labelled.label_id.in_(gone)
        )
    )
    session.add_all(Labelled(conversation_id=conversation_id, label_id=label) for label in new)
    audit.note(session, Deed("labelled", who.team_id, who.id, conversation_id), now)


def on(session: Session, who: Member, conversation_id: UUID) -> frozenset[UUID]:
    """The team's labels on a conversation."""
    rows = session.execute(
        select(Labelled.label_id)
        .join(Label, Label.id == Labelled.label_id)
        .where(Labelled.conversation_id == conversation_id, Label.team_id == who.team_id)
    )
    return frozenset(rows.scalars())


def _own(session: Session, who: Member, label_id: UUID) -> Label:
    label = session.get(Label, label_id)
    if label is None or label.team_id != who.team_id:
        raise NoSuchLabel
    return label


def _free(session: Session, who: Member, name: str, but: UUID | None = None) -> str:
    wanted = " ".join(name.split())
    if not 0 < len(wanted) <= MAX_CHARACTERS or not wanted.isprintable():
        raise UnusableLabel(limit=str(MAX_CHARACTERS))
    if any(
        label.name.casefold() == wanted.casefold() and label.id != but
        for label in of_team(session, who)
    ):
        raise LabelTaken(name=wanted)
    return wanted
