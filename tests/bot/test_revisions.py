"""Words that were changed after they had been sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import conversations, handover, revisions, turns
from bot.desk import digest
from bot.errors import UnknownConversation
from bot.models import Author, State, Urgency
from bot.store import Store
from bot.turns import Body
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

DANGER = "ik wil niet meer leven"


def test_revise_when_the_words_are_new_then_they_take_the_place_of_the_old_ones(
    store: Store,
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        access = talk(session, "dag", token=token)
        first = turns.said(session, access)[0]
        conversations.receive(session, token, incoming("hoi", "m1"), NOW, may_begin=False)
        revised = revisions.revise(session, token, incoming("hallo", "m1"), NOW)
        assert revised is not None
        assert (revised.seq, revised.is_new) == (2, True)
        again = revisions.revise(session, token, incoming("hallo", "m1"), NOW)
        assert again is not None
        assert not again.is_new
        said = turns.said(session, access)
    assert [(one.body.text, one.body.edited) for one in said] == [("dag", False), ("hallo", True)]
    assert said[0] == first


def test_revise_when_it_is_nobodys_or_not_theirs_then_nothing_changes(store: Store) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        access = talk(session, token=token)
        bot_says(session, access, Body("Waar gaat het over?"))
        before = turns.said(session, access)
        assert revisions.revise(session, token, incoming("dag", "geen"), NOW) is None
        with pytest.raises(UnknownConversation):
            revisions.revise(session, fresh_token(), incoming("dag", "geen"), NOW)
        assert turns.said(session, access) == before


def test_revise_when_danger_comes_and_goes_then_the_risk_stays_and_the_card_too(
    store: Store,
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        access = talk(session, token=token)
        conversations.receive(session, token, incoming("hoi", "m1"), NOW, may_begin=False)
        risen = revisions.revise(session, token, incoming(DANGER, "m1"), NOW)
        assert risen is not None
        assert (risen.cards, risen.stirs_queue) == (("suicide",), True)
        revisions.revise(session, token, incoming("grapje", "m1"), NOW)
        row = row_of(session, access)
        assert row.urgency > Urgency.NONE
        assert digest.load(access, row).risk_types == ("suicide",)
        assert turns.said(session, access)[-1].body.cards == ("suicide",)


@pytest.mark.parametrize(("text", "state"), [("dag", State.CLOSED), (DANGER, State.WAITING)])
def test_revise_when_the_talk_was_closed_then_only_danger_opens_it_again(
    store: Store, text: str, state: State
) -> None:
    token = fresh_token()
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session, token=token)
        conversations.receive(session, token, incoming("hoi", "m1"), NOW, may_begin=False)
        handover.claim(session, who, access.id, NOW)
        handover.close(session, who, access.id, "helped", NOW)
        revisions.revise(session, token, incoming(text, "m1"), NOW + timedelta(minutes=1))
        assert state_of(session, access) is state
        assert turns.said(session, access)[-1].author is Author.REPORTER
