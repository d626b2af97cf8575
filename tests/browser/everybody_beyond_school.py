"""How the morning's talks leave the school's team: passed on, stepped back from, closed, late."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.browser.counsellors import take_over
from tests.browser.everybody import (
    INSPECTORS,
    answer,
    cases,
    go_to_queue,
    is_gone,
    said,
    stayed,
    stays,
    waits_in_title,
)
from tests.browser.everybody_at_school import ACUTE
from tests.browser.reporters import ask_for_a_human, do, hears, opened, say, words

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.everybody import Everybody

WHY: Final = "Zij weten wat er dan moet gebeuren."
HER_NOTE: Final = "Bel mijn moeder nog niet."


def samira_proposes_the_inspectors(each: Everybody, lottes: str) -> None:
    """Nothing is passed on by that: the inspector has nothing to see yet."""
    each.samira.goto(lottes)
    each.samira.get_by_role("link", name="Stel de vertrouwensinspecteur voor").click()
    each.samira.get_by_label("Jouw uitleg aan de melder").fill(WHY)
    each.samira.get_by_role("button", name="Stel voor aan de melder").click()
    expect(each.samira.get_by_text(f"Voorgesteld: doorgeven aan {INSPECTORS}.")).to_be_visible()
    expect(each.lotte.locator("#proposed")).to_contain_text(INSPECTORS)
    go_to_queue(each, each.inge)
    expect(cases(each.inge)).to_have_count(0)


def lotte_lets_a_part_of_it_go(each: Everybody) -> None:
    """She reads who would read what, leaves one sentence out, and it stands there at once."""
    stays(each.inge)
    do(each.lotte, "pass")
    step = each.lotte.locator("form#pass")
    for shown in (WHY, ACUTE, "De chat zag woorden over gevaar.", "0900 111 3 111"):
        expect(step).to_contain_text(shown)
    expect(step).to_contain_text(words("pass.reads_no_more", team="team"))
    step.get_by_label("echt een mens?").uncheck()
    step.get_by_label(words("pass.note")).fill(HER_NOTE)
    do(each.lotte, "pass-yes")
    expect(each.lotte.locator("#notice")).to_have_text(words("pass.done", team=INSPECTORS))
    expect(cases(each.inge)).to_contain_text("Acuut")
    waits_in_title(each.inge, 1)
    stayed(each.inge)
    expect(each.samira.get_by_text(ACUTE)).to_have_count(0)


def inge_goes_on_where_the_team_stopped(each: Everybody, lottes: str) -> None:
    """In the same conversation; those who had it are told that it is not there."""
    for page in (each.samira, each.bram):
        is_gone(page, lottes)
    take_over(each.inge, lottes)
    for told in (WHY, HER_NOTE, "De chat zag woorden over gevaar."):
        expect(each.inge.locator(".dossier")).to_contain_text(told)
    turns = each.inge.locator("[data-seq]")
    expect(turns.filter(has_text=ACUTE)).to_be_visible()
    expect(turns.filter(has_text="echt een mens?")).to_have_count(0)
    answer(each.inge, "Dag, ik ben Inge.")
    hears(each.lotte, "Dag, ik ben Inge.")
    expect(each.lotte.locator("#strip")).to_contain_text(words("human.joined", name="Inge"))
    say(each.lotte, "wat gebeurt er nu?")
    said(each.inge, "wat gebeurt er nu?")


def bram_steps_back_from_daan(each: Everybody, daans: str) -> None:
    """He knows whom it is about: the talk waits again, and he sees nothing of it."""
    each.bram.goto(daans)
    each.bram.locator(".near summary").click()
    each.bram.get_by_role("button", name="Ik ben hierbij betrokken").click()
    expect(each.bram.get_by_text("Je ziet dit gesprek niet meer.")).to_be_visible()
    expect(cases(each.bram)).to_have_count(0)
    is_gone(each.bram, daans)
    do(each.daan, "refresh")
    expect(each.daan.locator("#strip")).to_contain_text(words("human.left", name="Bram"))


def samira_closes_with_an_outcome(each: Everybody, daans: str) -> None:
    take_over(each.samira, daans)
    expect(each.samira.get_by_text("Iemand van het team doet hier niet aan mee.")).to_be_visible()
    each.samira.locator("#end summary").click()
    each.samira.get_by_label("Hoe liep het af?").select_option("Geholpen")
    each.samira.get_by_role("button", name="Sluit af").click()
    expect(each.samira.get_by_text("Het gesprek is afgesloten.")).to_be_visible()
    expect(cases(each.samira)).to_have_count(0)
    do(each.daan, "refresh")
    expect(each.daan.locator("#strip")).to_have_text(words("human.closed"))


def talk_about_staff_passes_the_school_by(each: Everybody) -> None:
    """In a talk of its own; Daan is warned of the school's team and goes to the inspectors."""
    page = opened(each.daan.context, each.service)
    say(page, "het gaat over mijn mentor")
    hears(page, "wie ben jij?")
    do(page, "human")
    page.get_by_label(words("ask.yes"), exact=True).check()
    do(page, "human-yes")
    expect(page.locator("form#consent-school")).to_contain_text(words("ask.school_warning"))
    _has_nothing(each, each.samira, each.bram)
    do(page, "pass-inspectors")
    do(page, "pass-yes")
    expect(page.locator("#strip")).to_contain_text(words("human.waiting"))
    come = cases(each.inge).filter(has_not_text="Acuut")
    expect(come).to_be_visible()
    _has_nothing(each, each.samira, each.bram)
    is_gone(each.samira, f"{each.service.base_url}{come.locator('a').get_attribute('href')}")


def nobody_is_on_duty_any_more(each: Everybody) -> None:
    """Whoever asks now is told so, and when somebody will be there as soon as that is known."""
    go_to_queue(each, each.samira, each.bram)
    _goes_off_duty(each.bram)
    page = opened(each.daan.context, each.service)
    ask_for_a_human(page, "is er nog iemand?")
    expect(page.locator("#strip")).to_have_text(words("human.waiting"))
    _goes_off_duty(each.samira)
    do(page, "refresh")
    expect(page.locator("#strip")).to_contain_text(words("human.nobody"))
    expect(page.locator("#meanwhile")).to_contain_text("We weten niet wanneer er weer iemand is.")
    _plan_mondays(each)
    do(page, "refresh")
    told = re.compile(r"Volgens ons rooster is er .+ om 8\.30 uur weer iemand\.")
    expect(page.locator("#meanwhile")).to_contain_text(told)
    go_to_queue(each, each.samira)
    waits_in_title(each.samira, 1)


def _has_nothing(each: Everybody, *pages: Page) -> None:
    go_to_queue(each, *pages)
    for page in pages:
        expect(page).to_have_title("Wachtrij · Vertelmaar")
        expect(cases(page)).to_have_count(0)


def _goes_off_duty(page: Page) -> None:
    switch = page.get_by_role("switch", name="In dienst")
    switch.click()
    expect(switch).not_to_be_checked()


def _plan_mondays(each: Everybody) -> None:
    each.samira.goto(f"{each.service.base_url}/console/roster")
    each.samira.get_by_label("Van", exact=True).fill("08:30")
    each.samira.get_by_label("Tot", exact=True).fill("12:00")
    each.samira.get_by_role("button", name="Voeg toe").click()
    expect(each.samira.get_by_role("row", name="Maandag")).to_contain_text("08:30–12:00")
