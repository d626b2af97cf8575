"""Sending a party of the directory."""

from __future__ import annotations

import pytest

from bot import handover, turns
from bot.desk import digest, party_cards
from bot.errors import AlreadyClaimed, NoSuchParty
from bot.models import Author
from bot.store import Store
from tests.support.people import NOW, handed_over, row_of, team


def test_send_when_sent_twice_then_it_is_one_turn_with_the_card_in_the_reporters_words(
    store: Store,
) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        row_of(session, access).language = "en"
        sent = [
            party_cards.send(session, who, access.id, "m1", "kindertelefoon", NOW) for _ in range(2)
        ]
        said = turns.one(session, access, sent[0])
        assert sent[0] == sent[1]
        assert said is not None
        assert (said.author, said.body.name) == (Author.COUNSELLOR, "Samira")
        payload = said.body.payload or {}
        assert (payload["kind"], payload["main"]["id"]) == ("advice", "kindertelefoon")
        assert said.body.text == f"Information about: {payload['main']['name']}"
        assert digest.load(access, row_of(session, access)).advised == ("kindertelefoon",)


def test_send_when_there_is_no_such_party_then_nothing_is_said(store: Store) -> None:
    with store.session(writing=True) as session:
        (who,) = team(session)
        access = handed_over(session)
        with pytest.raises(NoSuchParty):
            party_cards.send(session, who, access.id, "m1", "oma", NOW)
        assert len(turns.said(session, access)) == 1


def test_send_when_a_colleague_has_the_talk_then_it_is_refused(store: Store) -> None:
    with store.session(writing=True) as session:
        samira, bram = team(session, "Samira", "Bram")
        access = handed_over(session)
        handover.claim(session, samira, access.id, NOW)
        with pytest.raises(AlreadyClaimed):
            party_cards.send(session, bram, access.id, "m1", "kindertelefoon", NOW)
