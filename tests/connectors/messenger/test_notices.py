"""What is told of the talk itself in a chat: true there, named in words, and said once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.models import State
from connectors.messenger import notices, posts
from expertise import texts
from expertise.languages import LANGUAGES, Language
from expertise.texts import keys
from tests.connectors.messenger.views import NOW, data, view, words

WEB = "https://vertelmaar.example"
ALL_KEYS = [key for key in keys() if key.startswith("messenger.")]
# What the pages speak of and a chat has not.
OF_PAGES = (
    "pagina",
    "tabblad",
    "klik ",
    "vinkje",
    "browser",
    "this page",
    "tab ",
    "click",
    "tick ",
)
VALUES: dict[str, Any] = dict.fromkeys(("team", "name", "names", "limit"), "waarde")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ALL_KEYS)
def test_texts_of_a_chat_speak_of_no_page(key: str, language: Language) -> None:
    said = texts.text(key, language, **VALUES).lower()

    assert [word for word in OF_PAGES if word in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_words_say_what_telegram_knows_and_what_we_keep(language: Language) -> None:
    post = posts.greeting(language, WEB)

    assert texts.text("messenger.greeting.sees", language) in post.text
    assert texts.text("messenger.greeting.keeps", language) in post.text
    assert WEB in post.text
    assert "/code" in post.text
    assert "112" in post.text
    assert [button.url for row in post.buttons for button in row if button.url] == [WEB]
    assert data(post) == ["x:here"]


def test_first_words_without_an_address_have_no_way_there() -> None:
    post = posts.greeting("nl", None)

    assert "https://" not in post.text
    assert "minder anoniem" in post.text
    assert [button.url for row in post.buttons for button in row if button.url] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_app_shows_of_the_bot_fits(language: Language) -> None:
    assert len(texts.text("messenger.description", language)) <= 512
    assert len(texts.text("messenger.about", language)) <= 120
    for name in ("start", *notices.COMMANDS):
        assert 1 <= len(texts.text(f"messenger.menu.{name}", language)) <= 256


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_stand_on_lines_of_their_own_with_all_that_can_be_chosen(
    language: Language,
) -> None:
    lines = posts.numbers(language).text.splitlines()

    for number in ("112", "113", "0800-0432", "0800-2000"):
        assert any(number in line for line in lines[:6])
    assert [line.split()[0] for line in lines if line.startswith("/")] == [
        f"/{notices.command(name, language)}" for name in notices.COMMANDS
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ALL_KEYS)
def test_texts_name_commands_that_there_are_in_the_readers_language(
    key: str, language: Language
) -> None:
    named = re.findall(r"(?<!\w)/(\w+)", texts.text(key, language, **VALUES))

    assert set(named) <= {notices.command(name, language) for name in notices.COMMANDS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_is_bare_words_on_one_line_and_says_that_telegram_has_them(
    language: Language,
) -> None:
    code = ("appel", "boom", "citroen", "dorp", "egel", "fiets")

    post = posts.code(code, WEB, language)

    assert "appel boom citroen dorp egel fiets" in post.text.splitlines()
    assert "Telegram" in post.text
    assert data(post) == ["x:noted"]


def test_nothing_is_told_at_the_beginning_or_again() -> None:
    waiting = view(State.WAITING)

    assert posts.notice(view(State.BOT), None, "nl", NOW) == ()
    assert posts.notice(waiting, posts.state_of(waiting), "nl", NOW) == ()


@pytest.mark.parametrize("state", list(State))
def test_state_is_kept_without_a_name(state: State) -> None:
    told = posts.state_of(view(state, counsellor="Samira" * 12, leaver="Noor" * 20))

    assert len(told) <= 64
    assert told.startswith(f"{state}:")
    assert "Samira" not in told


def test_every_change_of_hands_is_another_state() -> None:
    states = {
        posts.state_of(view(State.HUMAN, counsellor="Samira")),
        posts.state_of(view(State.HUMAN, counsellor="Noor")),
        posts.state_of(view(State.HUMAN, counsellor="Noor", leaver="Samira")),
        posts.state_of(view(State.WAITING, leaver="Noor")),
        posts.state_of(view(State.WAITING)),
    }

    assert len(states) == 5


@pytest.mark.parametrize(
    ("now", "told", "says", "says_not"),
    [
        (view(State.WAITING), None, "Je wacht op een mens.", "niemand"),
        (view(State.HUMAN, counsellor="Samira"), "waiting:1", "Je praat nu met Samira, een mens.",
         "weg uit"),
        (view(State.HUMAN, counsellor="Noor", leaver="Samira"), "human:1",
         "Samira is weg uit het gesprek.\nJe praat nu met Noor, een mens.", "wacht"),
        (view(State.HUMAN, counsellor="Noor", leaver="Samira"), "waiting:1",
         "Je praat nu met Noor, een mens.", "Samira"),
        (view(State.WAITING, leaver="Samira"), "human:1",
         "Samira is weg uit het gesprek. Je wacht weer op een mens.", "niemand"),
        (view(State.BOT, leaver="Samira"), "human:1",
         "Samira is weg uit het gesprek.\nJe praat weer met de chatbot, geen mens.", "wacht"),
        (view(State.BOT), "waiting:1", "Je wacht niet meer op een mens.", "weg uit"),
        (view(State.CLOSED, leaver="Samira"), "human:1", "Dit gesprek is afgesloten.", "Samira"),
    ],
)  # fmt: skip
def test_change_of_who_has_the_word_is_told(now: Any, told: str, says: str, says_not: str) -> None:
    (post,) = posts.notice(now, told, "nl", NOW)

    assert says in post.text
    assert says_not not in post.text


def test_who_waits_while_nobody_is_there_reads_when_and_whom_to_call() -> None:
    opens = NOW + timedelta(days=1)

    (post,) = posts.notice(view(State.WAITING, on_duty=False, opens_at=opens), None, "nl", NOW)

    assert "Er is nu niemand van ons team vrij." in post.text
    assert "morgen om 11.50 uur" in post.text
    assert "/hulp" in post.text
    assert data(post) == ["x:withdraw"]


def test_who_talks_with_a_human_can_ask_for_another() -> None:
    (post,) = posts.notice(view(State.HUMAN, counsellor="Samira"), "waiting:1", "nl", NOW)

    assert data(post) == ["x:refuse"]
    assert "Liever niet met Samira" in words([post])
