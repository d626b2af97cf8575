"""What is due to chats: once, in order, and nothing of it readable."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import vault
from bot.messengers import chats, outbox
from bot.messengers.keys import Keys
from bot.messengers.outbox import Button, Message, Piece
from bot.models import Post
from bot.store import Store
from tests.support.people import NOW

KEYS = Keys.of(bytes(32))


def chat(session: Session, address: str = "anna") -> UUID:
    return chats.open_or_make(session, KEYS, "test", address, "nl", NOW).id


def words(text: str, *data: str) -> Message:
    """A message, with a button for each of what they bring."""
    return Message(pieces=(Piece(text),), buttons=tuple((Button("Ja", each),) for each in data))


def put(session: Session, chat_id: UUID, key: str, message: Message | None = None) -> bool:
    return outbox.put(session, KEYS, chat_id, key, message or words(key), NOW)


def deliver(session: Session, chat_id: UUID) -> list[tuple[str, tuple[str, ...]]]:
    """Deliver everything, numbered "1" and on; what it was, and which posts it was done to."""
    found = []
    while (due := outbox.next_due(session, KEYS, chat_id)) is not None:
        found.append((due.message.text or due.message.kind, due.message.numbers))
        outbox.carried_out(session, due)
        number = str(due.id) if due.message.kind in ("say", "file") else None
        outbox.delivered(session, due.id, number)
    return found


def numbers(session: Session, chat_id: UUID) -> list[str]:
    query = select(Post.number).where(Post.chat_id == chat_id, Post.number.is_not(None))
    return [number for number in session.execute(query.order_by(Post.id)).scalars() if number]


def test_put_when_the_key_is_known_then_it_is_due_once_also_after_it_was_delivered(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        anna, bert = chat(session), chat(session, "bert")
        assert put(session, anna, "update:1:0")
        assert not put(session, anna, "update:1:0", words("iets anders"))
        assert put(session, bert, "update:1:0")
        assert deliver(session, anna) == [("update:1:0", ())]
        assert not put(session, anna, "update:1:0")
        assert deliver(session, anna) == []


def test_next_due_when_several_are_then_they_come_as_they_were_put(store: Store) -> None:
    with store.session(writing=True) as session:
        anna, bert = chat(session), chat(session, "bert")
        for number in range(5):
            put(session, anna, f"a{number}")
            put(session, bert, f"b{number}")
        assert [text for text, _ in deliver(session, anna)] == [f"a{n}" for n in range(5)]
        assert outbox.waiting(session, "test") == [bert]
        assert outbox.waiting(session, "other") == []


def test_next_due_when_it_is_not_noted_then_it_is_due_again(store: Store) -> None:
    with store.session(writing=True) as session:
        anna = chat(session)
        message = Message("file", (Piece("Je notitie", "bold"),), file=b"\0\xff%PDF", file_name="a")
        put(session, anna, "een", message)
        first = outbox.next_due(session, KEYS, anna)
    with store.session() as session:
        again = outbox.next_due(session, KEYS, anna)
    assert again == first
    assert again is not None
    assert (again.address, again.message) == ("anna", message)
    assert "anna" not in repr(again)
    assert "notitie" not in repr(again)


def test_next_due_when_the_chat_is_closed_then_it_stays_due(store: Store) -> None:
    with store.session(writing=True) as session:
        anna = chat(session)
        put(session, anna, "een")
        chats.change(session, anna, is_closed=True)
        session.flush()
        assert outbox.next_due(session, KEYS, anna) is None
        assert outbox.waiting(session, "test") == []
        chats.change(session, anna, is_closed=False)
        assert deliver(session, anna) == [("een", ())]


def test_put_when_a_body_is_laid_over_another_then_it_does_not_open(store: Store) -> None:
    with store.session(writing=True) as session:
        anna = chat(session)
        put(session, anna, "een")
        put(session, anna, "twee")
        first, second = session.execute(select(Post).order_by(Post.id)).scalars().all()
        first.sealed_body = second.sealed_body
        with pytest.raises(vault.CannotOpen):
            outbox.next_due(session, KEYS, anna)


def test_delivered_when_it_stands_there_then_its_words_are_kept_no_longer(store: Store) -> None:
    with store.session(writing=True) as session:
        anna = chat(session)
        put(session, anna, "een")
        put(session, anna, "twee")
        deliver(session, anna)
        posts = session.execute(select(Post)).scalars().all()
        assert [(post.is_due, post.sealed_body) for post in posts] == [(False, None)] * 2
        outbox.delivered(session, 4711, "9")


def test_put_strip_when_its_turn_comes_then_it_takes_what_stands_above_by_then(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        anna = chat(session)
        assert not outbox.put_strip(session, KEYS, anna, "strip:0", NOW)
        put(session, anna, "een", words("een", "p:2:0"))
        put(session, anna, "twee")
        # Nothing of it was delivered yet, as when the messenger is away.
        assert outbox.put_strip(session, KEYS, anna, "strip:1", NOW)
        put(session, anna, "drie", words("drie", "p:4:0"))
        done = deliver(session, anna)
        one, _, three = numbers(session, anna)
        assert done == [("een", ()), ("twee", ()), ("strip", (one,)), ("drie", ())]
        assert outbox.pressed(session, anna, one) is None
        assert outbox.pressed(session, anna, three) == "drie"
        assert outbox.put_strip(session, KEYS, anna, "strip:2", NOW)
        assert deliver(session, anna) == [("strip", (three,))]
        assert not outbox.put_strip(session, KEYS, anna, "strip:3", NOW)


def test_put_strip_when_a_button_only_opens_a_page_then_it_stays(store: Store) -> None:
    with store.session(writing=True) as session:
        anna = chat(session)
        link = Message(pieces=(Piece("een"),), buttons=((Button("Web", url="https://x.nl"),),))
        put(session, anna, "een", link)
        assert not outbox.put_strip(session, KEYS, anna, "strip:1", NOW)


def test_strip_when_one_was_pressed_then_it_counts_no_more_and_goes_from_the_chat(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        anna = chat(session)
        put(session, anna, "een", words("een", "x:wis"))
        deliver(session, anna)
        (number,) = numbers(session, anna)
        outbox.strip(session, KEYS, anna, "update:1:strip", "een", NOW)
        session.expire_all()
        assert outbox.pressed(session, anna, number) is None
        assert deliver(session, anna) == [("strip", (number,))]


def test_pressed_when_it_was_not_noted_yet_that_it_arrived_then_it_counts_all_the_same(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        anna = chat(session)
        put(session, anna, "een", words("een", "x:wis"))
        assert outbox.pressed(session, anna, "7") == "een"
        outbox.strip(session, KEYS, anna, "update:1:strip", "een", NOW)
        done = deliver(session, anna)
        (number,) = numbers(session, anna)
        assert done == [("een", ()), ("strip", (number,))]
        assert outbox.pressed(session, anna, "7") is None


def test_asked_last_when_something_was_said_after_it_then_nothing_is_asked(store: Store) -> None:
    with store.session(writing=True) as session:
        anna = chat(session)
        assert outbox.asked_last(session, anna) is None
        put(session, anna, "een", words("een", "x:wis"))
        outbox.note_theirs(session, anna, "t1", NOW)
        session.flush()
        assert outbox.asked_last(session, anna) == "een"
        put(session, anna, "twee")
        assert outbox.asked_last(session, anna) is None


def test_delete_when_its_turn_comes_then_it_takes_what_can_be_taken_of_both_sides(
    store: Store,
) -> None:
    old, young = NOW - timedelta(hours=48), NOW - timedelta(hours=47, minutes=59)
    with store.session(writing=True) as session:
        anna = chat(session)
        outbox.note_theirs(session, anna, "t1", old)
        outbox.note_theirs(session, anna, "t2", young)
        outbox.note_theirs(session, anna, "t2", young)
        assert outbox.stays(session, anna, NOW)
        put(session, anna, "een")
        put(session, anna, "weg", Message("delete"))
        put(session, anna, "klaar")
        done = deliver(session, anna)
        assert [text for text, _ in done] == ["een", "delete", "klaar"]
        first, last = numbers(session, anna)
        assert (first, outbox.stays(session, anna, NOW)) == ("t1", True)
        assert done[1][1][0] == "t2"
        assert len(done[1][1]) == 2
        assert last not in done[1][1]


def test_drop_due_when_nothing_may_arrive_any_more_then_its_words_are_gone(store: Store) -> None:
    with store.session(writing=True) as session:
        anna = chat(session)
        put(session, anna, "een")
        outbox.drop_due(session, anna)
        session.expire_all()
        assert deliver(session, anna) == []
        assert session.execute(select(Post.sealed_body)).scalars().all() == [None]
