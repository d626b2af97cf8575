"""Parties as a counsellor sends them."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from expertise import sent_cards
from expertise.languages import LANGUAGES
from expertise.listing import shown

AT = datetime(2026, 11, 20, 14, 7, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("kindertel", "kindertelefoon"),
        ("  KINDERTELEFOON ", "kindertelefoon"),
        ("veilig thuis", "veiligthuis"),
    ],
)
def test_found_by_a_part_of_the_name(wanted: str, first: str) -> None:
    assert sent_cards.found(wanted, None, "unknown", AT, "nl")[0].id == first


def test_found_by_theme() -> None:
    about = sent_cards.found("pesten", None, "unknown", AT, "nl")
    assert about
    assert all({"bullying", "cyberbullying"} & party.themes for party in about)


def test_nothing_wanted_is_what_fits_and_is_open_first() -> None:
    fitting = sent_cards.found("", "abuse_home", "pupil", AT, "nl")
    assert fitting
    assert all("abuse_home" in party.themes and "pupil" in party.roles for party in fitting)
    is_open = [party.is_open(AT) is True for party in fitting]
    assert is_open == sorted(is_open, reverse=True)


def test_nonsense_finds_nobody() -> None:
    assert sent_cards.found("qqqq", None, "unknown", AT, "nl") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_card_holds_verified_contacts_alone(language: str) -> None:
    for party in shown().values():
        card = sent_cards.card(party, AT, language)  # type: ignore[arg-type]
        allowed = {line.href for line in party.shown_contacts()}
        assert {contact["href"] for contact in card["main"]["contacts"]} <= allowed
        assert (card["committee"] is not None) == party.complaint
