"""A year later nothing is left of anybody's talk, in no table and under no name."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import String, Uuid, select

from bot import retention
from bot.models import AuditEntry, Base, Conversation
from bot.store import Store
from tests.support.people import NOW
from tests.support.scene import play


def test_year_later_only_the_audit_knows_that_there_was_a_talk(store: Store) -> None:
    talked = play(store)
    hanging = [
        table
        for table in Base.metadata.sorted_tables
        if any(key.column.table.name == "conversation" for key in table.foreign_keys)
    ]
    with store.session() as session:
        filled = {table.name for table in hanging if session.execute(select(table)).first()}
    assert filled >= {"turn", "report", "event", "note", "access_token", "picture"}
    with store.session(writing=True) as session:
        assert retention.sweep(session, NOW + timedelta(days=365)) >= 1
    with store.session() as session:
        assert session.execute(select(Conversation)).first() is None
        assert [table.name for table in hanging if session.execute(select(table)).first()] == []
        told = {str(talked.access.id), talked.access.id.hex}
        elsewhere = [
            f"{table.name}.{column.name}"
            for table in Base.metadata.sorted_tables
            if table.name != AuditEntry.__tablename__
            for column in table.columns
            if isinstance(column.type, String | Uuid)
            and told & {str(value) for value in session.execute(select(column)).scalars()}
        ]
        assert elsewhere == []
