"""The tables. Text that a person wrote stands only in columns named `sealed_*` or `wrapped_*`.

Plain columns are those that the queue and the statistics need: state, theme code, urgency, coarse
times, team, language, channel; and the codes of `tally`, which belongs to no talk.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Boolean,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from expertise.languages import Language

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """A time with its zone, also on SQLite, which would forget it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class State(StrEnum):
    """Who has the word in a conversation."""

    BOT = "bot"
    WAITING = "waiting"
    HUMAN = "human"
    CLOSED = "closed"


class Author(StrEnum):
    """Who said a turn."""

    REPORTER = "reporter"
    BOT = "bot"
    COUNSELLOR = "counsellor"


class Urgency(IntEnum):
    """The queue's first order; rules and model raise it, only a counsellor lowers it."""

    NONE = 0
    CONCERN = 1
    ACUTE = 2

    @classmethod
    def of_risk(cls, risk: str) -> Urgency:
        """The urgency of a risk level as `expertise` and the engine name it."""
        return cls[risk.upper()]

    @property
    def risk(self) -> str:
        """The risk level's name."""
        return self.name.lower()


class Base(DeclarativeBase):
    """All tables, with constraint names that migrations can rely on."""

    metadata = MetaData(naming_convention=_NAMES)


class Installation(Base):
    """One row: what belongs to this installation as a whole."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code_salt: Mapped[bytes] = mapped_column(LargeBinary)
    proof_secret: Mapped[bytes] = mapped_column(LargeBinary)


class Team(Base):
    """Counsellors who share a queue and a key pair."""

    __tablename__ = "team"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_for_recovery: Mapped[bytes] = mapped_column(LargeBinary)
    recovery_salt: Mapped[bytes] = mapped_column(LargeBinary)


class Staff(Base):
    """A counsellor's account. Opening `sealed_secrets` with the password is the password check."""

    __tablename__ = "staff"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_secrets: Mapped[bytes] = mapped_column(LargeBinary)
    last_totp_step: Mapped[int] = mapped_column(Integer, default=0)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    on_duty: Mapped[bool] = mapped_column(Boolean, default=False)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class StaffSession(Base):
    """A counsellor's login; the team key is wrapped under the cookie's secret."""

    __tablename__ = "staff_session"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    wrapped_team_key: Mapped[bytes] = mapped_column(LargeBinary)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Conversation(Base):
    """One talk. `last_seq` numbers its turns; `heard` and `answered` say what the bot owes."""

    __tablename__ = "conversation"
    __table_args__ = (
        Index("ix_conversation_queue", "team_id", "state", "urgency", "waiting_since"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    state: Mapped[str] = mapped_column(String(8), default=State.BOT)
    version: Mapped[int] = mapped_column(Integer, default=0)
    language: Mapped[Language] = mapped_column(String(2))
    channel: Mapped[str] = mapped_column(String(16))
    theme: Mapped[str | None] = mapped_column(String(32))
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
    claimed_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    waiting_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
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
    """A transition, without a word of what was said."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(24))
    from_state: Mapped[str] = mapped_column(String(8))
    to_state: Mapped[str] = mapped_column(String(8))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
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
