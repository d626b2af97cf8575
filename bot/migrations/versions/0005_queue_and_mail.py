"""A queue that is found in its order, and who wants to be called by e-mail"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_QUEUE = ["team_id", "state", "urgency", "waiting_since"]
_NARROWED_BY = ["theme", "role", "channel", "language"]
_OPEN = ["team_id", "ended_at", "first_human_at", "opened_at"]
# When they were closed was not noted before, and nothing was said after it.
_FILL_IN = """
UPDATE conversation SET closed_at = last_message_at WHERE state = 'closed' AND closed_at IS NULL
"""


def upgrade() -> None:
    op.execute(_FILL_IN)
    op.drop_index("ix_conversation_queue", "conversation")
    op.create_index("ix_conversation_queue", "conversation", [*_QUEUE, "id", *_NARROWED_BY])
    op.drop_index("ix_conversation_claimed_by", "conversation")
    op.create_index("ix_conversation_owner", "conversation", ["claimed_by", *_QUEUE, "id"])
    op.create_index(
        "ix_conversation_closed",
        "conversation",
        ["team_id", "state", "closed_at", "id", "urgency", *_NARROWED_BY],
    )
    op.create_index("ix_report_open", "report", _OPEN)
    op.create_table(
        "mail_choice",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kinds", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("unconfirmed", sa.String(length=254), nullable=True),
        sa.Column("code", sa.String(length=8), nullable=True),
        sa.Column("code_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_mail_choice_staff_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_mail_choice")),
    )


def downgrade() -> None:
    op.drop_table("mail_choice")
    op.drop_index("ix_report_open", "report")
    op.drop_index("ix_conversation_closed", "conversation")
    op.drop_index("ix_conversation_owner", "conversation")
    op.create_index("ix_conversation_claimed_by", "conversation", ["claimed_by"])
    op.drop_index("ix_conversation_queue", "conversation")
    op.create_index("ix_conversation_queue", "conversation", _QUEUE)
