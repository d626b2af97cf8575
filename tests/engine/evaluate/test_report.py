from __future__ import annotations

import pytest

from engine.evaluate import measures as measure
from engine.evaluate.measures import Measure, Readings
from engine.evaluate.report import written
from tests.engine.evaluate.made import reading

NOW = [
    reading("bullying", named=[("bullying", 0.9)], text="bijnaam"),
    reading("lgbti", named=[("lgbti", 0.8)], text="verliefd"),
    reading("lgbti", named=[("bullying", 0.75)], text="sure and wrong"),
    reading(
        text="unseen danger",
        right={"risk": "acute", "risk_types": ("home",)},
        said={"intent": "greet"},
    ),
]
BEFORE = [reading("bullying", named=[("lgbti", 0.9)]) for _ in NOW]
HONEST = "They were made up for this purpose, and prove nothing yet about what real pupils type."


@pytest.fixture(scope="module")
def alone() -> list[str]:
    return written(NOW, None, ["20261122-new"]).splitlines()


@pytest.fixture(scope="module")
def beside() -> list[str]:
    return written(NOW, BEFORE, ["20261122-new", "20261121-old"]).splitlines()


def _cells(lines: list[str], name: str) -> list[str]:
    """The cells of the first row of that name."""
    row = next(line for line in lines if line.startswith(f"| {name} |"))
    return [cell.strip() for cell in row.strip("|").split("|")]


def _value(readings: Readings, name: str) -> str:
    return _shown(next(each for each in measure.measures(readings) if each.name == name))


def _shown(found: Measure) -> str:
    return f"{found.value:.3f} ({found.low:.2f}-{found.high:.2f})"


def test_written_when_read_from_the_top_then_it_says_what_it_is_and_what_it_does_not_prove(
    alone: list[str],
) -> None:
    assert alone[0] == "# How well 4 messages are understood by model 20261122-new"
    assert any(HONEST in line for line in alone[:5])
    assert any("95 % certainty" in line for line in alone[:7])


def test_written_when_there_was_a_model_before_then_it_has_its_column(beside: list[str]) -> None:
    assert beside[0].endswith("by model 20261122-new, beside 20261121-old")
    assert any(HONEST in line for line in beside[:5])
    assert "| | now | before | of |" in beside
    now, before = _value(NOW, "first theme"), _value(BEFORE, "first theme")
    assert now != before
    assert _cells(beside, "first theme") == ["first theme", now, before, "3"]
    assert _cells(beside, "confidence differs from truth by")[1:3] == ["0.350", "0.900"]


def test_written_when_only_one_of_the_models_can_be_measured_then_the_other_cell_is_empty(
    beside: list[str],
) -> None:
    _, _, before, of = _cells(beside, "acute seen as a risk")
    assert (before, of) == ("", "1")


def test_written_when_there_was_no_model_before_then_its_column_is_empty(alone: list[str]) -> None:
    value = _value(NOW, "first theme")
    assert _cells(alone, "first theme") == ["first theme", value, "", "3"]
    assert _cells(alone, "confidence differs from truth by")[2] == ""


def test_written_when_measured_then_every_measure_has_a_row(alone: list[str]) -> None:
    for each in measure.measures(NOW):
        assert _cells(alone, each.name) == [each.name, _shown(each), "", str(each.of)]


def test_written_when_there_are_groups_then_each_has_a_row_with_its_size(alone: list[str]) -> None:
    rows = [line for line in alone if line.startswith("| theme |")]
    assert [row.split("|")[2].strip() for row in rows] == ["bullying (1)", "lgbti (2)", "none (1)"]
    lgbti = [NOW[1], NOW[2]]
    assert f"| theme | lgbti (2) | {_value(lgbti, 'first theme')} |" in rows[1]
    for kind in ("role | pupil", "age | teen", "said | directly", "language | nl"):
        assert any(line.startswith(f"| {kind} (4) |") for line in alone)


def test_written_when_a_table_is_drawn_then_all_its_rows_are_as_wide(alone: list[str]) -> None:
    widths = {line.count("|") for line in alone if line.startswith("|")}
    assert widths == {5, 8}


def test_written_when_there_were_errors_then_the_worst_are_shown_with_what_was_right(
    alone: list[str],
) -> None:
    errors = alone[alone.index("## The worst errors") :]
    assert [line for line in errors if line.startswith("- ")] == [
        "- unseen danger  ",
        "- sure and wrong  ",
    ]
    text = "\n".join(errors)
    assert "  no theme; risk acute. Taken for: greet; risk none" in text
    assert "  lgbti; risk none. Taken for: bullying 0.75; risk none" in text


def test_written_when_there_are_pictures_then_they_are_shown(alone: list[str]) -> None:
    for name in ("confusion.png", "calibration.png"):
        assert any(line.endswith(f"({name})") for line in alone)
