"""What counsellors work with beside the talk itself, and what is noted of their work."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import (
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    Time,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, UTCDateTime
from expertise.languages import Language


def _of_conversation(*, alone: bool = False) -> Mapped[UUID]:
    """What goes with its conversation when that is erased; `alone`: there is one of it at most."""
    key = ForeignKey("conversation.id", ondelete="CASCADE")
    return mapped_column(key, primary_key=True) if alone else mapped_column(key, index=True)


class Note(Base):
    """A counsellor's note for colleagues, under the team's key: no reporter's code opens it."""

    __tablename__ = "note"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = _of_conversation()
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    sealed_body: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Label(Base):
    """A word by which a team sorts its conversations."""

    __tablename__ = "label"
    __table_args__ = (UniqueConstraint("team_id", "name"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))


class Labelled(Base):
    """A label on a conversation."""

    __tablename__ = "labelled"

    conversation_id: Mapped[UUID] = _of_conversation(alone=True)
    label_id: Mapped[UUID] = mapped_column(
        ForeignKey("label.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Conflict(Base):
    """A counsellor who is too near to a conversation, and does not see it any more."""

    __tablename__ = "conflict"

    conversation_id: Mapped[UUID] = _of_conversation(alone=True)
    staff_id: Mapped[UUID] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class CannedReply(Base):
    """A text that a team says often, in one language; `short` is what is typed after the stroke."""

    __tablename__ = "canned_reply"
    __table_args__ = (UniqueConstraint("team_id", "short", "language"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    short: Mapped[str] = mapped_column(String(24))
    language: Mapped[Language] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)


class Shift(Base):
    """A slot of the week in which somebody of a team is there; Monday is 0, Amsterdam's time.

    `staff_id` is who, None means whoever of the team has time.
    """

    __tablename__ = "shift"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    weekday: Mapped[int] = mapped_column(Integer)
    opens: Mapped[time] = mapped_column(Time)
    closes: Mapped[time] = mapped_column(Time)


class ClosedDay(Base):
    """A day on which nobody of a team is there, public holidays aside."""

    __tablename__ = "closed_day"

    team_id: Mapped[UUID] = mapped_column(
        ForeignKey("team.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(Date, primary_key=True)


class Proposal(Base):
    """A team that a reporter is asked about, before it can read anything.

    `staff_id` is the counsellor who proposes it, None the bot. The sealed body is what would be
    passed on, as the reporter is shown it.
    """

    __tablename__ = "proposal"

    conversation_id: Mapped[UUID] = _of_conversation(alone=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    sealed_body: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Dossier(Base):
    """What a reporter chose to pass on to a team: summary, turns, note.

    Of the talk before it, that team is shown no more than the turns in it; `shown_from` is the
    number of the first turn that was said to them.
    """

    __tablename__ = "dossier"

    conversation_id: Mapped[UUID] = _of_conversation(alone=True)
    team_id: Mapped[UUID] = mapped_column(
        ForeignKey("team.id", ondelete="CASCADE"), primary_key=True
    )
    sealed_body: Mapped[bytes] = mapped_column(LargeBinary)
    shown_from: Mapped[int] = mapped_column(Integer)
    agreed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Picture(Base):
    """A picture that a reporter added, re-encoded, without what a camera writes into it."""

    __tablename__ = "picture"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = _of_conversation()
    message_id: Mapped[str] = mapped_column(String(64))
    sealed_image: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class AuditEntry(Base):
    """Who did what when, without a word of what was said; each entry's hash holds the one before.

    No entry refers to rows that may be erased: ids stand in it as text.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_team_id_at", "team_id", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    team_id: Mapped[str | None] = mapped_column(String(36))
    actor: Mapped[str | None] = mapped_column(String(36), index=True)
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str | None] = mapped_column(String(64), index=True)
    detail: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Mail(Base):
    """An e-mail that is due: somebody is to look, and no more than that stands in it."""

    __tablename__ = "mail"
    __table_args__ = (UniqueConstraint("staff_id", "kind", "subject"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(64))
    due_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    tries: Mapped[int] = mapped_column(Integer, default=0)


class MailChoice(Base):
    """What somebody wants to be called for by e-mail, and in which language.

    `kinds` are codes of `bot.mail.Kind`, sorted and joined by commas. An address becomes their
    account's when they type the code that was sent to it; the code opens nothing else.
    """

    __tablename__ = "mail_choice"

    staff_id: Mapped[UUID] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )
    kinds: Mapped[str] = mapped_column(String(64))
    language: Mapped[Language] = mapped_column(String(2))
    unconfirmed: Mapped[str | None] = mapped_column(String(254))
    code: Mapped[str | None] = mapped_column(String(8))
    code_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    code_tries: Mapped[int] = mapped_column(Integer, default=0)
