"""Before a person reads along, or something is passed on: who it is, and a choice of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.models import State, TeamKind
from bot.passing.dossiers import Contents
from bot.passing.routing import Route
from bot.people.members import Colleague
from connectors.asked import Question, outside
from connectors.messenger import asking, posts
from expertise import texts
from expertise.languages import LANGUAGES, Language
from expertise.parties import parties
from tests.connectors.messenger.views import (
    INSPECTORS,
    MARK,
    NOW,
    OUTSIDE,
    SCHOOL,
    TALK,
    data,
    proposed,
    view,
    words,
)

if TYPE_CHECKING:
    from bot.messengers.outbox import Message

BOTH = Question(Route(None, (OUTSIDE, SCHOOL), INSPECTORS), OUTSIDE)


def of_school(language: Language, *readers: Colleague) -> Question:
    return Question(Route(True, (SCHOOL,)), None, readers, outside(NOW, language))


def every_post(language: Language) -> list[Message]:
    """Everything that is asked, in one language."""
    return [
        asking.about_staff(language),
        asking.teams(BOTH, language),
        asking.consent(view(), BOTH, language, ""),
        asking.consent(view(on_duty=False), BOTH, language, ""),
        *asking.school(of_school(language), language),
        asking.refuse("Samira", language),
        *posts.proposal(view(proposal=proposed()), language),
        *posts.proposal(view(proposal=proposed(way="file")), language),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_fit_and_no_post_speaks_of_a_page(language: Language) -> None:
    told = every_post(language)

    assert all(len(bit.encode()) <= 64 for post in told for bit in data(post))
    for post in told:
        for word in ("pagina", "hieronder kiest", "vinkje", "aankruist", "choose below", "tick"):
            assert word not in post.text.lower()


def test_question_of_whom_it_is_about_can_be_left_open() -> None:
    assert data(asking.about_staff("nl")) == ["x:about:yes", "x:about:no", "x:about:skip"]


def test_each_team_says_what_it_is_before_it_is_chosen() -> None:
    post = asking.teams(BOTH, "nl")

    assert "Vecht: een team voor meer scholen, niet van jouw school" in post.text
    assert "Zorgteam: een team van mensen van de school zelf" in post.text
    assert data(post) == [
        f"x:team:{OUTSIDE.id}", f"x:team:{SCHOOL.id}", "x:inspectors", "x:back",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_yes_comes_after_all_that_it_means(language: Language) -> None:
    post = asking.consent(view(), BOTH, language, "")

    for key in ("who", "sees", "duty", "secret", "stop"):
        assert texts.text(f"page.consent.{key}", language) in post.text
    assert data(post)[:2] == [f"x:agree:{OUTSIDE.id}", "x:back"]


def test_yes_without_a_team_to_choose_names_none() -> None:
    assert data(asking.consent(view(), Question(), "nl", ""))[0] == "x:agree"


def test_who_asks_while_nobody_is_there_knows_before_saying_yes() -> None:
    opens = texts.text("opens.unknown", "nl")

    post = asking.consent(view(on_duty=False), BOTH, "nl", opens)

    assert f"Er is nu niemand van ons team vrij. {opens}" in post.text
    assert texts.text("page.consent.present", "nl") not in post.text


def test_schools_own_team_is_chosen_last_and_with_open_eyes() -> None:
    warned, elsewhere, last = asking.school(of_school("nl"), "nl")

    assert texts.text("page.ask.school_warning", "nl") in warned.text
    for name in ("vi", "kindertelefoon", "csg"):
        assert parties()[name].name.nl in elsewhere.text
    assert "Bel Kindertelefoon 0800-0432" in elsewhere.text
    assert data(last) == ["x:back", f"x:school:{SCHOOL.id}"]


def test_people_of_the_schools_team_are_named() -> None:
    noor = Colleague(TALK, "Noor", frozenset(), True)

    last = asking.school(of_school("nl", noor), "nl")[-1]

    assert "In dit team zitten Noor." in last.text


def test_where_nothing_is_proposed_nothing_is_said() -> None:
    assert posts.proposal(view(), "nl") == ()


def test_proposal_says_to_whom_what_goes_and_what_changes() -> None:
    told = posts.proposal(view(State.HUMAN, proposal=proposed()), "nl")
    text = words(told)

    assert "Samira stelt voor om dit door te geven aan Bestuur Oost." in text
    assert "Samira schrijft:\nZij kunnen meer." in text
    assert texts.text("page.pass.about.board", "nl") in text
    assert "– Vecht leest dit gesprek dan niet meer." in text
    assert "– Een leerling schrijft." in text
    assert "Alle berichten van dit gesprek" in text
    assert data(told[-1]) == [f"x:pass:{MARK}", f"x:unpass:{MARK}", "x:code"]


def test_proposal_to_the_school_or_its_board_says_its_duty() -> None:
    duty = texts.text("page.pass.school_duty", "nl")

    assert duty in words(posts.proposal(view(proposal=proposed(TeamKind.BOARD)), "nl"))
    assert duty not in words(posts.proposal(view(proposal=proposed(TeamKind.REGION)), "nl"))


@pytest.mark.parametrize("way", ["team", "file"])
def test_inspectors_are_told_by_what_they_can_and_by_what_they_cannot(way: str) -> None:
    kind = TeamKind.INSPECTORATE if way == "team" else TeamKind.REGION
    lines = words(posts.proposal(view(proposal=proposed(kind, way=way)), "nl")).splitlines()

    can, cannot = lines.index("Dit kan wel"), lines.index("Dit kan niet")
    assert can < lines.index(f"– {parties()['vi'].can[0].nl}") < cannot
    assert cannot < lines.index(f"– {parties()['vi'].cannot[0].nl}")


def test_file_that_was_agreed_to_can_still_be_stopped() -> None:
    agreed = proposed(way="file", agreed=Contents(("Een leerling schrijft.",), (1,)))

    (post,) = posts.proposal(view(proposal=agreed), "nl")

    assert post.text == texts.text("page.pass.agreed", "nl")
    assert data(post) == [f"x:unpass:{MARK}"]
