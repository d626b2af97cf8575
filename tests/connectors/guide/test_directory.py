"""The directory: everybody who may be shown, and fewer of them by a plain form."""

from __future__ import annotations

import pytest

from connectors.webchat.pages import address
from expertise.languages import LANGUAGES, Language
from expertise.listing import Wanted, listed, shown
from expertise.parties import parties
from tests.connectors.guide.conftest import DAY
from tests.connectors.guide.reading import PARTIES, get, links, read
from tests.support.service import Running


def on(source: str) -> set[str]:
    """The parties that a page leads to."""
    return {link.rpartition("/")[2] for link in links(source) if link.startswith("/partijen/")}


def test_directory_has_everybody_who_may_be_shown_and_nobody_else(service: Running) -> None:
    assert on(get(service, "/partijen").text) == set(shown())
    assert set(shown()) < set(parties())


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("rol=pupil", Wanted(role="pupil")),
        ("rol=parent&sector=po&thema=bullying", Wanted("parent", "po", "bullying")),
        ("open=1", Wanted(open_now=True)),
        ("rol=x&sector=&thema=<script>&open=ja", Wanted()),
        ("rol=staff&rol=pupil", Wanted(role="staff")),
    ],
)
def test_form_shows_who_was_asked_for(service: Running, query: str, wanted: Wanted) -> None:
    source = get(service, f"/partijen?{query}").text
    expected = {party.id for group in listed(wanted, DAY) for party in group.parties}

    assert on(source) == expected
    assert "<script>" not in source
    for chosen in (wanted.role, wanted.sector, wanted.theme):
        assert not chosen or f'value="{chosen}" selected' in source


def test_nobody_who_is_closed_is_open_now(service: Running, at_night: Running) -> None:
    by_day = on(get(service, "/partijen?open=1").text)
    by_night = on(get(at_night, "/partijen?open=1").text)

    assert "vi" in by_day - by_night
    assert {"112", "113", "veiligthuis"} <= by_day & by_night


def test_choice_that_fits_nobody_still_names_the_numbers(service: Running) -> None:
    query = "rol=staff&sector=mbo&thema=radicalisation&open=1"
    source = read(service, f"/partijen?{query}")

    assert source.count('class="party"') == len(on(source))
    assert "tel:112" in source


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PARTIES)
def test_party_has_a_page_with_all_that_is_known(
    service: Running, path: str, language: Language
) -> None:
    source = read(service, address(path, language))
    party = shown()[path.rpartition("/")[2]]

    assert party.why.in_(language) in source
    for sentence in (*party.can, *party.cannot):
        assert sentence.in_(language) in source
    for label, words in party.facts(language):
        assert label in source
        assert words in source
    for line in party.shown_contacts():
        contact = line.at(DAY, language)
        assert f'href="{line.href}"' in source
        assert contact.note is None or contact.note in source


def test_old_evidence_is_shown_with_its_year(service: Running) -> None:
    source = read(service, "/partijen/kindertelefoon")

    assert "Elke dag van 11:00 tot 21:00 uur." in source
    assert "Gegevens uit 2019" in source
    assert "metronieuws.nl, 2019" in source


def test_opening_hours_that_nobody_verified_are_not_told(service: Running) -> None:
    unverified = [
        party
        for party in shown().values()
        if party.hours is not None and not party.hours.evidence.shown
    ]

    for party in unverified:
        assert "Openingstijden</dt>" not in read(service, f"/partijen/{party.id}")


@pytest.mark.parametrize("party_id", ["regenboogloketje", "<i>", "..%2f"])
def test_party_that_may_not_be_shown_has_no_page(service: Running, party_id: str) -> None:
    response = get(service, f"/partijen/{party_id}")

    assert response.status_code == 404
    assert "tel:112" in response.text or response.headers["Content-Type"].startswith("text/plain")
    assert party_id not in response.text


def test_party_that_waits_for_verification_has_no_page(service: Running) -> None:
    for party_id in set(parties()) - set(shown()):
        assert get(service, f"/partijen/{party_id}").status_code == 404
