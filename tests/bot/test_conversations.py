"""Conversations from the reporter's side."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import conversations, handover, limits, terms, turns
from bot.access import Access, by_token
from bot.desk import digest
from bot.errors import TooFast, UnknownConversation
from bot.models import AccessToken, Conversation, State, Turn, Urgency
from bot.store import Store
from bot.turns import Body
from expertise.safety import Finding
from expertise.texts import Button
from tests.support.people import (
    NOW,
    bot_says,
    fresh_token,
    handed_over,
    incoming,
    state_of,
    talk,
    team,
)

BUTTONS = (Button("Pesten", "choose_theme", {"theme": "bullying"}), Button("Anders", "other_theme"))


def test_receive_when_the_token_is_new_then_a_talk_begins(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        got = conversations.receive(session, token, incoming("ik word gepest"), NOW, may_begin=True)
    assert (got.seq, got.state, got.is_new) == (1, State.BOT, True)
    with store.session() as session:
        access = by_token(session, token, NOW)
        assert access == got.access
        assert [said.body.text for said in turns.said(session, access)] == ["ik word gepest"]


def test_receive_when_the_token_is_new_and_may_not_begin_then_nothing_is_kept(
    store: Store,
) -> None:
    with store.session(writing=True) as session, pytest.raises(UnknownConversation):
        conversations.receive(session, fresh_token(), incoming(), NOW, may_begin=False)
    with store.session() as session:
        assert session.execute(select(Conversation)).first() is None


def test_receive_when_the_same_message_comes_again_then_it_is_kept_once(store: Store) -> None:
    token = fresh_token()
    message = incoming("hoi", "m1")
    with store.session(writing=True) as session:
        first = conversations.receive(session, token, message, NOW, may_begin=True)
    with store.session(writing=True) as session:
        again = conversations.receive(session, token, message, NOW, may_begin=True)
        assert len(turns.said(session, first.access)) == 1
    assert (again.access, again.seq, again.is_new) == (first.access, first.seq, False)


async def test_receive_when_first_messages_come_at_the_same_moment_then_all_are_in_one_talk(
    store: Store,
) -> None:
    token = fresh_token()
    sent = [incoming(f"bericht {n}", f"m{n % 6}") for n in range(12)]
    got = await asyncio.gather(
        *(store.write(conversations.receive, token, one, NOW, may_begin=True) for one in sent)
    )
    assert len({one.access.id for one in got}) == 1
    assert sorted(one.seq for one in got if one.is_new) == [1, 2, 3, 4, 5, 6]
    with store.session() as session:
        kept = turns.said(session, by_token(session, token, NOW))
        assert session.execute(select(func.count(Conversation.id))).scalar_one() == 1
    assert {said.body.text[-1] for said in kept} <= {str(n) for n in range(12)}
    assert [said.seq for said in kept] == [1, 2, 3, 4, 5, 6]


async def test_begin_when_another_request_of_the_tab_was_first_then_its_talk_is_the_one(
    postgres_store: Store,
) -> None:
    token = fresh_token()
    made: list[Access] = []

    def enter(session: Session) -> Access:
        try:
            return by_token(session, token, NOW)
        except UnknownConversation:
            with postgres_store.session(writing=True) as faster:
                made.append(conversations.begin(faster, token, "nl", "web", NOW))
            return conversations.begin(session, token, "nl", "web", NOW)

    assert await postgres_store.write(enter) == made[0]
    assert len(made) == 1


def test_receive_when_more_comes_than_a_person_types_then_it_is_held_back(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        talk(session, *(f"{n}" for n in range(limits.TURNS_PER_MINUTE)), token=token)
        with pytest.raises(TooFast):
            conversations.receive(session, token, incoming(), NOW, may_begin=False)
        later = NOW + timedelta(minutes=1)
        conversations.receive(session, token, incoming(), later, may_begin=False)


def test_receive_when_the_last_message_of_a_minute_comes_again_then_it_is_not_too_fast(
    store: Store,
) -> None:
    token = fresh_token()
    message = incoming("nog eens", "m1")
    with store.session(writing=True) as session:
        talk(session, *(f"{n}" for n in range(limits.TURNS_PER_MINUTE - 1)), token=token)
        conversations.receive(session, token, message, NOW, may_begin=False)
        again = conversations.receive(session, token, message, NOW, may_begin=False)
    assert not again.is_new


def press(store: Store, pressed: tuple[int, int], *, before: tuple[str, ...] = ()) -> Body:
    """What becomes of a button that is pressed, after the bot asked in turn 2."""
    token = fresh_token()
    with store.session(writing=True) as session:
        access = talk(session, "hoi", token=token)
        bot_says(session, access, Body("Waar gaat het over?", buttons=BUTTONS))
        for text in before:
            conversations.receive(session, token, incoming(text), NOW, may_begin=False)
        message = incoming("Pesten!", pressed=pressed)
        got = conversations.receive(session, token, message, NOW, may_begin=False)
        said = turns.one(session, access, got.seq)
    assert said is not None
    return said.body


def test_receive_when_a_button_is_pressed_then_its_own_label_and_meaning_count(
    store: Store,
) -> None:
    assert press(store, (2, 0)) == Body("Pesten", pressed=BUTTONS[0])


@pytest.mark.parametrize("pressed", [(1, 0), (2, 2), (2, -1), (9, 0), (0, 0), (-1, 0), (10**30, 0)])
def test_receive_when_there_is_no_such_button_then_only_the_words_count(
    store: Store, pressed: tuple[int, int]
) -> None:
    assert press(store, pressed) == Body("Pesten!")


def test_receive_when_the_button_is_no_longer_the_last_choice_then_only_its_words_count(
    store: Store,
) -> None:
    assert press(store, (2, 0), before=("wacht even",)) == Body("Pesten")


def test_receive_when_the_rules_found_a_risk_then_it_is_kept_at_once(store: Store) -> None:
    token = fresh_token()
    message = replace(
        incoming("ik hou het niet meer vol"),
        finding=Finding("acute", ("suicide",), ("suicide_now",), ("suicide.tonight",)),
    )
    with store.session(writing=True) as session:
        access = conversations.receive(session, token, message, NOW, may_begin=True).access
        conversations.receive(session, token, incoming("grapje"), NOW, may_begin=False)
    with store.session() as session:
        row = session.get_one(Conversation, access.id)
        assert row.urgency == Urgency.ACUTE
        assert digest.load(access, row).risk_types == message.finding.types
        first, second = turns.said(session, access)
        assert (first.body.cards, second.body.cards) == (message.finding.cards, ())


def test_receive_when_the_talk_was_closed_then_it_is_back_in_the_queue(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session, token=token)
        handover.claim(session, who, access.id, NOW)
        handover.close(session, who, access.id, "helped", NOW)
        got = conversations.receive(session, token, incoming(), NOW, may_begin=False)
        assert got.state is State.WAITING
        assert state_of(session, access) is State.WAITING


def test_receive_when_something_is_said_then_tab_and_talk_stay_longer_but_not_exactly(
    store: Store,
) -> None:
    token = fresh_token()
    later = NOW + timedelta(hours=20)
    with store.session(writing=True) as session:
        access = talk(session, token=token)
        conversations.receive(session, token, incoming(), later, may_begin=False)
        assert by_token(session, token, later + timedelta(hours=23)) == access
    with store.session() as session:
        row = session.get_one(Conversation, access.id)
        assert row.expires_at > later + timedelta(hours=23)
        times = [row.last_message_at, row.expires_at]
        times += session.execute(select(AccessToken.expires_at)).scalars()
    assert {(at.second, at.microsecond) for at in times} == {(0, 0)}


def test_erase_when_done_then_nothing_of_it_is_left_and_doing_it_again_is_no_error(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        access, other = talk(session), talk(session)
        conversations.erase(session, access.id, NOW)
        conversations.erase(session, access.id, NOW)
        assert session.execute(select(Conversation.id)).scalars().all() == [other.id]
        assert session.execute(select(Turn.conversation_id)).scalars().all() == [other.id]


def test_erase_expired_when_the_term_is_over_then_only_those_go(store: Store) -> None:
    late = NOW + terms.WITHOUT_WAY_BACK
    with store.session(writing=True) as session:
        team(session)
        talk(session)
        fresh = talk(session, now=late - timedelta(hours=1))
        kept = handed_over(session)
        assert conversations.erase_expired(session, late) == 1
        left = set(session.execute(select(Conversation.id)).scalars())
    assert left == {fresh.id, kept.id}


def test_set_language_when_the_reporter_reads_on_then_the_talk_knows(store: Store) -> None:
    with store.session(writing=True) as session:
        access = talk(session)
        conversations.set_language(session, access, "a2")
        assert session.get_one(Conversation, access.id).language == "a2"


def test_incoming_when_printed_then_no_words_are_in_it() -> None:
    printed = repr(incoming("ik wil niet meer leven"))
    assert "leven" not in printed
    assert "suicide" not in printed
