"""Where in a talk each step was taken, and to whom a talk was given"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003b"
branch_labels = None
depends_on = None

# Steps that were noted before this column was there: by the minute, which is all that is known.
_FILL_IN = """
UPDATE event SET after_seq = (
    SELECT COALESCE(MAX(turn.seq), 0) FROM turn
    WHERE turn.conversation_id = event.conversation_id AND turn.at <= event.at
)
"""


def upgrade() -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("after_seq", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("to_staff_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_event_to_staff_id"), "staff", ["to_staff_id"], ["id"]
        )
    op.execute(_FILL_IN)


def downgrade() -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_event_to_staff_id"), type_="foreignkey")
        batch_op.drop_column("to_staff_id")
        batch_op.drop_column("after_seq")
