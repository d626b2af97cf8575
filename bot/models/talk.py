"""The talks: what was said, who may open it, and what became of it.

Plain columns are those that the queue and the statistics need: state, theme code, urgency, coarse
times, team, language, channel, role; and the codes of `tally`, which belongs to no talk.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, State, Urgency, UTCDateTime
from expertise.languages import Language


class Conversation(Base):
    """One talk. `last_seq` numbers its turns; `heard` and `answered` say what the bot owes.

    `about_staff` is whether it is about somebody who works at the school, None if nobody knows.
    `reporter_at` and `staff_at` are when each side spoke last since a team was asked; `claimed_at`
    is when its counsellor took it, or last did something in it.
    """

    __tablename__ = "conversation"
    # Each gives a page of the queue in its order. What a queue is narrowed by stands in them too: a
    # row that is skipped need not be fetched.
    __table_args__ = (
        Index(
            "ix_conversation_owner",
            "claimed_by", "team_id", "state", "urgency", "waiting_since", "id",
        ),
        Index(
            "ix_conversation_queue",
            "team_id", "state", "urgency", "waiting_since", "id",
            "theme", "role", "channel", "language",
        ),
        Index(
            "ix_conversation_closed",
            "team_id", "state", "closed_at", "id",
            "urgency", "theme", "role", "channel", "language",
        ),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    state: Mapped[str] = mapped_column(String(8), default=State.BOT)
    version: Mapped[int] = mapped_column(Integer, default=0)
    language: Mapped[Language] = mapped_column(String(2))
    channel: Mapped[str] = mapped_column(String(16))
    theme: Mapped[str | None] = mapped_column(String(32))
    role: Mapped[str | None] = mapped_column(String(8))
    about_staff: Mapped[bool | None] = mapped_column(Boolean)
    urgency: Mapped[int] = mapped_column(Integer, default=Urgency.NONE)
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    heard: Mapped[int] = mapped_column(Integer, default=0)
    answered: Mapped[int] = mapped_column(Integer, default=0)
    sealed_engine_state: Mapped[bytes | None] = mapped_column(LargeBinary)
    sealed_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    last_message_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)

    code_lookup: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    code_wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    sealed_code: Mapped[bytes | None] = mapped_column(LargeBinary)
    code_confirmed: Mapped[bool] = mapped_column(Boolean, default=False)

    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    team_wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    claimed_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    waiting_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reporter_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    staff_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    staff_read_seq: Mapped[int] = mapped_column(Integer, default=0)


class AccessToken(Base):
    """A reporter's tab. The token itself is in that tab alone."""

    __tablename__ = "access_token"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Turn(Base):
    """One thing said. `message_id` is the sender's own: the same one twice is one turn."""

    __tablename__ = "turn"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "message_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    seq: Mapped[int] = mapped_column(Integer)
    author: Mapped[str] = mapped_column(String(10))
    message_id: Mapped[str | None] = mapped_column(String(64))
    sealed_body: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Report(Base):
    """A handover that the reporter agreed to: when, to whom, and how it ended."""

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_open", "team_id", "ended_at", "first_human_at", "opened_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    first_human_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str | None] = mapped_column(String(16))


class Event(Base):
    """A transition, without a word of what was said.

    It came after the turn `after_seq`. `to_staff_id` is to whom a talk was given.
    """

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(24))
    from_state: Mapped[str] = mapped_column(String(8))
    to_state: Mapped[str] = mapped_column(String(8))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    to_staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    after_seq: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Tally(Base):
    """How often something was answered in a month; see `bot.tallies`.

    Rows have no number, not even SQLite's hidden one: numbers would tell in which order things were
    counted, and so which of them one reporter said.
    """

    __tablename__ = "tally"
    __table_args__ = ({"sqlite_with_rowid": False},)

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    value: Mapped[str] = mapped_column(String(32), primary_key=True)
    theme: Mapped[str] = mapped_column(String(32), primary_key=True)
    role: Mapped[str] = mapped_column(String(8), primary_key=True)
    stage: Mapped[str] = mapped_column(String(8), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
