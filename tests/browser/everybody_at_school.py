"""The morning's talks in the hands of the school's team, stage by stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.browser.counsellors import step, take_over
from tests.browser.everybody import answer, cases, said, stayed, stays, waits_in_title
from tests.browser.reporters import ask_for_a_human, do, hears, say, words

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.everybody import Everybody

ACUTE: Final = "ik heb pillen genomen, ik wil dood"
_CLAIM: Final = """async () => {
  const csrf = document.querySelector("meta[name=csrf]").content;
  const sent = { method: "POST", body: new URLSearchParams({ csrf }) };
  return (await fetch(`${location.pathname}/claim`, sent)).text();
}"""


def both_reporters_ask_for_a_person(each: Everybody) -> tuple[str, str]:
    """Returns where Lotte's talk and Daan's are. Daan was first, and can wait longer."""
    for page in (each.samira, each.bram):
        stays(page)
    ask_for_a_human(each.daan, "ze pesten me in de kleedkamer")
    expect(each.daan.locator("#strip")).to_contain_text(words("human.waiting"))
    ask_for_a_human(each.lotte, ACUTE)
    for page in (each.samira, each.bram):
        expect(cases(page)).to_have_count(2)
        expect(cases(page).first).to_contain_text("Acuut")
        expect(cases(page).last).not_to_contain_text("Acuut")
        waits_in_title(page, 2)
        stayed(page)
    hrefs = [row.get_attribute("href") for row in cases(each.samira).locator("a").all()]
    lottes, daans = (f"{each.service.base_url}{href}" for href in hrefs)
    return lottes, daans


def each_counsellor_takes_one(each: Everybody, lottes: str, daans: str) -> None:
    """Both look at the acute talk; it is Samira's, and Bram cannot have it whatever he sends."""
    each.bram.goto(lottes)
    expect(each.bram.get_by_role("button", name="Neem over")).to_be_visible()
    take_over(each.samira, lottes)
    expect(each.bram.get_by_text("Samira heeft dit gesprek.")).to_be_visible()
    expect(each.bram.get_by_role("button", name="Neem over")).to_be_hidden()
    expect(each.bram.locator("#text")).to_be_disabled()
    assert "Samira heeft dit gesprek net overgenomen." in each.bram.evaluate(_CLAIM)
    expect(each.samira.get_by_text("Bram kijkt mee")).to_be_visible()
    take_over(each.bram, daans)
    expect(each.samira.get_by_text("Bram kijkt mee")).to_be_hidden()
    expect(cases(each.samira).filter(has_text="bij Bram")).to_be_visible()
    expect(each.lotte.locator("#strip")).to_have_text(words("human.joined", name="Samira"))


def samira_and_lotte_see_each_other_type(each: Everybody) -> None:
    each.samira.locator("#text").press_sequentially("Ik ben er.")
    expect(each.lotte.get_by_text(words("typing.human", name="Samira"))).to_be_visible()
    each.samira.locator("#text").press("Enter")
    hears(each.lotte, "Ik ben er.")
    each.lotte.get_by_label(words("input.label")).press_sequentially("echt een ")
    expect(each.samira.get_by_text("De melder typt…")).to_be_visible()
    say(each.lotte, "echt een mens?")
    said(each.samira, "echt een mens?")


def samira_answers_with_what_lies_ready(each: Everybody) -> None:
    """A canned reply by a stroke and a party's card by a key; both are read before they go."""
    each.samira.locator("#text").press_sequentially("/h")
    expect(each.samira.locator("#picker [aria-selected=true]")).to_contain_text("/hoi")
    each.samira.keyboard.press("Enter")
    each.samira.keyboard.press("Enter")
    hears(each.lotte, "Hoi, ik ben Samira. Ik ben een mens")
    each.samira.locator("h1").first.click()
    each.samira.keyboard.press("p")
    expect(each.samira.get_by_label("Zoek op naam of onderwerp")).to_be_focused()
    each.samira.keyboard.type("kindertel")
    each.samira.keyboard.press("Enter")
    expect(each.samira.get_by_role("button", name="Verstuur deze kaart")).to_be_focused()
    each.samira.keyboard.press("Enter")
    said(each.samira, "De Kindertelefoon")
    expect(each.lotte.locator("#turns .advice")).to_contain_text("De Kindertelefoon")


def bram_works_on_what_stands_beside_his_talk(each: Everybody, daans: str) -> None:
    """Samira looks on, and sees the note, the label and the theme come without doing anything."""
    each.samira.goto(daans)
    expect(each.bram.get_by_text("Samira kijkt mee")).to_be_visible()
    stays(each.samira)
    each.bram.locator("#note-text").fill("Weet zijn mentor ervan?")
    each.bram.get_by_role("button", name="Bewaar notitie").click()
    expect(each.samira.locator(".note .text")).to_have_text("Weet zijn mentor ervan?")
    each.bram.locator("#labels summary").click()
    each.bram.get_by_label("terugbellen").check()
    each.bram.get_by_role("button", name="Bewaar labels").click()
    expect(each.samira.locator(".side .badge.label")).to_have_text("terugbellen")
    each.bram.locator("#correct summary").click()
    each.bram.locator("#theme").select_option("bullying")
    each.bram.get_by_role("button", name="Pas aan").click()
    expect(each.samira.locator("h1")).to_have_text("Pesten")
    stayed(each.samira)


def daan_goes_to_the_colleague_and_back(each: Everybody, daans: str) -> None:
    _give(each.bram, "Samira")
    expect(each.samira.get_by_text("Bram gaf dit gesprek aan jou.")).to_be_visible()
    do(each.daan, "refresh")
    expect(each.daan.locator("#strip")).to_contain_text(words("human.joined", name="Samira"))
    _give(each.samira, "Bram")
    expect(cases(each.bram).filter(has_text="van Samira")).to_be_visible()
    each.bram.goto(daans)
    expect(each.bram.get_by_text("Samira gaf dit gesprek aan jou.")).to_be_visible()
    step(each.bram, "Bram gaf het gesprek aan Samira")
    step(each.bram, "Samira gaf het gesprek aan Bram")


def bram_and_daan_write_to_each_other(each: Everybody) -> None:
    """Daan's page brings nothing by itself: he looks again."""
    answer(each.bram, "Dag, ik ben Bram. Wanneer gebeurt het?")
    do(each.daan, "refresh")
    hears(each.daan, "Dag, ik ben Bram.")
    expect(each.daan.locator("#strip")).to_contain_text(words("human.joined", name="Bram"))
    say(each.daan, "na gym, elke week")
    said(each.bram, "na gym, elke week")


def _give(page: Page, colleague: str) -> None:
    page.locator("#end summary").click()
    page.get_by_label("Geef aan een collega").select_option(colleague)
    page.get_by_role("button", name="Geef door").click()
    expect(page.get_by_text("Het gesprek is nu bij je collega.")).to_be_visible()
