"""People with keys of their own, in teams with roles

Who was in a team is a counsellor and an admin of it. Their box still holds the team's key; at their
next login it is closed anew around a key of their own. Logins end: they held the team's key.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_STAFF = sa.table("staff", sa.column("id", sa.Uuid()), sa.column("team_id", sa.Uuid()))
_MEMBERSHIP = sa.table(
    "membership",
    sa.column("staff_id", sa.Uuid()),
    sa.column("team_id", sa.Uuid()),
    sa.column("roles", sa.String()),
)


def upgrade() -> None:
    op.execute(
        _MEMBERSHIP.insert().from_select(
            ["staff_id", "team_id", "roles"],
            sa.select(_STAFF.c.id, _STAFF.c.team_id, sa.literal("admin,counsellor")),
        )
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_team_id"))
        batch_op.drop_constraint(batch_op.f("fk_staff_team_id"), type_="foreignkey")
        batch_op.drop_column("team_id")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_challenge", sa.BigInteger(), nullable=False))
    _sessions_anew()


def _sessions_anew() -> None:
    op.drop_table("staff_session")
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped_private_key", sa.LargeBinary(), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_session_staff_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_staff_session_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("id", name=op.f("uq_staff_session_id")),
    )
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_session_staff_id"), ["staff_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("who is in two teams does not fit into the tables before this one")
