"""Talks in a messenger, which knows who people are: their address lies under the server's secret.

Nothing here names anybody in the clear. `lookup` finds a chat by a keyed hash of its address.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
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

from bot.models.base import Base, UTCDateTime
from expertise.languages import Language


class Chat(Base):
    """One person's chat with the bot. Its token opens the talk, as that of a tab does on the web.

    `delivered` is the last turn that stands in the outbox, `told` the state of the handover that
    was told last, `stage` the step that an answer is awaited for. A chat that `is_closed` cannot be
    written to; one that `is_leaving` is forgotten as soon as nothing is due to it.
    """

    __tablename__ = "messenger_chat"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    channel: Mapped[str] = mapped_column(String(16))
    lookup: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    sealed_address: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_token: Mapped[bytes] = mapped_column(LargeBinary)
    conversation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL"), index=True
    )
    language: Mapped[Language] = mapped_column(String(2))
    is_greeted: Mapped[bool] = mapped_column(Boolean, default=False)
    is_closed: Mapped[bool] = mapped_column(Boolean, default=False)
    is_leaving: Mapped[bool] = mapped_column(Boolean, default=False)
    delivered: Mapped[int] = mapped_column(Integer, default=0)
    told: Mapped[str | None] = mapped_column(String(64))
    stage: Mapped[str | None] = mapped_column(String(64))
    last_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class Post(Base):
    """Something that stands in a chat or is due to it. `key` says why, so that it is due once.

    `sealed_body` is there until it was delivered, `number` is the messenger's own of it from then
    on; `is_ours` is False for what the person sent, of which nothing else is kept here.
    """

    __tablename__ = "messenger_post"
    __table_args__ = (
        UniqueConstraint("chat_id", "key"),
        Index("ix_messenger_post_due", "is_due", "chat_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    chat_id: Mapped[UUID] = mapped_column(ForeignKey("messenger_chat.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(80))
    is_due: Mapped[bool] = mapped_column(Boolean, default=True)
    sealed_body: Mapped[bytes | None] = mapped_column(LargeBinary)
    number: Mapped[str | None] = mapped_column(String(32))
    is_ours: Mapped[bool] = mapped_column(Boolean, default=True)
    has_buttons: Mapped[bool] = mapped_column(Boolean, default=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Seen(Base):
    """An update of a messenger that was dealt with: it may come again, and late."""

    __tablename__ = "messenger_seen"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
