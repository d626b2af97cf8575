"""Talks in a messenger, and what is due to them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messenger_chat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("lookup", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_token", sa.LargeBinary(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("is_greeted", sa.Boolean(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("is_leaving", sa.Boolean(), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("told", sa.String(length=64), nullable=True),
        sa.Column("stage", sa.String(length=64), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_messenger_chat_conversation_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messenger_chat")),
        sa.UniqueConstraint("lookup", name=op.f("uq_messenger_chat_lookup")),
    )
    op.create_index("ix_messenger_chat_conversation_id", "messenger_chat", ["conversation_id"])
    op.create_index("ix_messenger_chat_last_at", "messenger_chat", ["last_at"])
    op.create_table(
        "messenger_post",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("chat_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("is_due", sa.Boolean(), nullable=False),
        sa.Column("sealed_body", sa.LargeBinary(), nullable=True),
        sa.Column("number", sa.String(length=32), nullable=True),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("has_buttons", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["messenger_chat.id"],
            name=op.f("fk_messenger_post_chat_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messenger_post")),
        sa.UniqueConstraint("chat_id", "key", name=op.f("uq_messenger_post_chat_id_key")),
    )
    op.create_index("ix_messenger_post_due", "messenger_post", ["is_due", "chat_id", "id"])
    op.create_table(
        "messenger_seen",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "number", name=op.f("pk_messenger_seen")),
    )
    op.create_index("ix_messenger_seen_at", "messenger_seen", ["at"])


def downgrade() -> None:
    op.drop_table("messenger_seen")
    op.drop_table("messenger_post")
    op.drop_table("messenger_chat")
