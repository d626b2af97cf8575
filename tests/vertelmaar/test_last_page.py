"""The page of an answer that went wrong: the numbers are on it, whatever is broken."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import httpx
import pytest

from connectors.guide import directory
from expertise import cards
from expertise.languages import LANGUAGES, Language
from tests.connectors.webchat.tab import PLAIN
from tests.support.service import Running, running_service
from vertelmaar import last_page


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_service(tmp_path_factory.mktemp("broken")) as running:
        yield running


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_those_that_every_page_shows(language: Language) -> None:
    shown = {(line.href, line.note) for line in cards.NUMBERS(language)}
    said = {(each.href, each.what_for[language]) for each in last_page.NUMBERS}

    assert said == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_every_number_and_needs_nothing_else(language: Language) -> None:
    source = html.unescape(last_page.page(last_page.unexpected(language), language))

    for number in last_page.NUMBERS:
        assert f'href="{number.href}"' in source
        assert number.label in source
    assert last_page.unexpected(language) in source
    assert not re.search(r"<(script|link|img|style)|src=", source)


@pytest.mark.parametrize(
    ("path", "language"),
    [("/", "nl"), ("/partijen", "nl"), ("/a2", "a2"), ("/en/partijen", "en"), ("/energie", "nl")],
)
def test_language_is_that_of_the_address(path: str, language: Language) -> None:
    assert last_page.language_of(path) == language


def _breaks(*_: object, **__: object) -> None:
    raise KeyError("a text that is not there")


def test_page_that_breaks_still_says_whom_to_call(
    service: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "page_of", _breaks)

    accept = {"accept": "text/html"}
    page = httpx.get(f"{service.base_url}/en/partijen", headers=accept, verify=PLAIN)
    script = httpx.get(f"{service.base_url}/partijen", verify=PLAIN)

    assert page.status_code == script.status_code == 500
    assert all(f'href="{each.href}"' in page.text for each in last_page.NUMBERS)
    assert last_page.unexpected("en") in html.unescape(page.text)
    assert "a text that is not there" not in page.text
    assert script.json()["error"] == "BotError"


def test_page_that_is_not_there_shows_the_numbers_that_it_speaks_of(service: Running) -> None:
    page = httpx.get(f"{service.base_url}/nergens/heen", verify=PLAIN)

    assert page.status_code == 404
    assert "De nummers op deze pagina" in page.text
    assert all(f'href="{each.href}"' in page.text for each in last_page.NUMBERS)
