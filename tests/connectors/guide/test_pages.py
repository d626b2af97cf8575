"""What holds for every page to read: the same for everybody, complete without a script."""

from __future__ import annotations

import re

import pytest

from connectors.guide.assets import style_url
from expertise import cards
from expertise.languages import LANGUAGES
from expertise.parties import parties
from expertise.texts import text
from tests.connectors.guide.reading import (
    EVERY_PAGE,
    OTHERS,
    PARTIES,
    QUESTIONS,
    RESULTS,
    get,
    links,
    read,
    some_results,
)
from tests.support.service import Running


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_page_has_the_numbers_the_way_out_and_no_cookie(service: Running, path: str) -> None:
    response = get(service, path)

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    numbers = re.findall(r'href="(tel:[^"]+)"', response.text)
    assert numbers[:4] == [number.href for number in cards.NUMBERS("nl")]
    assert f'href="{service.services.exit_url}"' in response.text
    assert 'name="robots" content="noindex"' in response.text


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_page_may_be_shared_for_a_minute_and_has_the_headers(service: Running, path: str) -> None:
    headers = get(service, path).headers

    assert headers["Cache-Control"] == "public, max-age=60"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_page_asks_no_other_host_and_holds_nothing_inline(service: Running, path: str) -> None:
    source = get(service, path).text

    fetched = re.findall(r'(?:src|rel="(?:icon|stylesheet)" href)="([^"]+)"', source)
    assert style_url() in fetched
    assert all(address.startswith(("/webchat/", "/guide/")) for address in fetched)
    assert not re.search(r"<style|\sstyle=|\son\w+=", source)
    assert re.findall(r"<script(?! defer src=)", source) == []


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_page_needs_no_script_and_sends_nothing(service: Running, path: str) -> None:
    source = get(service, path).text

    assert set(re.findall(r'<form [^>]*method="(\w+)"', source)) <= {"get"}
    assert not re.search(r'type="hidden"|<textarea|<input(?! type="checkbox")', source)
    assert not re.search(r'href="(?:#|javascript:)"|\shidden[\s>]', source)


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_page_offers_to_call_and_to_chat(service: Running, path: str) -> None:
    language = path.split("/")[1] if path.startswith(("/a2", "/en")) else "nl"
    source = read(service, path)

    assert text("page.human.call", language) in source  # type: ignore[arg-type]
    assert text("guide.chat.button", language) in source  # type: ignore[arg-type]


@pytest.mark.parametrize("path", [*QUESTIONS, *RESULTS, *OTHERS])
def test_page_leads_to_itself_in_the_other_languages(service: Running, path: str) -> None:
    for language in LANGUAGES:
        here = f"/{path}" if language == "nl" else f"/{language}/{path}"

        assert {f"/{path}", f"/a2/{path}", f"/en/{path}"} <= links(get(service, here).text)


def test_no_link_leads_nowhere(service: Running) -> None:
    seen: dict[str, str] = {}
    start = [*EVERY_PAGE, *some_results(900)]
    found = {link for path in start for link in links(get(service, path).text)}
    pages = {link.partition("#")[0] for link in found} - {""}
    for path in sorted(pages):
        response = get(service, path)
        seen[path] = response.text

        assert response.status_code == 200, path
    for link in found:
        path, _, place = link.partition("#")
        if path and place:
            assert f'id="{place}"' in seen[path], link


def test_link_within_a_page_leads_to_a_place_on_it(service: Running) -> None:
    for path in EVERY_PAGE:
        source = get(service, path).text
        for link in links(source):
            if link.startswith("#"):
                assert f'id="{link[1:]}"' in source, (path, link)


def test_what_was_not_verified_stands_nowhere(service: Running) -> None:
    shown = {line.href for party in parties().values() for line in party.shown_contacts()}
    hidden = {line.href for party in parties().values() for line in party.contacts} - shown
    pages = [*EVERY_PAGE, *(f"/{path}" for path in PARTIES), *some_results(700)]

    assert hidden
    for path in pages:
        source = read(service, path)

        assert not [href for href in hidden if f'href="{href}"' in source], path
        outside = re.findall(r'href="((?:tel|mailto|https):[^"]+)"', source)
        known = {*shown, service.services.exit_url, "https://www.jouwveiligeschool.nl/"}
        assert set(outside) <= known, path


def test_page_is_compressed_and_recognised_when_it_comes_back(service: Running) -> None:
    path = f"/{RESULTS[0]}"
    first = get(service, path, **{"Accept-Encoding": "gzip"})
    again = get(service, path, **{"If-None-Match": first.headers["ETag"]})

    assert first.headers["Content-Encoding"] == "gzip"
    assert again.status_code == 304
    assert int(first.headers["Content-Length"]) < 6_000


def test_style_is_kept_for_ever_under_its_own_name_and_briefly_under_an_old_one(
    service: Running,
) -> None:
    now, old = get(service, style_url()), get(service, "/guide/0123456789abcdef/guide.css")

    assert "immutable" in now.headers["Cache-Control"]
    assert "immutable" not in old.headers["Cache-Control"]
    assert now.headers["Content-Type"].startswith("text/css")
    assert old.text == now.text
