"""A conversation as its two sides see it."""

from __future__ import annotations

import pytest

from bot import codes, handover, login
from bot.desk import reads, transcript
from bot.errors import UnknownConversation
from bot.models import Conversation, State, Urgency
from bot.store import Store
from bot.turns import Body
from tests.support.people import NOW, bot_says, handed_over, talk, team


def test_for_reporter_when_the_bot_has_not_answered_then_it_owes(store: Store) -> None:
    with store.session(writing=True) as session:
        access = talk(session, "een")
        view = transcript.for_reporter(session, access, NOW)
        assert view.bot_owes
        bot_says(session, access, Body("Hoi"))
        conversation = session.get_one(Conversation, access.id)
        conversation.answered = 1
        view = transcript.for_reporter(session, access, NOW, after=1)
    assert not view.bot_owes
    assert [said.body.text for said in view.turns] == ["Hoi"]
    assert (view.state, view.counsellor, view.has_code) == (State.BOT, None, False)


def test_for_reporter_when_a_counsellor_is_there_then_their_name_is(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session, "Samira")
        access = handed_over(session)
        assert transcript.for_reporter(session, access, NOW).counsellor is None
        handover.claim(session, who, access.id, NOW)
        view = transcript.for_reporter(session, access, NOW)
        assert (view.counsellor, view.state, view.bot_owes) == ("Samira", State.HUMAN, False)
        assert not view.on_duty
        login.set_duty(session, who, on_duty=True)
        assert not transcript.for_reporter(session, access, NOW).on_duty


def test_for_reporter_when_there_is_a_code_then_it_says_so_and_whether_it_was_kept(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        access = talk(session)
        codes.store(session, access, codes.draw(), bytes(64), NOW)
        view = transcript.for_reporter(session, access, NOW)
        assert (view.has_code, view.code_confirmed) == (True, False)
        codes.confirm(session, access, None)
        assert transcript.for_reporter(session, access, NOW).code_confirmed


def test_for_counsellor_when_it_is_ones_own_then_it_says_what_is_unread(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bas = team(session, "Samira", "Bas")
        access = handed_over(session, "een", "twee")
        assert not transcript.for_counsellor(session, samira, access.id).is_unread
        handover.claim(session, samira, access.id, NOW)
        assert not transcript.for_counsellor(session, bas, access.id).is_unread
        view = transcript.for_counsellor(session, samira, access.id, after=1)
        assert (view.is_unread, view.last_seq) == (True, 2)
        reads.note(session, samira, access.id, view.last_seq, NOW)
        assert not transcript.for_counsellor(session, samira, access.id).is_unread
    assert [said.body.text for said in view.turns] == ["twee"]
    assert (view.is_mine, view.owner, view.urgency) == (True, "Samira", Urgency.NONE)


def test_for_counsellor_when_the_reporter_did_not_agree_then_it_is_unknown(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = talk(session)
        with pytest.raises(UnknownConversation):
            transcript.for_counsellor(session, who, access.id)


def test_views_when_printed_then_no_words_are_in_them(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session, "kanarie")
        printed = repr(transcript.for_reporter(session, access, NOW))
        printed += repr(transcript.for_counsellor(session, who, access.id))
    assert "kanarie" not in printed
