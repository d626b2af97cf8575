"""The wayfinder in a browser without a script: questions, results, and the way back."""

from __future__ import annotations

import pytest

from connectors.webchat.pages import address
from expertise.advice import advise
from expertise.ladder import rungs
from expertise.languages import LANGUAGES, Language
from expertise.texts import text
from expertise.wayfinder import Way, follow
from tests.connectors.guide.conftest import DAY, NIGHT
from tests.connectors.guide.reading import RESULTS, get, links, read
from tests.support.service import Running


def situation_of(path: str) -> Way:
    """The way that a path names."""
    return follow(path.split("/")[1:])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", RESULTS)
def test_result_shows_what_the_chat_would_advise(
    service: Running, path: str, language: Language
) -> None:
    source = read(service, address(path, language))
    advice = advise(situation_of(path).situation, DAY, language)

    for party in (advice.main, *advice.others):
        assert party.name in source
        for contact in party.contacts:
            assert contact.label in source
    for words in (*advice.main.can, *advice.main.cannot, advice.if_it_fails, advice.expectation):
        assert words in source
    for notice in (advice.duty_notice, advice.committee_notice, advice.next_rung):
        assert notice is None or notice in source


@pytest.mark.parametrize("path", RESULTS)
def test_result_says_what_was_chosen_and_how_to_change_it(service: Running, path: str) -> None:
    source = read(service, f"/{path}")
    way = situation_of(path)

    for place, step in enumerate(way.steps):
        assert step.answer.label.nl in source
        for answer in way.back_to(place).options:
            if answer != step.answer:
                other = "/".join(("/wegwijzer", *way.instead(place, answer.slug).slugs))
                assert other in links(source)
    assert "/wegwijzer/" + "/".join(way.slugs[:-1]) in links(source)


@pytest.mark.parametrize("language", LANGUAGES)
def test_question_offers_every_answer_and_the_way_back(
    service: Running, language: Language
) -> None:
    path = "wegwijzer/ouder/po"
    source = read(service, address(path, language))

    for answer in situation_of(path).options:
        assert answer.label.in_(language) in source
        assert address(f"{path}/{answer.slug}", language) in links(source)
    assert address("wegwijzer/ouder", language) in links(source)


@pytest.mark.parametrize("theme", ["thuis", "grens-over/nee/weet-ik-niet", "niet-lekker", "geweld"])
@pytest.mark.parametrize("role", ["leerling", "ouder", "medewerker", "iemand-anders"])
def test_numbers_stand_before_everything_else_where_it_may_be_dangerous(
    service: Running, role: str, theme: str
) -> None:
    way = follow([role, "vo", theme.split("/", maxsplit=1)[0]])
    source = read(service, "/wegwijzer/" + "/".join(way.slugs))
    content = source.partition("<article ")[2]

    assert content.index("tel:") < content.index("<h1>")


def test_pupil_reads_that_it_is_not_their_fault_and_a_parent_reads_the_number(
    service: Running,
) -> None:
    pupil = read(service, "/wegwijzer/leerling/vo/thuis/nog-niets").partition("<h1>")[0]
    parent = read(service, "/wegwijzer/ouder/vo/thuis/nog-niets").partition("<h1>")[0]

    assert "Dit is nooit jouw schuld" in pupil
    assert "Dit is nooit jouw schuld" not in parent
    assert text("advice.concern.home", "nl") in parent
    assert "tel:08000432" not in parent.partition("<article ")[2]


def test_ladder_says_where_somebody_stands_and_what_comes_next(service: Running) -> None:
    source = read(service, "/wegwijzer/ouder/vo/pesten/leerling/schoolleiding")
    here, following = (
        source.partition(f'class="is-{state}"')[2].partition("</li>")[0]
        for state in ("here", "next")
    )

    assert rungs()["head"].label.nl in here
    assert rungs()["board"].label.nl in following
    assert rungs()["board"].expect.nl in following
    assert source.count('class="is-done"') == 3


def test_every_party_of_a_result_says_what_it_can_and_cannot_do(service: Running) -> None:
    path = "wegwijzer/ouder/vo/niets-gebeurt/bestuur"
    source = read(service, f"/{path}")

    for party in advise(situation_of(path).situation, DAY, "nl").others:
        shown = source.partition(f"<h3>{party.name}</h3>")[2].partition("</section>")[0]
        assert party.can[0] in shown
        assert party.cannot[0] in shown
        assert party.takes is None or party.takes in shown


def test_result_about_home_shows_no_ladder_of_complaints(service: Running) -> None:
    source = read(service, "/wegwijzer/leerling/vo/thuis/vertrouwenspersoon")

    assert 'id="ladder"' not in source
    assert "De volgende stap" not in source


def test_primary_school_pupil_reads_that_a_parent_complains(service: Running) -> None:
    note = text("guide.rung.by_parent", "nl")

    assert note in read(service, "/wegwijzer/leerling/po/pesten/leerling/bestuur")
    assert note not in read(service, "/wegwijzer/leerling/vo/pesten/leerling/bestuur")


def test_result_says_who_is_closed_at_night(service: Running, at_night: Running) -> None:
    path = "/wegwijzer/medewerker/po/grens-over/leerling/nog-niets"
    situation = follow(path.split("/")[2:]).situation

    for running, moment in ((service, DAY), (at_night, NIGHT)):
        source = read(running, path)
        for party in (
            advise(situation, moment, "nl").main,
            *advise(situation, moment, "nl").others,
        ):
            assert party.open in source
    assert read(service, path) != read(at_night, path)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "answers", ["verkeerd", "leerling/vo/pesten/leerling/mentor/mentor", "Leerling"]
)
def test_wrong_address_is_met_kindly_with_the_first_question(
    service: Running, answers: str, language: Language
) -> None:
    response = get(service, address(f"wegwijzer/{answers}", language))

    assert response.status_code == 404
    assert text("guide.lost.text", language) in response.text
    assert "tel:112" in response.text
    assert address("wegwijzer/leerling", language) in links(response.text)
    assert answers not in response.text


def test_address_with_a_slash_too_many_is_the_same_page(service: Running) -> None:
    assert get(service, "/wegwijzer/leerling/").text == get(service, "/wegwijzer/leerling").text
