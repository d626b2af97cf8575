"""The talk without JavaScript: the same words, the same rights."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import httpx
import pytest

from bot.engine import Answer, Effects, Reply
from connectors.webchat import answers
from expertise import texts as content
from expertise.code_words import WORDS
from expertise.texts import Button
from tests.connectors.webchat.tab import PLAIN, Page, first_screen
from tests.console.seats import Seat
from tests.support.engine import answer
from tests.support.service import Running


def words(key: str) -> str:
    """A text of the page."""
    return content.text(f"page.{key}", "nl")


def test_message_comes_back_with_the_bots_answer(page: Page) -> None:
    page.send(action="say", text="ik word gepest")

    assert "bot:ik word gepest" in page.text
    assert page.kept == ""
    assert len(page.token) == 43


def test_talk_goes_on_with_the_hidden_token(page: Page) -> None:
    page.send(action="say", text="eerste")
    token = page.token
    page.send(action="say", text="tweede")

    assert "bot:eerste" in page.text
    assert "bot:tweede" in page.text
    assert page.token == token


def test_form_sent_twice_is_one_message(service: Running, page: Page) -> None:
    page.send(action="say", text="eerste")
    again = Page(page.base_url, page.response)
    page.send(action="say", text="tweede")
    again.send(action="say", text="tweede")

    assert again.text.count("bot:tweede") == 1
    assert len(service.engine.heard) == 2


def test_cards_stand_in_the_talk_and_stay_in_sight(page: Page) -> None:
    page.send(action="say", text="ik wil dood")
    page.send(action="say", text="laat maar")

    assert 'class="card"' in page.text
    assert 'id="pinned" class="pinned">' in page.text


def test_button_is_pressed_and_what_was_being_typed_is_kept(service: Running, page: Page) -> None:
    button = Button("Ouder", "choose_role", {"role": "parent"})
    service.engine.script = lambda *_: Answer((Reply("wie?", None, (button,)),), Effects(), {}, "f")
    page.send(action="say", text="hoi")

    page.send(press=re.findall(r'name="press" value="([^"]+)"', page.text)[0], text="half zin")

    assert service.engine.heard[-1][0].button == button
    assert page.kept == "half zin"


def test_forged_button_is_taken_as_its_words(service: Running, page: Page) -> None:
    page.send(action="say", text="hoi")

    page.send(press=f"{'9' * 5000}.1.Ja")

    heard, _ = service.engine.heard[-1]
    assert (page.response.status_code, heard.text, heard.button) == (200, "Ja", None)


def test_typed_html_is_shown_as_text(page: Page) -> None:
    page.send(action="say", text='<img src=x onerror="alert(1)"> & **vet**')

    assert "<img" not in page.response.text
    assert "&lt;img src=x" in page.response.text


@pytest.mark.parametrize(("text", "key"), [("  ", "error.empty"), ("\u200b", "error.unreadable")])
def test_message_without_words_is_refused_kindly(page: Page, text: str, key: str) -> None:
    page.send(action="say", text=text)

    assert page.response.status_code == 422
    assert words(key) in page.text


def test_message_that_is_too_long_stays_in_the_field_with_its_cards_above(page: Page) -> None:
    text = "ik wil dood " + "a" * 20_000
    page.send(action="say", text=text)

    assert page.kept == text
    assert 'class="card"' in page.text
    assert "4000" in page.text


def test_engine_down_is_told_with_the_numbers_and_answered_after_a_refresh(
    service: Running, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "_PATIENCE_S", 0.2)
    service.engine.up = False
    page.send(action="say", text="hoi")
    assert words("error.engine") in page.text

    service.engine.up = True
    monkeypatch.setattr(answers, "_PATIENCE_S", 4.0)
    page.send(action="refresh", text="nog niet verstuurd")

    assert "bot:hoi" in page.text
    assert page.kept == "nog niet verstuurd"


def test_locked_database_keeps_the_text_in_the_field_and_shows_the_cards(
    page: Page, tmp_path: Path
) -> None:
    held = sqlite3.connect(tmp_path / "vertelmaar.db", isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    page.send(action="say", text="ik wil dood")
    held.execute("ROLLBACK")
    held.close()

    assert page.response.status_code == 503
    assert words("error.store") in page.text
    assert page.kept == "ik wil dood"
    assert 'class="card"' in page.text


@pytest.mark.parametrize("token", ["x", "A" * 43, "é" * 43])
def test_token_that_opens_nothing_leads_to_the_first_screen_with_the_text_kept(
    page: Page, token: str
) -> None:
    page.send(token=token, action="say", text="mijn verhaal")

    assert page.token == ""
    assert page.kept == "mijn verhaal"
    assert 'role="alert" hidden' not in page.text.partition('id="notice"')[2][:40]


def test_code_is_shown_checked_and_opens_the_talk_elsewhere(service: Running, page: Page) -> None:
    page.send(action="say", text="ik word gepest")
    page.send(action="code")
    code = re.findall(r"<li>([a-z]+)</li>", page.text)
    assert len(code) == 6

    page.send(action="code-check", typed="fout")
    assert "«fout»" in page.text
    page.send(action="code-check", typed=" ".join(code))
    assert words("code.check.ok") in page.text

    elsewhere = first_screen(service)
    elsewhere.send(action="return-go", words=f"{code[0]} fietzz")
    assert "«fietzz»" in elsewhere.text
    assert f'value="{code[0]} fietzz"' in elsewhere.text
    elsewhere.send(action="return-go", words=" ".join(code))
    assert "bot:ik word gepest" in elsewhere.text
    assert elsewhere.token != page.token


def test_code_that_opens_nothing_says_so(page: Page) -> None:
    page.send(action="return-go", words=" ".join(WORDS[:6]))

    assert words("code.not_found") in page.text


def test_code_may_be_ticked_instead_of_typed(page: Page) -> None:
    page.send(action="say", text="hoi")
    page.send(action="code")
    page.send(action="code-check", ticked="yes")

    assert words("code.check.ok") in page.text


def test_consent_shows_all_that_is_shared_before_anybody_reads(page: Page, samira: Seat) -> None:
    page.send(action="say", text="ik word gepest")
    page.send(action="human", text="half zin")

    assert "ik word gepest" in page.text.partition(words("consent.shared"))[2]
    assert words("consent.present") in page.text
    page.send(action="human-yes", text=page.hidden("text"))
    assert words("human.waiting") in page.text
    assert page.kept == "half zin"
    page.send(action="withdraw")
    assert words("human.withdrawn") in page.text


def test_nobody_on_duty_is_told_before_consent(page: Page) -> None:
    page.send(action="say", text="ik word gepest")
    page.send(action="human")

    told = page.text.partition('data-when="absent"')[2]
    assert told.startswith(">" + words("human.nobody"))


def test_counsellors_words_appear_after_a_refresh(page: Page, samira: Seat) -> None:
    page.send(action="say", text="ik word gepest")
    page.send(action="human-yes")
    assert samira.who is not None
    talk = re.findall(r"/console/c/[0-9a-f-]{36}", samira.get("/console").text)[0]
    samira.post(f"{talk}/say", text="Ik ben er.")

    page.send(action="refresh")

    assert "Ik ben er." in page.text
    assert content.text("page.sender.human", "nl", name="Samira") in page.text
    assert content.text("page.human.joined", "nl", name="Samira") in page.text


def test_erasing_is_asked_first_and_takes_everything(page: Page) -> None:
    page.send(action="say", text="ik word gepest")
    old = page.token
    page.send(action="erase")
    assert words("erase.title") in page.text
    page.send(action="erase-yes")

    assert words("erase.done") in page.text
    assert page.token == ""
    assert page.response.headers["Clear-Site-Data"] == '"cache"'
    page.send(token=old, action="refresh")
    assert "ik word gepest" not in page.text


def test_language_changes_with_the_talk_kept(page: Page) -> None:
    page.send(action="say", text="ik word gepest")
    page.send(action="language-en", text="half a sentence")

    assert '<html lang="en"' in page.text
    assert "bot:ik word gepest" in page.text
    assert page.kept == "half a sentence"


def test_page_with_a_token_is_neither_compressed_nor_kept(page: Page) -> None:
    page.send(action="say", text="hoi")

    assert "Content-Encoding" not in page.response.headers
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.token not in str(page.response.url)


def test_code_offered_by_the_bot_is_a_button(service: Running, page: Page) -> None:
    service.engine.script = lambda *_: answer("bewaar dit", show_code=True)
    page.send(action="say", text="ik wil later verder")

    assert page.text.count('name="action" value="code"') >= 3


def test_allowance_for_pages_without_script_is_shared_and_ends(
    service: Running, page: Page
) -> None:
    service.services.without_script.left = 0.0

    page.send(action="say", text="hoi")

    assert words("error.too_fast") in page.text
    assert page.kept == "hoi"


def test_address_alone_leads_to_the_first_screen(page: Page) -> None:
    response = httpx.get(f"{page.base_url}/gesprek", verify=PLAIN)

    assert response.status_code == 303
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("path", ["gesprek", "gesprek/briefje"])
@pytest.mark.parametrize(("site", "taken"), [("cross-site", False), ("same-origin", True)])
def test_form_of_another_site_is_not_taken(page: Page, path: str, site: str, taken: bool) -> None:
    # Its sender would know the token, and read what is typed below it.
    answer = httpx.post(
        f"{page.base_url}/{path}",
        data={"token": page.token, "action": "refresh", "language": "nl"},
        headers={"Sec-Fetch-Site": site},
        verify=PLAIN,
    )

    assert (answer.status_code != 303) is taken
