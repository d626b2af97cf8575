"""The first screen and what explains it: for everybody the same, and small."""

from __future__ import annotations

import gzip
import re

import httpx
import pytest

from connectors.webchat import assets, rendering
from expertise import cards
from expertise import texts as content
from expertise.languages import LANGUAGES, Language
from tests.connectors.webchat.tab import PLAIN, Page, Tab
from tests.support.service import Running

_ADDRESSES = ["/", "/a2", "/en", "/privacy", "/a2/privacy", "/en/privacy", "/how", "/en/how"]


def get(service: Running, path: str, **headers: str) -> httpx.Response:
    """A page as a browser asks for it."""
    return httpx.get(service.base_url + path, headers=headers, verify=PLAIN)


@pytest.mark.parametrize("path", _ADDRESSES)
def test_page_has_the_numbers_the_way_out_and_no_cookie(service: Running, path: str) -> None:
    response = get(service, path)

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    numbers = re.findall(r'href="(tel:[^"]+)"', response.text)
    assert numbers == [number.href for number in cards.NUMBERS("nl")]
    assert service.services.exit_url in response.text


@pytest.mark.parametrize("path", _ADDRESSES)
def test_page_asks_no_other_host_and_holds_nothing_inline(service: Running, path: str) -> None:
    response = get(service, path)

    fetched = re.findall(r'(?:src|rel="(?:icon|stylesheet)" href)="([^"]+)"', response.text)
    assert fetched
    assert all(address.startswith("/webchat/") for address in fetched)
    assert not re.search(r"<style|\sstyle=|\son\w+=", response.text)
    assert re.findall(r"<script(?! defer src=)(?! type=\"application/json\")", response.text) == []
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_screen_says_what_the_bot_is_and_is_not(service: Running, language: Language) -> None:
    page = get(service, rendering.HOME[language]).text

    for key in ("first.what", "first.not", "first.reads", "code.enter.link", "exit.button"):
        assert content.text(f"page.{key}", language) in page
    for home in rendering.HOME.values():
        assert f'href="{home}"' in page


def test_first_screen_is_compressed_and_recognised_when_it_comes_back(service: Running) -> None:
    first = get(service, "/", **{"Accept-Encoding": "gzip"})
    again = get(service, "/", **{"If-None-Match": first.headers["ETag"]})
    plain = get(service, "/", **{"Accept-Encoding": "identity"})

    assert first.headers["Content-Encoding"] == "gzip"
    assert again.status_code == 304
    assert plain.text == first.text


def test_page_with_script_and_style_weighs_little(service: Running) -> None:
    page = get(service, "/")
    parts = {
        address.rpartition("/")[2]: _weight(get(service, address).content)
        for address in re.findall(r'"(/webchat/[^"]+)"', page.text)
    }

    assert set(parts) == {"icon.svg", "webchat.css", "webchat.js"}
    assert parts["webchat.js"] <= 20_000
    assert sum(parts.values()) + _weight(page.content) <= 60_000


def test_asset_is_kept_for_ever_under_its_own_name_and_briefly_under_an_old_one(
    service: Running,
) -> None:
    now = get(service, assets.url("webchat.css"))
    old = get(service, "/webchat/0123456789abcdef/webchat.css")

    assert "immutable" in now.headers["Cache-Control"]
    assert "immutable" not in old.headers["Cache-Control"]
    assert old.text == now.text
    assert get(service, "/webchat/x/other.js").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_for_the_script_end_no_element(language: Language) -> None:
    assert "<" not in rendering.script_words(language)


def test_every_answer_has_the_headers_and_no_cookie(tab: Tab, page: Page) -> None:
    answers = [tab.say("hoi"), tab.post("code", {}), tab.post("view", {})]
    answers.append(httpx.get(f"{tab.base_url}/nergens", verify=PLAIN))
    page.send(action="say", text="hoi")

    for response in [*answers, page.response]:
        assert "Set-Cookie" not in response.headers
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Content-Security-Policy"]


def _weight(plain: bytes) -> int:
    return len(gzip.compress(plain, 9))
