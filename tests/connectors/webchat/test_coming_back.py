"""Coming back with the return code, hours later, with JavaScript and without."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import limits
from bot.clock import utc_now
from bot.engine import Answer, Context, Message
from expertise import texts as content
from tests.connectors.webchat.tab import Page, Tab, first_screen, texts
from tests.support.engine import answer, echo
from tests.support.service import Running, running_service

HOW = "Hoe is het nu?"


class Hours:
    """A clock that can be put forward."""

    def __init__(self) -> None:
        self.passed = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.passed


@pytest.fixture
def clock() -> Hours:
    return Hours()


@pytest.fixture
def service(
    migrated_file: Path, tmp_path: Path, clock: Hours, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Running]:
    """The application, with an engine that asks who comes back how it is."""

    def script(message: Message, context: Context) -> Answer:
        came_back = message.button is not None and message.button.intent == "came_back"
        return answer(HOW) if came_back else echo(message, context)

    monkeypatch.setattr(limits, "_COST", 1)
    shutil.copy(migrated_file, tmp_path / "vertelmaar.db")
    with running_service(tmp_path, clock=clock) as running:
        running.engine.script = script
        yield running


@pytest.fixture
def words(service: Running) -> str:
    """The code of a talk that was answered."""
    tab = Tab(service.base_url)
    tab.say("ik word gepest")
    tab.answered()
    return " ".join(tab.post("code", {}).json()["words"])


def test_return_after_hours_is_asked_how_it_is_without_a_turn_of_the_reporter(
    service: Running, clock: Hours, words: str
) -> None:
    clock.passed = timedelta(hours=5)

    view = Tab(service.base_url).post("return", {"words": words}).json()

    assert texts(view, "bot") == ["bot:ik word gepest", HOW]
    assert texts(view, "you") == ["ik word gepest"]


def test_return_after_minutes_finds_the_talk_as_it_was(service: Running, words: str) -> None:
    view = Tab(service.base_url).post("return", {"words": words}).json()

    assert texts(view, "bot") == ["bot:ik word gepest"]


def test_return_with_the_engine_down_finds_the_talk_and_no_error(
    service: Running, clock: Hours, words: str
) -> None:
    clock.passed = timedelta(hours=5)
    service.engine.up = False
    tab = Tab(service.base_url)

    returned = tab.post("return", {"words": words})

    assert returned.status_code == 200
    assert texts(returned.json(), "bot") == ["bot:ik word gepest"]
    assert not returned.json()["bot_owes"]
    service.engine.up = True
    assert texts(tab.view(), "bot") == ["bot:ik word gepest"]


def test_reading_on_after_a_return_asks_nothing_again(
    service: Running, clock: Hours, words: str
) -> None:
    clock.passed = timedelta(hours=5)
    tab = Tab(service.base_url)
    tab.post("return", {"words": words})
    clock.passed = timedelta(hours=10)

    with tab.news() as news:
        _, view = next(news)

    assert texts(view, "bot").count(HOW) == 1


def test_return_without_script_shows_the_question_on_the_same_page(
    service: Running, clock: Hours, words: str
) -> None:
    clock.passed = timedelta(hours=5)
    page: Page = first_screen(service)

    page.send(action="return-go", words=words)

    assert HOW in page.text
    assert content.text("page.code.enter.welcome", "nl") in page.text
    assert content.text("page.error.engine", "nl") not in page.text
