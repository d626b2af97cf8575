"""One morning with all who are in it at once: every stage goes on from where the last one ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import everybody_at_school as school
from tests.browser import everybody_beyond_school as beyond
from tests.browser.counsellors import adopt_words
from tests.browser.everybody import everybody

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.service import Running

pytestmark = pytest.mark.browser


def test_morning_of_two_counsellors_an_inspector_and_two_reporters(
    browser: Browser, service: Running
) -> None:
    with everybody(browser, service) as each:
        adopt_words(service)
        lottes, daans = school.both_reporters_ask_for_a_person(each)
        school.each_counsellor_takes_one(each, lottes, daans)
        school.samira_and_lotte_see_each_other_type(each)
        school.samira_answers_with_what_lies_ready(each)
        school.bram_works_on_what_stands_beside_his_talk(each, daans)
        school.daan_goes_to_the_colleague_and_back(each, daans)
        school.bram_and_daan_write_to_each_other(each)
        beyond.samira_proposes_the_inspectors(each, lottes)
        beyond.lotte_lets_a_part_of_it_go(each)
        beyond.inge_goes_on_where_the_team_stopped(each, lottes)
        beyond.bram_steps_back_from_daan(each, daans)
        beyond.samira_closes_with_an_outcome(each, daans)
        beyond.talk_about_staff_passes_the_school_by(each)
        beyond.nobody_is_on_duty_any_more(each)
