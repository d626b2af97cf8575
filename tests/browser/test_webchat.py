"""The web chat in a real browser, on a phone, with JavaScript."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.reporters import do, hears, opened, phone, say, words
from tests.console.seats import seat
from tests.support import people
from tests.support.engine import answer
from tests.support.service import Running

pytestmark = pytest.mark.browser

_IS_ANSWERED = """async () => {
  const headers = { Authorization: `Bearer ${sessionStorage.getItem("token")}` };
  const response = await fetch("/chat/view?after=0", { headers });
  return response.ok && (await response.json()).turns.length === 2;
}"""


def _let_through_once_answered(route: Route) -> None:
    route.request.frame.page.wait_for_function(_IS_ANSWERED)
    route.continue_()


@pytest.fixture
def page(context: BrowserContext, service: Running) -> Page:
    return opened(context, service)


def test_message_is_answered_and_a_button_goes_on(page: Page) -> None:
    say(page, "ik word gepest")
    hears(page, "wie ben jij?")

    page.get_by_role("button", name="Leerling").click()

    hears(page, "dank je, Leerling")
    expect(page.get_by_role("button", name="Sla over")).to_have_count(0)
    expect(page.locator("#turns .from-you")).to_have_count(2)


def test_enter_sends_and_shift_enter_makes_a_line(page: Page) -> None:
    field = page.get_by_label(words("input.label"))
    field.fill("een")
    field.press("Shift+Enter")
    field.press("t")
    field.press("Enter")

    hears(page, "een\nt")
    expect(field).to_have_value("")
    expect(field).to_be_focused()


def test_card_comes_at_once_while_the_proof_is_still_being_solved(
    context: BrowserContext, service: Running
) -> None:
    held: list[Route] = []
    context.route("**/chat/challenge", lambda route: held.append(route))  # noqa: PLW0108
    page = opened(context, service)
    say(page, "ik wil dood")

    expect(page.locator("#turns .card")).to_be_visible()
    expect(page.locator("#pinned a[href^='tel:']")).to_be_visible()
    expect(page.locator("#turns .from-bot")).to_have_count(0)
    held[0].continue_()

    hears(page, "wie ben jij?")
    expect(page.locator("#turns .card")).to_have_count(1)


@pytest.mark.parametrize(
    ("words_said", "to_read_first"),
    [("ik word gepest", "#turns .from-bot .who"), ("ik wil dood", "#turns .card h2")],
    ids=["answer", "card"],
)
def test_first_answer_that_was_there_before_the_stream_is_shown_from_its_beginning(
    context: BrowserContext, service: Running, words_said: str, to_read_first: str
) -> None:
    service.engine.script = lambda *_: answer("Een lange regel.\n" * 50 + "Het slot.")
    context.route("**/chat/stream?*", _let_through_once_answered)
    page = opened(context, service)
    say(page, words_said)

    hears(page, "Het slot.")
    expect(page.locator(to_read_first)).to_be_in_viewport(ratio=1)


def test_typed_markup_is_shown_as_text(page: Page) -> None:
    say(page, "<b onclick=alert(1)>vet</b> **vet** [x](javascript:1)")

    hears(page, "<b onclick=alert(1)>vet</b> **vet** [x](javascript:1)")
    expect(page.locator("#turns .bubble b")).to_have_count(0)


def test_reload_keeps_the_talk_and_what_was_being_typed(page: Page) -> None:
    say(page, "ik word gepest")
    hears(page, "wie ben jij?")
    page.get_by_label(words("input.label")).fill("half zin")

    page.reload()

    hears(page, "ik word gepest")
    expect(page.get_by_label(words("input.label"))).to_have_value("half zin")
    expect(page.get_by_role("button", name="Leerling")).to_be_visible()


def test_code_is_kept_and_opens_the_talk_on_another_phone(
    browser: Browser, service: Running, page: Page
) -> None:
    say(page, "ik word gepest")
    page.get_by_role("button", name="Leerling").click()
    page.get_by_role("button", name="Ik wil later verder").click()
    expect(page.get_by_role("heading", name=words("code.title"))).to_be_focused()
    expect(page.locator("#code .code li")).to_have_count(6)
    code = " ".join(page.locator("#code .code li").all_inner_texts())
    page.get_by_label(words("code.check.type")).fill(code)
    do(page, "code-check")
    expect(page.get_by_text(words("code.check.ok"))).to_be_visible()

    with phone(browser) as other:
        elsewhere = opened(other, service)
        do(elsewhere, "return")
        field = elsewhere.get_by_label(words("code.enter.label"))
        field.fill("fietzz " + code)
        do(elsewhere, "return-go")
        expect(elsewhere.get_by_text("«fietzz»")).to_be_visible()
        field.fill(code)
        do(elsewhere, "return-go")
        hears(elsewhere, "dank je, Leerling")
        say(elsewhere, "ik ben er weer")
        hears(page, "ik ben er weer")


def test_counsellor_takes_over_after_consent(service: Running, page: Page) -> None:
    with service.services.store.session(writing=True) as db:
        (samira,) = people.team(db, "Samira")
    say(page, "ik word gepest")
    hears(page, "wie ben jij?")

    do(page, "human")
    expect(page.locator("#consent .shared")).to_contain_text("ik word gepest")
    expect(page.get_by_text(words("human.nobody"))).to_be_visible()
    do(page, "human-yes")
    expect(page.locator("#strip")).to_contain_text(words("human.waiting"))
    desk = seat(service, samira)
    talk = desk.get("/console").text.partition('href="/console/c/')[2].partition('"')[0]
    desk.post(f"/console/c/{talk}/say", text="Ik ben er.")

    hears(page, "Ik ben er.")
    expect(page.locator("#strip")).to_have_text(words("human.joined", name="Samira"))
    expect(page.locator(".from-human .who")).to_contain_text("een mens")
    desk.post(f"/console/c/{talk}/release")
    expect(page.locator("#strip")).to_contain_text(words("human.left", name="Samira"))


def test_waiting_can_be_withdrawn(service: Running, page: Page) -> None:
    with service.services.store.session(writing=True) as db:
        people.team(db, "Samira")
    say(page, "ik word gepest")
    expect(page.locator("button[value=human]:visible")).to_have_count(1)
    do(page, "human")
    do(page, "human-yes")
    do(page, "withdraw")

    expect(page.get_by_text(words("human.withdrawn"))).to_be_visible()
    expect(page.locator("button[value=human]:visible")).to_have_count(1)


@pytest.mark.parametrize("how", ["button", "key"])
def test_quick_exit_leaves_nothing_to_go_back_to(page: Page, how: str) -> None:
    say(page, "mijn geheim")
    hears(page, "wie ben jij?")

    if how == "button":
        page.locator("#exit").click()
    else:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.wait_for_url("https://www.buienradar.nl/")
    page.go_back()

    assert "mijn geheim" not in page.content()
    assert page.evaluate("location.href") != "https://www.buienradar.nl/"


def test_page_shown_again_after_leaving_by_a_link_has_no_talk_of_its_own_memory(
    service: Running, page: Page
) -> None:
    say(page, "mijn geheim")
    hears(page, "wie ben jij?")
    page.goto(service.base_url + "/privacy")
    page.evaluate("sessionStorage.clear()")

    page.go_back()

    expect(page.locator("#turns")).to_be_empty()
    assert "mijn geheim" not in page.content()


def test_erasing_empties_this_tab_and_the_other_one(
    browser: Browser, service: Running, page: Page
) -> None:
    say(page, "mijn geheim")
    hears(page, "wie ben jij?")
    do(page, "code")
    expect(page.locator("#code .code li")).to_have_count(6)
    code = " ".join(page.locator("#code .code li").all_inner_texts())
    do(page, "back")
    with phone(browser) as other:
        elsewhere = opened(other, service)
        do(elsewhere, "return")
        elsewhere.get_by_label(words("code.enter.label")).fill(code)
        do(elsewhere, "return-go")
        hears(elsewhere, "mijn geheim")

        do(page, "erase")
        do(page, "erase-yes")

        for gone in (page, elsewhere):
            expect(gone.get_by_text(words("erase.done"))).to_be_visible()
            expect(gone.locator("#turns")).to_be_empty()
        say(page, "opnieuw")
        hears(page, "wie ben jij?")


def test_engine_that_is_away_is_told_and_answers_when_it_is_back(
    service: Running, page: Page
) -> None:
    service.engine.up = False
    say(page, "ik word gepest")

    expect(page.locator("#strip")).to_have_text(words("error.engine"))
    service.engine.up = True

    hears(page, "wie ben jij?")
    expect(page.locator("#strip")).to_be_empty()


def test_message_without_internet_stays_and_is_sent_once_when_it_is_back(
    context: BrowserContext, service: Running, page: Page
) -> None:
    say(page, "eerste")
    hears(page, "wie ben jij?")
    context.set_offline(True)
    say(page, "tweede")
    expect(page.get_by_role("button", name=words("message.retry"))).to_be_visible()
    expect(page.locator("#strip")).to_have_text(words("error.offline"))

    context.set_offline(False)

    expect(page.get_by_role("button", name=words("message.retry"))).to_have_count(0)
    expect(page.locator("#turns .from-bot")).to_have_count(2)
    assert [message.text for message, _ in service.engine.heard] == ["eerste", "tweede"]


def test_message_that_was_still_on_its_way_when_the_page_was_loaded_again_comes_last(
    context: BrowserContext, page: Page
) -> None:
    say(page, "eerste")
    hears(page, "wie ben jij?")
    context.route("**/chat/messages", lambda route: route.abort())
    say(page, "tweede")
    expect(page.get_by_role("button", name=words("message.retry"))).to_be_visible()
    context.unroute("**/chat/messages")

    page.reload()

    expect(page.locator("#turns .from-bot")).to_have_count(2)
    said = ["eerste", "wie ben jij?", "tweede", "wie ben jij?"]
    expect(page.locator("#turns .bubble")).to_have_text(said)


def test_message_that_could_not_be_kept_is_sent_again_with_the_same_id(
    page: Page, tmp_path: Path
) -> None:
    ids: list[str] = []
    page.on(
        "request",
        lambda request: (
            ids.append(request.post_data_json["message_id"])
            if request.url.endswith("/messages")
            else None
        ),
    )
    held = sqlite3.connect(tmp_path / "vertelmaar.db", isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    say(page, "ik wil dood")
    expect(page.locator("#turns .card")).to_be_visible()
    retry = page.get_by_role("button", name=words("message.retry"))
    expect(retry).to_be_visible(timeout=15_000)
    held.execute("ROLLBACK")
    held.close()
    retry.click()

    hears(page, "wie ben jij?")
    expect(page.locator("#turns .from-you")).to_have_count(1)
    assert len(ids) >= 2
    assert len(set(ids)) == 1


def test_message_that_is_too_long_comes_back_into_the_field(page: Page) -> None:
    text = "a" * 20_000
    say(page, text)

    expect(page.locator("#notice")).to_contain_text("4000")
    expect(page.get_by_label(words("input.label"))).to_have_value(text)
    expect(page.locator("#turns .from-you")).to_have_count(0)


def test_talk_begun_before_the_script_was_there_goes_on_with_it(
    browser: Browser, service: Running
) -> None:
    with phone(browser) as context:
        context.route("**/webchat.js", lambda route: route.abort())
        page = opened(context, service)
        say(page, "ik was eerst")
        hears(page, "wie ben jij?")
        context.unroute("**/webchat.js")
        say(page, "en nu verder")

        expect(page).to_have_url(service.base_url + "/")
        hears(page, "en nu verder")
        hears(page, "ik was eerst")


def test_language_can_be_changed_in_the_middle_of_a_talk(page: Page, service: Running) -> None:
    say(page, "ik word gepest")
    hears(page, "wie ben jij?")
    page.locator("#menu summary").click()
    page.locator("#menu a[hreflang=en]").click()

    hears(page, "ik word gepest")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.evaluate("history.length") == 2


def test_quick_exit_works_on_the_pages_that_explain(
    context: BrowserContext, service: Running
) -> None:
    page = opened(context, service, "/privacy")
    page.evaluate("sessionStorage.setItem('token', 'x')")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    page.wait_for_url("https://www.buienradar.nl/")
    page.goto(service.base_url)
    assert page.evaluate("sessionStorage.getItem('token')") != "x"
