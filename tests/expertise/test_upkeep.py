from __future__ import annotations

from datetime import date

import pytest

from expertise.parties import directory
from expertise.upkeep import Standing, lines_called, mentions, sharing, standings
from expertise.verifications import Outcome, Verification

TODAY = date(2027, 6, 1)
WRITTEN = directory(())


def _standings(*made: Verification) -> tuple[Standing, ...]:
    return standings(directory(made), TODAY)


def _called(
    party: str, line: str, on: date, outcome: Outcome = "works", kind: str = "phone"
) -> Verification:
    return Verification(party, line, outcome, "SJ", on, kind)


def _of(found: tuple[Standing, ...], party: str, line: str) -> Standing:
    return next(each for each in found if (each.party.id, each.line.href) == (party, line))


def test_line_nobody_ever_tried_is_due() -> None:
    assert all(each.is_due for each in _standings())


@pytest.mark.parametrize(
    ("party", "line", "on", "is_due"),
    [
        ("halt", "tel:0881153500", date(2026, 12, 3), False),  # 180 days ago
        ("halt", "tel:0881153500", date(2026, 12, 2), True),
        ("csg", "tel:08000188", date(2027, 5, 2), False),  # 30 days ago
        ("csg", "tel:08000188", date(2027, 5, 1), True),
    ],
)
def test_line_that_is_due_again_is_found_and_crisis_lines_sooner(
    party: str, line: str, on: date, is_due: bool
) -> None:
    assert _of(_standings(_called(party, line, on)), party, line).is_due is is_due


def test_call_that_found_nobody_is_a_call_too() -> None:
    gone = _called("halt", "tel:0881153500", TODAY, "gone")

    assert not _of(_standings(gone), "halt", "tel:0881153500").is_due


def test_due_comes_first_then_crisis_lines_then_the_oldest_call() -> None:
    found = _standings(
        _called("112", "tel:112", TODAY),
        _called("csg", "tel:08000188", date(2027, 1, 1)),
        _called("halt", "tel:0881153500", TODAY),
        _called("coc", "tel:0206236565", date(2026, 11, 30)),
    )
    due = [each for each in found if each.is_due]

    assert list(found[: len(due)]) == due
    assert [each.line.href for each in found[len(due) :]] == ["tel:112", "tel:0881153500"]
    crisis = [each for each in due if each.party.crisis]
    assert due[: len(crisis)] == crisis
    assert crisis[-1].line.href == "tel:08000188"
    assert due[-1].line.href == "tel:0206236565"


@pytest.mark.parametrize(
    ("party", "asked", "kinds"),
    [
        ("csg", "tel:08000188", ["phone"]),
        ("csg", "0800-0188", ["phone"]),
        ("vi", "0900 111 3 111", ["phone"]),
        ("csg", "centrumseksueelgeweld.nl", ["chat", "site"]),
        ("gcbo", "info@gcbo.nl", ["mail"]),
        ("csg", "0800-0432", []),
    ],
)
def test_line_is_found_as_people_write_it(party: str, asked: str, kinds: list[str]) -> None:
    assert [line.kind for line in lines_called(WRITTEN[party], asked)] == kinds


def test_mentions_name_the_files_whose_sentences_hold_a_number_or_a_site() -> None:
    assert "cards.yml" in mentions("tel:08000188")
    assert "texts/advice.yml" in mentions("tel:09001113111")
    assert "cards.yml" in mentions("https://www.helpwanted.nl")
    assert not mentions("tel:0881153500")
    assert not [place for place in mentions("tel:08000188") if place.startswith("parties/")]


def test_number_that_two_parties_share_is_found_with_the_other_one() -> None:
    assert sharing(WRITTEN, "lkc", "tel:0302809590") == ("gpo",)
    assert sharing(WRITTEN, "112", "tel:112") == ()
