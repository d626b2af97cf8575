"""For who works at school: who does what, how to listen and write down, and a team's questions."""

from __future__ import annotations

import re

import pytest

from connectors.guide.rendering import source as source_line
from connectors.webchat.pages import address
from expertise.languages import LANGUAGES, Language
from expertise.source import ContentError, load
from expertise.staff_work import CAN, TEAM, staff_work, staff_work_from
from tests.connectors.guide.reading import read
from tests.support.service import Running

# Whom row 46 of the domain study asks about, as the table names them in Dutch.
_WHO = (
    *("Mentor", "Anti-pestcoördinator", "Vertrouwenspersoon die", "Vertrouwenspersoon van buiten"),
    *("Aandachtsfunctionaris", "Directie", "Schoolbestuur", "Vertrouwensinspecteur"),
    *("Veilig Thuis", "Politie"),
)
SAID = {"nl": "Luister.", "a2": "Luister.", "en": "Listen."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_says_who_may_must_and_cannot_with_the_source(
    service: Running, language: Language
) -> None:
    page = read(service, address("rechten/medewerker", language))

    for role in staff_work().roles:
        assert role.who.in_(language) in page
        for fact in (fact for name in CAN for fact in role.can[name]):
            assert fact.words.in_(language) in page
            assert source_line(fact.evidence, language) in page


@pytest.mark.parametrize("who", _WHO)
def test_everybody_whom_staff_may_meet_stands_in_the_table(who: str) -> None:
    assert any(role.who.nl.startswith(who) for role in staff_work().roles)


def test_table_is_for_staff_alone(service: Running) -> None:
    for slug in ("leerling", "ouder", "school"):
        assert 'id="wie-doet-wat"' not in read(service, f"/rechten/{slug}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_talk_guide_has_its_sources_and_a_sheet_to_write_on(
    service: Running, language: Language
) -> None:
    page = read(service, address("rechten/signalen", language))

    for fact in (fact for facts in staff_work().talk.values() for fact in facts):
        assert fact.words.in_(language) in page
        assert source_line(fact.evidence, language) in page
    sheet = re.findall(r"<li>([^<]+)</li>", page.partition('class="write"')[2])
    assert sheet[: len(staff_work().sheet)] == [line.in_(language) for line in staff_work().sheet]


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_for_a_team_stand_with_their_source(service: Running, language: Language) -> None:
    page = read(service, address("rechten/team", language))

    for question in (each for part in TEAM for each in staff_work().team[part]):
        assert question.in_(language) in page
    assert source_line(staff_work().team_evidence, language) in page


@pytest.mark.parametrize("slug", ["signalen", "team"])
def test_page_is_one_step_from_what_staff_read(service: Running, slug: str) -> None:
    assert f'href="/rechten/{slug}"' in read(service, "/rechten/medewerker")


@pytest.mark.parametrize(
    ("place", "mistake"),
    [
        ("do", [{**SAID, "confidence": "C", "source": "x", "verified": "2020"}]),
        ("sheet", []),
        ("team", {"goal": [], "confidence": "B", "source": "x", "verified": "2015"}),
        ("roles", [{"who": "Iemand", "may": [], "must": [], "cannot": []}]),
    ],
)  # fmt: skip
def test_what_says_nothing_or_was_not_verified_is_refused(place: str, mistake: object) -> None:
    with pytest.raises(ContentError, match=rf"staff\.yml: {place}"):
        staff_work_from({**load("staff.yml"), place: mistake})
