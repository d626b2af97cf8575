"""What all tables share, and the codes that stand in their columns."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

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


class TeamKind(StrEnum):
    """Whom a team works for; a team of a school's own people may know whom a talk is about."""

    SCHOOL = "school"
    BOARD = "board"
    REGION = "region"
    NATIONAL = "national"
    INSPECTORATE = "inspectorate"


class Role(StrEnum):
    """What a member may do in a team; one member may have several."""

    COUNSELLOR = "counsellor"
    INSPECTOR = "inspector"
    ADMIN = "admin"
    ANALYST = "analyst"
    AUDITOR = "auditor"


class Base(DeclarativeBase):
    """All tables, with constraint names that migrations can rely on."""

    metadata = MetaData(naming_convention=_NAMES)
