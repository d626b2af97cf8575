from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from expertise import safety
from expertise.cards import NUMBERS, card, card_ids, deck_from, for_risk
from expertise.languages import LANGUAGES, Language
from expertise.parties import parties
from expertise.source import ContentError, load

NIGHT = datetime(2026, 11, 21, 2, 0, tzinfo=timezone.utc)
DAY = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.utc)
ACUTE = ("danger_now", "suicide_now", "weapon", "home_tonight", "sexual_recent", "runaway")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_has_words_and_a_way_to_somebody(language: Language) -> None:
    for card_id in card_ids():
        shown = card(card_id, language, NIGHT)
        assert shown.title
        assert all(shown.lines)
        assert shown.contacts


def test_safety_rules_only_name_cards_that_there_are() -> None:
    assert set(safety.CARDS) <= set(card_ids())


@pytest.mark.parametrize("card_id", ACUTE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_acute_cards_are_short_and_begin_with_a_number(card_id: str, language: Language) -> None:
    shown = card(card_id, language, NIGHT)

    assert len(shown.lines) <= 3
    assert any(number in shown.lines[0] for number in ("112", "0800-0188"))
    assert shown.contacts[0].kind == "phone"


def test_card_at_night_says_that_the_kindertelefoon_is_closed() -> None:
    at_night = card("sexual_staff", "nl", NIGHT).contacts[1].note or ""
    by_day = card("sexual_staff", "nl", DAY).contacts[1].note or ""

    assert "Nu dicht. Open vandaag om 11:00 uur" in at_night
    assert "Nu open tot 21:00 uur" in by_day


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_the_four_that_always_stand_there(language: Language) -> None:
    numbers = NUMBERS(language)

    assert [number.href for number in numbers] == [
        "tel:112",
        "tel:08000113",
        "tel:08000432",
        "tel:08002000",
    ]
    assert all(number.note for number in numbers)


def test_card_payload_is_plain_json() -> None:
    payload = card("suicide", "nl", NIGHT).as_payload()

    assert payload["kind"] == "card"
    assert payload["contacts"][0] == {
        "kind": "phone",
        "label": "113 of 0800-0113",
        "href": "tel:08000113",
        "note": "0800-0113 is gratis",
    }


def test_for_risk_puts_the_most_urgent_first_whatever_the_order_asked() -> None:
    assert for_risk("acute", ["home", "suicide"]) == ("suicide_now", "home_tonight")
    assert for_risk("acute", ["suicide", "home"]) == ("suicide_now", "home_tonight")


def test_for_risk_of_unknown_kind_still_gives_a_card() -> None:
    assert for_risk("acute", []) == ("danger_now",)
    assert for_risk("concern", ["something new"]) == ("talk",)


def test_for_risk_without_risk_gives_none() -> None:
    assert for_risk("none", ["suicide"]) == ()


@pytest.mark.parametrize("risk", ["concern", "acute"])
def test_for_risk_every_kind_of_risk_has_its_card(risk: str) -> None:
    for kind in safety.RISK_TYPES:
        assert for_risk(risk, [kind])


def _broken(**fields: Any) -> dict[str, Any]:
    raw = load("cards.yml")
    raw["cards"]["home"] |= fields
    return raw


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"contacts": ["regenboogloket/site"]}, "has no verified contact"),
        ({"contacts": ["coc/phone"]}, "has no verified contact"),
        ({"contacts": ["pestweb/site"]}, "unknown party"),
        ({"contacts": []}, "no words or no contact"),
        ({"lines": []}, "no words or no contact"),
        ({"title": {"nl": "Thuis", "en": "Home"}}, "has no text in a2"),
    ],
)
def test_broken_card_names_file_and_key(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(ContentError, match=rf"cards\.yml: cards\.home.*{problem}"):
        deck_from(_broken(**fields), parties())


def test_risk_that_names_no_card_is_refused() -> None:
    raw = load("cards.yml")
    raw["by_risk"]["acute"]["home"] = "nowhere"

    with pytest.raises(ContentError, match=r"by_risk\.acute\.home: is no card"):
        deck_from(raw, parties())


def test_risk_of_unknown_kind_without_a_card_is_refused() -> None:
    raw = load("cards.yml")
    del raw["by_risk"]["concern"]["general"]

    with pytest.raises(ContentError, match=r"by_risk\.concern"):
        deck_from(raw, parties())
