"""Whose chat it is, and what is left of it when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot import conversations, retention, vault
from bot.access import by_token
from bot.errors import UnknownConversation
from bot.messengers import chats, outbox
from bot.messengers.chats import Known
from bot.messengers.keys import Keys
from bot.messengers.outbox import Message, Piece
from bot.models import Chat, Conversation, Post, Seen
from bot.store import Store
from tests.support.people import NOW, talk

KEYS = Keys.of(bytes(32))
OTHER = Keys.of(b"\1" * 32)
WORDS = Message(pieces=(Piece("Dag Anna"),))


def known(session: Session, address: str = "anna", channel: str = "test") -> Known:
    return chats.open_or_make(session, KEYS, channel, address, "nl", NOW)


def with_talk(session: Session, address: str = "anna") -> Known:
    """A chat in which somebody said something."""
    chat = known(session, address)
    access = talk(session, "hoi", token=chat.token)
    chats.begin_talk(session, chat, access.id)
    found = chats.one(session, KEYS, chat.id)
    assert found is not None
    return found


def count(session: Session, table: type[Chat | Post | Seen]) -> int:
    return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_open_or_make_when_it_is_the_same_address_then_it_is_the_same_chat(store: Store) -> None:
    with store.session(writing=True) as session:
        first, again = known(session), known(session)
        others = [known(session, "bert"), known(session, channel="other")]
        assert again == first
        assert first.address == "anna"
        assert len({first.id, *(chat.id for chat in others)}) == 3
        assert len({first.token, *(chat.token for chat in others)}) == 3


def test_find_when_the_secret_is_another_then_nobody_is_known(store: Store) -> None:
    with store.session(writing=True) as session:
        chat = known(session)
        assert chats.find(session, KEYS, "test", "anna") == chat
        assert chats.find(session, KEYS, "test", "bert") is None
        assert chats.find(session, OTHER, "test", "anna") is None
        with pytest.raises(vault.CannotOpen):
            chats.one(session, OTHER, chat.id)


def test_opened_when_a_row_is_laid_over_another_then_it_does_not_open(store: Store) -> None:
    with store.session(writing=True) as session:
        anna, bert = known(session), known(session, "bert")
        stolen = session.get_one(Chat, anna.id).sealed_token
        session.execute(update(Chat).where(Chat.id == bert.id).values(sealed_token=stolen))
        session.expire_all()
        with pytest.raises(vault.CannotOpen):
            chats.one(session, KEYS, bert.id)


def test_open_or_make_when_they_write_again_then_they_can_be_written_to(store: Store) -> None:
    with store.session(writing=True) as session:
        chat = known(session)
        chats.change(session, chat.id, is_closed=True, is_leaving=True)
        known(session)
        row = session.get_one(Chat, chat.id)
        assert (row.is_closed, row.is_leaving) == (False, False)


def test_begin_talk_when_it_begins_then_the_token_lives_as_long_as_the_talk(store: Store) -> None:
    with store.session(writing=True) as session:
        chat = with_talk(session)
        session.execute(update(Conversation).values(expires_at=NOW + timedelta(days=90)))
        retention.sweep(session, NOW + timedelta(days=60))
        assert by_token(session, chat.token, NOW + timedelta(days=60)).id == chat.conversation_id


def test_begin_talk_when_it_is_another_then_what_was_told_of_the_old_one_is_forgotten(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        chat = with_talk(session)
        assert chat.conversation_id is not None
        chats.change(session, chat.id, delivered=7, told="human:x", stage="wis")
        chats.begin_talk(session, chat, chat.conversation_id)
        same = chats.one(session, KEYS, chat.id)
        assert same is not None
        assert (same.delivered, same.told, same.stage) == (7, "human:x", "wis")
        chats.begin_talk(session, chat, talk(session).id)
        other = chats.one(session, KEYS, chat.id)
        assert other is not None
        assert (other.delivered, other.told, other.stage) == (0, None, None)


def test_with_talks_when_several_chats_then_those_of_the_channel_that_have_one(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        anna, bert = with_talk(session), with_talk(session, "bert")
        known(session, "carla")
        assert chats.with_talks(session, "test") == {
            anna.id: anna.conversation_id, bert.id: bert.conversation_id,
        }  # fmt: skip
        assert chats.with_talks(session, "other") == {}


def test_leave_when_something_is_due_then_the_chat_goes_once_it_was_delivered(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        anna, bert = known(session), known(session, "bert")
        outbox.put(session, KEYS, anna.id, "update:1:0", WORDS, NOW)
        chats.leave(session, anna.id)
        chats.leave(session, bert.id)
        session.expire_all()
        assert session.execute(select(Chat.id)).scalars().all() == [anna.id]
        due = outbox.next_due(session, KEYS, anna.id)
        assert due is not None
        outbox.delivered(session, due.id, "1")
        assert (count(session, Chat), count(session, Post)) == (0, 0)


def test_seen_when_it_was_dealt_with_then_it_is_known_for_its_channel(store: Store) -> None:
    with store.session(writing=True) as session:
        assert not chats.was_seen(session, "test", 2**40)
        chats.note_seen(session, "test", 2**40, NOW)
        chats.note_seen(session, "test", 2**40, NOW)
        assert chats.was_seen(session, "test", 2**40)
        assert not chats.was_seen(session, "other", 2**40)


@pytest.mark.parametrize(("days", "left"), [(1, 1), (2, 0)])
def test_sweep_when_updates_can_come_no_more_then_they_are_forgotten(
    store: Store, days: int, left: int
) -> None:
    with store.session(writing=True) as session:
        chats.note_seen(session, "test", 1, NOW)
        retention.sweep(session, NOW + timedelta(days=days, minutes=-1 if days == 1 else 0))
        assert count(session, Seen) == left


def test_sweep_when_a_chat_has_no_talk_for_a_month_then_nothing_is_left_of_it(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        chat = with_talk(session)
        outbox.put(session, KEYS, chat.id, "update:1:0", WORDS, NOW)
        outbox.note_theirs(session, chat.id, "1", NOW)
        # The talk has had its time after a day; that they were greeted is remembered for longer.
        retention.sweep(session, NOW + timedelta(days=29))
        assert (count(session, Chat), count(session, Post)) == (1, 2)
        assert session.execute(select(Chat.conversation_id)).scalar_one() is None
        retention.sweep(session, NOW + timedelta(days=30))
        assert (count(session, Chat), count(session, Post)) == (0, 0)


def test_sweep_when_a_chat_was_left_and_nothing_is_due_then_it_goes(store: Store) -> None:
    with store.session(writing=True) as session:
        chats.change(session, known(session).id, is_leaving=True)
        waits = known(session, "bert")
        chats.change(session, waits.id, is_leaving=True)
        outbox.put(session, KEYS, waits.id, "update:1:0", WORDS, NOW)
        session.flush()
        retention.sweep(session, NOW)
        assert session.execute(select(Chat.id)).scalars().all() == [waits.id]


@pytest.mark.parametrize("is_asked", [True, False])
def test_erase_when_a_talk_goes_then_the_chat_stays_without_it_and_nothing_of_it_is_due(
    store: Store, is_asked: bool
) -> None:
    with store.session(writing=True) as session:
        chat, other = with_talk(session), with_talk(session, "bert")
        assert chat.conversation_id is not None
        later = NOW + timedelta(days=60)
        session.execute(
            update(Conversation)
            .where(Conversation.id == other.conversation_id)
            .values(expires_at=later + timedelta(days=1))
        )
        chats.change(session, chat.id, delivered=3, told="human:x", stage="wis")
        for each in (chat, other):
            outbox.put(session, KEYS, each.id, "turn:x:2:0", WORDS, NOW)
        if is_asked:
            conversations.erase(session, chat.conversation_id, NOW)
        else:
            assert conversations.erase_expired(session, later) == 1
        session.expire_all()
        left = chats.one(session, KEYS, chat.id)
        assert left is not None
        assert (left.conversation_id, left.delivered, left.told, left.stage) == (
            None,
            0,
            None,
            None,
        )
        assert outbox.waiting(session, "test") == [other.id]
        bodies = select(Post.sealed_body.is_not(None)).where(Post.chat_id == chat.id)
        assert session.execute(bodies).scalars().all() == [False]
        with pytest.raises(UnknownConversation):
            by_token(session, chat.token, NOW)
