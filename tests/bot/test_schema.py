"""Migrations, and the installation's own row."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import String, func, inspect, select

from bot import schema
from bot.models import Base, Conversation, Installation, Turn
from bot.store import Store
from tests.support.people import talk
from tests.support.stores import opened


def test_migrate_when_the_database_is_empty_then_it_has_exactly_the_models_tables(
    database_url: str,
) -> None:
    with opened(database_url) as store:
        with store.session() as session:
            assert not schema.is_current(session)
        schema.migrate(store)
        with store.session() as session:
            assert schema.is_current(session)
            context = MigrationContext.configure(session.connection())
            assert compare_metadata(context, Base.metadata) == []


def test_migrate_when_run_again_then_the_installation_keeps_its_secrets(store: Store) -> None:
    with store.session() as session:
        before = session.get_one(Installation, 1)
    schema.migrate(store)
    with store.session() as session:
        after = session.get_one(Installation, 1)
        assert session.execute(select(func.count(Installation.id))).scalar_one() == 1
    assert (after.code_salt, after.proof_secret) == (before.code_salt, before.proof_secret)


@pytest.mark.usefixtures("impatient")
def test_migrate_when_several_processes_start_at_once_then_one_makes_the_tables(
    database_url: str,
) -> None:
    def start(_: int) -> bytes:
        with opened(database_url) as store:
            schema.migrate(store)
            with store.session() as session:
                return session.get_one(Installation, 1).code_salt

    with ThreadPoolExecutor(4) as processes:
        assert len(set(processes.map(start, range(4)))) == 1


LATER_STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = {head!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversation") as batch:
        batch.alter_column("channel", existing_type=sa.String(16), nullable=True)
"""


def test_migrate_when_a_later_step_makes_a_table_anew_then_what_hangs_on_it_stays(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(database_url) as store:
        schema.migrate(store)
        with store.session(writing=True) as session:
            talk(session, "een", "twee")
            head = MigrationContext.configure(session.connection()).get_current_revision()
        steps = tmp_path / "migrations"
        shutil.copytree(schema._MIGRATIONS, steps)
        (steps / "versions" / "9999_later.py").write_text(LATER_STEP.format(head=head))
        monkeypatch.setattr(schema, "_MIGRATIONS", steps)
        schema.migrate(store)
        with store.session() as session:
            assert schema.is_current(session)
            assert session.execute(select(func.count(Conversation.id))).scalar_one() == 1
            assert session.execute(select(func.count(Turn.id))).scalar_one() == 2


def test_models_when_a_column_may_hold_words_then_its_name_says_that_they_are_sealed() -> None:
    readable = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String)
    }
    assert readable == {
        "team.name", "staff.name",
        "team.kind", "membership.roles", "invitation.name", "invitation.roles", "passkey.label",
        "staff.email", "staff_session.device",
        "conversation.state", "conversation.language", "conversation.channel",
        "conversation.theme", "conversation.role",
        "turn.author", "turn.message_id",
        "report.outcome",
        "event.kind", "event.from_state", "event.to_state",
        "label.name", "canned_reply.short", "canned_reply.language", "canned_reply.text",
        "picture.message_id", "mail.kind", "mail.subject",
        "mail_choice.kinds", "mail_choice.language", "mail_choice.unconfirmed", "mail_choice.code",
        "audit_entry.team_id", "audit_entry.actor", "audit_entry.action", "audit_entry.subject",
        "audit_entry.detail",
        "messenger_chat.channel", "messenger_chat.language", "messenger_chat.told",
        "messenger_chat.stage", "messenger_post.key", "messenger_post.number",
        "messenger_seen.channel",
        "tally.kind", "tally.value", "tally.theme", "tally.role", "tally.stage", "tally.month",
    }  # fmt: skip


def test_migrate_when_done_then_everything_of_a_talk_goes_with_it(store: Store) -> None:
    with store.session() as session:
        tables = inspect(session.connection())
        hanging = {
            name: {key["options"].get("ondelete") for key in tables.get_foreign_keys(name)
                   if key["referred_table"] == "conversation"}
            for name in tables.get_table_names()
        }  # fmt: skip
    assert {name for name, rules in hanging.items() if rules} == {
        "access_token", "conflict", "dossier", "event", "labelled", "messenger_chat", "note",
        "picture", "proposal", "report", "turn",
    }  # fmt: skip
    # A messenger's chat is there without a talk too, and knows no word of it.
    assert hanging.pop("messenger_chat") == {"SET NULL"}
    assert {rule for rules in hanging.values() for rule in rules} == {"CASCADE"}
