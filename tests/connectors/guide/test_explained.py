"""Rights, duties and figures: each with where it was read and when."""

from __future__ import annotations

import pytest

from connectors.guide.rendering import source as source_line
from connectors.webchat.pages import address
from expertise.figures import figures
from expertise.ladder import rungs
from expertise.languages import LANGUAGES, Language
from expertise.rights import rights
from expertise.texts import text
from tests.connectors.guide.reading import read
from tests.support.service import Running

_ROLES = {"leerling": "pupil", "ouder": "parent", "medewerker": "staff", "school": "school"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", _ROLES)
def test_every_right_and_duty_stands_with_its_source(
    service: Running, slug: str, language: Language
) -> None:
    page = read(service, address(f"rechten/{slug}", language))
    standing = rights().people[_ROLES[slug]]

    for fact in (*standing.rights, *standing.duties):
        assert fact.words.in_(language) in page
        assert source_line(fact.evidence, language) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_law_yet_stands_apart(service: Running, language: Language) -> None:
    law, _, planned = read(service, address("rechten", language)).partition('id="plannen"')

    for fact in rights().planned:
        assert fact.words.in_(language) in planned
        assert fact.words.in_(language) not in law


@pytest.mark.parametrize("language", LANGUAGES)
def test_ladder_says_of_every_rung_who_decides_how_long_and_with_what_name(
    service: Running, language: Language
) -> None:
    page = read(service, address("rechten", language))

    for name, terms in rights().ladder.items():
        assert rungs()[name].label.in_(language) in page
        for words in (terms.decides, terms.long, terms.binding, terms.named):
            assert words.in_(language) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_stands_with_its_source_and_what_it_does_not_say(
    service: Running, language: Language
) -> None:
    page = read(service, address("cijfers", language))

    for table in figures():
        assert table.title.in_(language) in page
        assert table.says_not.in_(language) in page
        for row in table.rows:
            assert source_line(row.evidence, language) in page
            for value in row.values:
                assert f">{value.in_(language)}</td>" in page


def test_figures_on_suicide_stand_below_the_line_that_helps_and_are_not_drawn(
    service: Running,
) -> None:
    table = read(service, "/cijfers").partition('id="suicide"')[2].partition("</details>")[0]
    line = text("advice.concern.suicide", "nl")

    assert table.index(line) < table.index("<table>")
    assert "tel:08000113" in table
    assert "<svg" not in table


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Bron: onderwijsinspectie.nl, 17 december 2025."),
        ("a2", "Bron: onderwijsinspectie.nl, 17 december 2025."),
        ("en", "Source: onderwijsinspectie.nl, 17 December 2025."),
    ],
)
def test_day_of_a_source_is_read_in_words(service: Running, language: Language, said: str) -> None:
    assert said in read(service, address("cijfers", language))
