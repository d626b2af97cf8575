from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.turns import Body
from console.cards import briefs
from console.words import Words
from expertise import cards
from expertise.advice import Situation, advise

AT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("card_id", cards.card_ids())
def test_every_safety_card_is_shown_with_its_lines_and_contacts(
    card_id: str, language: Any
) -> None:
    card = cards.card(card_id, language, AT)
    (brief,) = briefs(Body("", cards=(card_id,)), Words(language), AT)
    assert brief.is_urgent
    assert brief.title == card.title
    shown = " ".join(brief.lines)
    assert not [part for part in card.lines if part not in shown]
    assert not [contact for contact in card.contacts if contact.label not in shown]


def test_advice_names_everybody_who_was_advised() -> None:
    payload = advise(Situation(theme="abuse_home", role="pupil"), AT, "nl").as_payload()
    (brief,) = briefs(Body("", payload=payload), Words("nl"), AT)
    names = [payload["main"]["name"], *(party["name"] for party in payload["others"])]
    assert brief.title == ", ".join(names)
    assert payload["if_it_fails"] in brief.lines[-1]


@pytest.mark.parametrize("payload", [None, {}, {"kind": "of another time"}])
def test_payload_of_an_unknown_kind_shows_nothing(payload: dict[str, Any] | None) -> None:
    assert briefs(Body("hoi", payload=payload), Words("nl"), AT) == []


def test_offer_of_the_return_code_never_shows_the_code() -> None:
    (brief,) = briefs(Body("", payload={"kind": "code"}), Words("nl"), AT)
    assert (brief.title, brief.lines) == ("", ())
