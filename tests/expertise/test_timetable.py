"""Opening hours as a timetable: the whole week in as few lines as it takes."""

from __future__ import annotations

import pytest

from expertise.hours import hours_from
from expertise.timetable import timetable


@pytest.mark.parametrize(
    ("slots", "closed_on_holidays", "lines"),
    [
        ({"daily": ["00:00-24:00"]}, False, ["Dag en nacht, ook op feestdagen."]),
        ({"daily": ["11:00-21:00"]}, False, ["Elke dag van 11:00 tot 21:00 uur."]),
        (
            {"mon-fri": ["09:00-12:00", "13:00-17:30"]},
            True,
            [
                "Maandag tot en met vrijdag van 9:00 tot 12:00 uur, 13:00 tot 17:30 uur.",
                "Op feestdagen dicht.",
            ],
        ),
        (
            {"mon-tue": ["10:00-16:00"], "thu": ["10:00-16:00"], "sun": ["20:00-24:00"]},
            False,
            [
                "Maandag tot en met dinsdag van 10:00 tot 16:00 uur.",
                "Donderdag van 10:00 tot 16:00 uur.",
                "Zondag van 20:00 tot 24:00 uur.",
            ],
        ),
    ],
)
def test_days_that_are_the_same_stand_together(
    slots: dict[str, list[str]], closed_on_holidays: bool, lines: list[str]
) -> None:
    assert list(timetable(hours_from(slots, closed_on_holidays), "nl")) == lines


def test_english_reads_as_english() -> None:
    hours = hours_from({"mon-fri": ["09:00-17:00"]}, closed_on_holidays=True)

    assert timetable(hours, "en") == (
        "Monday to Friday from 9:00 to 17:00.",
        "Closed on public holidays.",
    )
