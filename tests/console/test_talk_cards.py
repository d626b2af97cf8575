"""Looking up a party and sending its card."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from bot.access import parse_token
from tests.console.seats import Seat, at, waiting
from tests.support.service import new_token

if TYPE_CHECKING:
    from tests.support.service import Running


def words(page: str) -> list[str]:
    """The words of a piece of HTML, without what wraps them."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page)).split()


def test_card_is_sent_exactly_as_it_was_shown(service: Running, samira: Seat) -> None:
    token = new_token()
    access = waiting(service.services, token=parse_token(token))
    samira.post(at(access, "claim"))
    page = samira.get(at(access, "cards?q=kindertel")).text
    shown = page.partition('<div class="as-sent"')[2].partition("</div>")[0].partition(">")[2]
    assert samira.post(at(access, "cards"), party="kindertelefoon").status_code == 303
    view = Seat(service.base_url).send(
        "POST", "/gesprek", {"Sec-Fetch-Site": "same-origin"},
        {"token": token, "action": "refresh", "language": "nl"},
    )  # fmt: skip
    seen = view.text.rpartition('<p class="bubble"')[2].partition("</article>")[0].partition(">")[2]
    assert words(seen) == words(shown)
    assert "0800-0432" in seen


def test_search_finds_by_name_and_by_theme(service: Running, samira: Seat) -> None:
    access = waiting(service.services)
    assert "De Kindertelefoon" in samira.get(at(access, "cards?q=KINDERTEL")).text
    assert samira.get(at(access, "cards?q=pesten")).text.count("?q=pesten&amp;party=") > 3
    nothing = samira.get(at(access, "cards?q=%3Cb%3Eqqq")).text
    assert "Niets gevonden" in nothing
    assert "<b>qqq" not in nothing


def test_card_is_sent_by_who_has_the_conversation(
    service: Running, samira: Seat, bram: Seat
) -> None:
    access = waiting(service.services)
    samira.post(at(access, "claim"))
    looked = bram.get(at(access, "cards?party=kindertelefoon")).text
    assert "Neem het gesprek eerst over" in looked
    refused = bram.post(at(access, "cards"), party="kindertelefoon")
    assert refused.status_code == 409


def test_unknown_card_is_a_kind_404(service: Running, samira: Seat) -> None:
    access = waiting(service.services)
    assert samira.get(at(access, "cards?party=oma")).status_code == 404
    samira.post(at(access, "claim"))
    assert samira.post(at(access, "cards"), party="oma").status_code == 404
