"""Pictures in a talk: kept sealed, once, and shown to whom the talk is shown."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import conversations, dialogue, handover, turns, vault
from bot.access import Access
from bot.conversations import Received
from bot.errors import TooFast, UnknownConversation
from bot.member import Counsellor
from bot.models import AuditEntry, Author, Conflict, Picture, State
from bot.passing import dossiers
from bot.passing.dossiers import Contents
from bot.pictures import keeping
from bot.pictures.errors import NoSuchPicture, TooManyPictures
from bot.pictures.keeping import Made
from bot.store import Store
from bot.turns import Body
from expertise import texts
from expertise.texts import Button
from tests.support.people import (
    NOW,
    bot_says,
    fresh_token,
    handed_over,
    incoming,
    row_of,
    state_of,
    talk,
    team,
)
from tests.support.pictures import drawn

IMAGE = drawn()


def add(session: Session, token: bytes, message_id: str | None = None) -> Received:
    return keeping.add(session, token, Made(message_id or uuid4().hex, IMAGE, "nl"), NOW)


def only(session: Session) -> Picture:
    return session.execute(select(Picture)).scalar_one()


def count(session: Session) -> int:
    return session.execute(select(func.count(Picture.id))).scalar_one()


def seen(session: Session, who: Counsellor, access: Access, minutes: int = 0) -> bytes:
    now = NOW + timedelta(minutes=minutes)
    return keeping.one(session, who, access.id, only(session).id, now)


def test_add_when_done_then_it_is_sealed_for_its_place_and_stands_in_the_talk(
    store: Store,
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        access = talk(session, token=token)
        received = add(session, token)
        row = only(session)
        assert IMAGE not in row.sealed_image
        assert vault.unseal(access.key, row.sealed_image, f"picture:{row.id}") == IMAGE
        with pytest.raises(vault.CannotOpen):
            vault.unseal(access.key, row.sealed_image, f"picture:{uuid4()}")
        said = turns.one(session, access, received.seq)
        assert said is not None
        assert (said.author, said.body) == (Author.REPORTER, Body("", picture=str(row.id)))
        assert said.body.in_words("nl") == "Foto toegevoegd"


def test_add_when_it_is_sent_again_then_there_is_one(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        access = talk(session, token=token)
        first = add(session, token, "m-1")
        again = add(session, token, "m-1")
        known = keeping.earlier(session, access, "m-1")
        assert (first.is_new, again.is_new, first.seq) == (True, False, again.seq)
        assert known == again
        assert count(session) == 1


def test_add_when_nothing_was_said_yet_then_no_talk_begins(store: Store) -> None:
    with store.session(writing=True) as session, pytest.raises(UnknownConversation):
        add(session, fresh_token())


def test_add_when_there_are_ten_then_another_is_refused_before_it_is_looked_at(
    store: Store,
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        access = talk(session, token=token)
        for number in range(keeping.MOST):
            add(session, token, f"m-{number}")
        with pytest.raises(TooManyPictures) as refused:
            add(session, token)
        assert refused.value.values == {"limit": "10"}
        with pytest.raises(TooManyPictures):
            keeping.earlier(session, access, "m-new")
        assert keeping.earlier(session, access, "m-3") is not None


def test_add_when_it_goes_faster_than_anybody_can_then_nothing_is_kept(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        talk(session, *["hoi"] * 30, token=token)
        with pytest.raises(TooFast):
            add(session, token)
        assert count(session) == 0


@pytest.mark.parametrize("state", [State.WAITING, State.HUMAN, State.CLOSED])
def test_add_when_a_person_has_the_word_then_the_bot_owes_nothing(
    store: Store, state: State
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session, token=token)
        if state is not State.WAITING:
            handover.claim(session, who, access.id, NOW)
        if state is State.CLOSED:
            handover.close(session, who, access.id, "helped", NOW)
        add(session, token)
        assert state_of(session, access) is (State.HUMAN if state is State.HUMAN else State.WAITING)
        assert row_of(session, access).reporter_at is not None
        assert dialogue.owed(session, access) is None


def test_answer_when_the_bot_has_the_word_then_it_says_so_and_asks_on(store: Store) -> None:
    token, buttons = fresh_token(), (Button("Ja", "affirm"), Button("Nee", "deny"))
    with store.session(writing=True) as session:
        access = talk(session, token=token)
        row_of(session, access).answered = 1
        bot_says(session, access, Body("Klopt dat?", buttons=buttons))
        add(session, token)
        debt = dialogue.owed(session, access)
        assert debt is not None
        answer = keeping.answer(session, access, debt)
        assert dialogue.commit(session, access, debt, answer, NOW)
        last = turns.said(session, access)[-1]
        assert (last.author, last.body.text) == (Author.BOT, texts.text("picture_kept", "nl"))
        assert last.body.buttons == buttons
        pressed = incoming("Ja", pressed=(last.seq, 0))
        received = conversations.receive(session, token, pressed, NOW, may_begin=False)
        said = turns.one(session, access, received.seq)
        assert said is not None
        assert said.body.pressed == buttons[0]


def test_one_when_the_team_has_the_talk_then_it_sees_it_and_the_audit_says_so_once_an_hour(
    store: Store,
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        access = handed_over(session, token=token)
        add(session, token)
        for minutes in (0, 20, 59, 61):
            assert seen(session, samira, access, minutes) == IMAGE
        assert seen(session, bram, access) == IMAGE
        noted = session.execute(
            select(AuditEntry).where(AuditEntry.action == "picture_seen").order_by(AuditEntry.id)
        ).scalars()
        assert [(entry.actor, entry.subject, entry.detail) for entry in noted] == [
            (str(who.id), str(access.id), str(only(session).id)) for who in (samira, samira, bram)
        ]


def test_one_when_it_was_not_passed_on_then_it_is_not_there(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session, token=token)
        received = add(session, token)
        row = row_of(session, access)
        dossiers.keep(session, access, row, Contents((), (1,)), NOW)
        with pytest.raises(NoSuchPicture):
            seen(session, who, access)
        session.delete(session.get_one(dossiers.Dossier, (access.id, who.team_id)))
        session.flush()
        dossiers.keep(session, access, row, Contents((), (1, received.seq)), NOW)
        session.flush()
        assert seen(session, who, access) == IMAGE


def test_one_when_it_is_anothers_then_it_is_not_there(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        (samira,) = team(session, "Samira")
        (joris,) = team(session, "Joris", called="zuid")
        access, other = handed_over(session, token=token), handed_over(session)
        add(session, token)
        picture = only(session)
        with pytest.raises(UnknownConversation):
            keeping.one(session, joris, access.id, picture.id, NOW)
        with pytest.raises(NoSuchPicture):
            keeping.one(session, samira, other.id, picture.id, NOW)
        with pytest.raises(NoSuchPicture):
            keeping.one(session, samira, access.id, uuid4(), NOW)
        session.add(Conflict(conversation_id=access.id, staff_id=samira.id, at=NOW))
        session.flush()
        with pytest.raises(UnknownConversation):
            keeping.one(session, samira, access.id, picture.id, NOW)


def test_one_when_a_row_is_moved_to_another_turn_then_it_is_not_shown(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session, token=token)
        add(session, token, "m-first")
        conversations.receive(session, token, incoming("hoi", "m-words"), NOW, may_begin=False)
        picture = only(session)
        picture.message_id = "m-words"
        session.flush()
        with pytest.raises(NoSuchPicture):
            seen(session, who, access)


def test_erase_when_done_then_no_picture_is_left(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        access = talk(session, token=token)
        add(session, token)
        conversations.erase(session, access.id, NOW)
        assert count(session) == 0
