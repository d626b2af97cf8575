"""Turns, sealed one by one."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot import turns, vault
from bot.models import Author, Conversation, Turn
from bot.store import Store
from bot.turns import Body
from expertise.texts import Button
from tests.support.people import NOW, bot_says, talk

CANARY = "kanarie zingt zacht"
FULL = Body(
    text=CANARY,
    buttons=(Button("Ja", "affirm", {"role": "pupil"}),),
    payload={"kind": "card", "lines": ["een", "twee"], "open": None, "n": 1.5},
    cards=("suicide_now",),
    pressed=Button("Nee", "deny"),
    name="Samira",
)


def test_said_when_everything_was_said_then_it_comes_back_whole_and_in_order(store: Store) -> None:
    with store.session(writing=True) as session:
        access = talk(session, "een", "twee")
        assert bot_says(session, access, FULL) == 3
    with store.session() as session:
        found = turns.said(session, access)
        assert [(turn.seq, turn.author) for turn in found] == [
            (1, Author.REPORTER), (2, Author.REPORTER), (3, Author.BOT),
        ]  # fmt: skip
        assert found[2].body == FULL
        assert [turn.body.text for turn in turns.said(session, access, after=1)] == ["twee", CANARY]


def test_one_when_there_is_no_such_turn_then_there_is_none(store: Store) -> None:
    with store.session(writing=True) as session:
        access, other = talk(session, "een"), talk(session, "een", "twee")
        assert turns.one(session, access, 2) is None
        found = turns.one(session, other, 2)
        assert found is not None
        assert found.body.text == "twee"


def test_by_message_id_when_another_talk_used_the_same_id_then_it_is_not_found(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        access, other = talk(session), talk(session)
        conversation = session.get_one(Conversation, access.id)
        turns.append(session, access, conversation, Author.REPORTER, Body("x"), NOW, "m1")
        assert turns.by_message_id(session, access, "m1") == 2
        assert turns.by_message_id(session, other, "m1") is None


@pytest.mark.parametrize(
    "moved", [{"seq": 9}, {"author": Author.COUNSELLOR}], ids=["number", "author"]
)
def test_said_when_a_row_was_changed_in_the_database_then_it_does_not_open(
    store: Store, moved: dict[str, object]
) -> None:
    with store.session(writing=True) as session:
        access = talk(session, "een")
        session.execute(update(Turn).values(moved))
        session.expire_all()
        with pytest.raises(vault.CannotOpen):
            turns.said(session, access)


def test_said_when_a_row_was_copied_from_another_talk_then_it_does_not_open(store: Store) -> None:
    with store.session(writing=True) as session:
        access, other = talk(session, "een"), talk(session, "twee")
        foreign = session.execute(
            select(Turn.sealed_body).where(Turn.conversation_id == other.id)
        ).scalar_one()
        session.execute(
            update(Turn).where(Turn.conversation_id == access.id).values(sealed_body=foreign)
        )
        session.expire_all()
        with pytest.raises(vault.CannotOpen):
            turns.said(session, access)


def test_append_when_looked_at_then_nothing_readable_and_no_exact_time_is_in_the_row(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        talk(session, CANARY)
        row = session.execute(select(Turn)).scalar_one()
    assert b"kanarie" not in row.sealed_body
    assert (row.at.second, row.at.microsecond) == (0, 0)


def test_body_when_printed_then_no_words_are_in_it() -> None:
    printed = repr(turns.Said(1, Author.REPORTER, NOW, FULL))
    assert not [word for word in (CANARY, "Ja", "Nee", "affirm", "suicide") if word in printed]
