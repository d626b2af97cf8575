"""Who works here: teams with their keys, accounts, what they may, and how they get in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, TeamKind, UTCDateTime


class Installation(Base):
    """One row: what belongs to this installation as a whole."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code_salt: Mapped[bytes] = mapped_column(LargeBinary)
    proof_secret: Mapped[bytes] = mapped_column(LargeBinary)


class Team(Base):
    """People who share a queue and a key pair, and what they agreed on.

    `keep_days` is how long a closed conversation is kept, `claim_minutes` after how long without
    a word of its counsellor a talk goes back to the queue, `answer_days` within how many days a
    person must have answered, `talks_each` how many a counsellor has at once (None: any number).
    """

    __tablename__ = "team"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(
        String(12), default=TeamKind.SCHOOL, server_default=TeamKind.SCHOOL
    )
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_for_recovery: Mapped[bytes] = mapped_column(LargeBinary)
    recovery_salt: Mapped[bytes] = mapped_column(LargeBinary)
    keep_days: Mapped[int] = mapped_column(Integer, default=90, server_default="90")
    claim_minutes: Mapped[int] = mapped_column(Integer, default=60, server_default="60")
    answer_days: Mapped[int] = mapped_column(Integer, default=7, server_default="7")
    talks_each: Mapped[int | None] = mapped_column(Integer)


class Staff(Base):
    """A person's account. Opening `sealed_secrets` with the password is the password check.

    What a team's key is wrapped for is `public_key`; its other half lies in the sealed secrets.
    """

    __tablename__ = "staff"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_secrets: Mapped[bytes] = mapped_column(LargeBinary)
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    email: Mapped[str | None] = mapped_column(String(254))
    last_totp_step: Mapped[int] = mapped_column(Integer, default=0)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    on_duty: Mapped[bool] = mapped_column(Boolean, default=False)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Membership(Base):
    """What a person is in a team. Without the wrapped key they read no word of any talk.

    `roles` are the codes of `Role`, sorted and joined by commas.
    """

    __tablename__ = "membership"

    staff_id: Mapped[UUID] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )
    team_id: Mapped[UUID] = mapped_column(
        ForeignKey("team.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    roles: Mapped[str] = mapped_column(String(64))
    wrapped_team_key: Mapped[bytes | None] = mapped_column(LargeBinary)


class Invitation(Base):
    """A link that makes one account, or gives a forgotten one back to its owner (`staff_id`).

    The team's key, if the inviter had it, is wrapped under the link's own secret.
    """

    __tablename__ = "invitation"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    roles: Mapped[str] = mapped_column(String(64))
    wrapped_team_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Passkey(Base):
    """A security key or a phone that is somebody's second factor.

    `last_challenge` is when the challenge was made that it last answered, in milliseconds.
    """

    __tablename__ = "passkey"

    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(Integer)
    last_challenge: Mapped[int] = mapped_column(BigInteger)
    label: Mapped[str] = mapped_column(String(40))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)


class RecoveryCode(Base):
    """A code that takes the place of the second factor once."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)


class StaffSession(Base):
    """A login; the person's private key is wrapped under the cookie's secret.

    `team_id` is the team that they act in, `confirmed_at` when they last showed password and
    second factor, `device` a browser and a system in two words.
    """

    __tablename__ = "staff_session"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    id: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    wrapped_private_key: Mapped[bytes] = mapped_column(LargeBinary)
    device: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
