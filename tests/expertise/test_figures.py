"""The figures: as the domain study has them, each verified, none drawn that needs care."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from expertise.figures import Table, figures, figures_from
from expertise.source import ContentError, load


def table(name: str) -> Table:
    """One table by its name."""
    return next(each for each in figures() if each.id == name)


def one(**changed: Any) -> dict[str, Any]:
    """A small table, with something in it changed."""
    words = {"nl": "wat", "a2": "wat", "en": "what"}
    row = {"label": words, "values": ["10%"]}
    plain = {
        "title": words,
        "first": words,
        "columns": [words],
        "rows": [row],
        "says_not": words,
        "confidence": "A",
        "verified": "2022",
        "source": "nji.nl",
    }
    return {"one": copy.deepcopy(plain | changed)}


def test_files_of_the_confidential_inspectors_are_those_of_the_source() -> None:
    assert [row.values[0].nl for row in table("vi_files").rows] == [
        "1.296",
        "1.743",
        "2.152",
        "2.317",
        "2.916",
    ]
    assert table("vi_files").rows[-1].values[0].en == "2,916"


def test_kinds_of_files_add_up_as_the_note_says() -> None:
    numbers = [int(row.values[1].nl) for row in table("vi_kinds").rows]

    assert sum(numbers) == 2153
    assert "2.153" in table("vi_kinds").says_not.nl


def test_shares_that_were_worked_out_here_are_right() -> None:
    rows = table("vi_kinds").rows
    for row in rows:
        assert row.values[0].nl == f"{int(row.values[1].nl) / 2153:.0%}"


def test_every_figure_is_verified_and_dated() -> None:
    for each in figures():
        assert each.evidence
        assert all(evidence.shown for evidence in each.evidence)


def test_bars_are_parts_of_a_whole() -> None:
    shares = [row.share for each in figures() for row in each.rows if row.share is not None]

    assert shares
    assert all(0 <= share <= 1 for share in shares)


def test_what_needs_care_is_last_and_not_drawn() -> None:
    careful = [each for each in figures() if each.care]

    assert careful == [figures()[-1]]
    assert all(row.share is None for row in careful[0].rows)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"confidence": "C"}, "was not verified"),
        ({"confidence": "X"}, "was not verified"),
        ({"columns": []}, "has 1 values below 0 headings"),
        ({"care": True, "bars": True}, "with care"),
        ({"source": ""}, "no source"),
        ({"sources": "nji.nl"}, "unknown fields"),
    ],
)
def test_table_that_cannot_be_trusted_is_refused(changed: dict[str, Any], problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        figures_from(one(**changed))


def test_words_cannot_be_drawn() -> None:
    words = {"nl": "veel", "a2": "veel", "en": "many"}

    with pytest.raises(ContentError, match="cannot be drawn"):
        figures_from(one(bars=True, rows=[{"label": words, "values": [words]}]))


def test_row_may_have_a_source_of_its_own() -> None:
    words = {"nl": "wat", "a2": "wat", "en": "what"}
    own = {"label": words, "values": [7], "confidence": "B", "verified": "2019", "source": "x.nl"}
    (made,) = figures_from(one(rows=[own]))

    assert [evidence.source for evidence in made.evidence] == ["x.nl"]


def test_content_is_what_is_shown() -> None:
    assert figures_from(load("figures.yml")["tables"]) == figures()
