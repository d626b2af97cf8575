from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from engine.evaluate.measures import (
    Measure,
    Readings,
    calibration,
    calibration_error,
    confusion,
    groups,
    measures,
    worst,
)
from engine.evaluate.readings import Reading
from expertise import safety
from tests.engine.evaluate.made import reading

DIRE = "ik wil dood"
CONCERN = {"risk": "concern", "risk_types": ("suicide",)}
ACUTE = {"risk": "acute", "risk_types": ("suicide",)}


def _measured(readings: Readings) -> dict[str, Measure]:
    return {each.name: each for each in measures(readings)}


def _told(found: dict[str, Measure], name: str) -> tuple[float, int]:
    return found[name].value, found[name].of


@pytest.fixture(scope="module")
def mixed() -> list[Reading]:
    """Some of everything, right and wrong."""
    return [
        reading("bullying", named=[("bullying", 0.9)], text="a"),
        reading("bullying", "lgbti", named=[("lgbti", 0.6), ("bullying", 0.55)], text="b"),
        reading("lgbti", named=[("violence", 0.3)], best=["violence", "lgbti"], text="c"),
        reading("violence", text="d", right=ACUTE, said={"risk": "concern"}, risk_chance=0.7),
        reading("abuse_home", named=[("abuse_home", 0.5)], text="e", right={"role": "staff"}),
        reading(text="f", right={"role": "unknown"}, age="unknown"),
        reading(named=[("bullying", 0.4)], text="g", right={"lang": "en"}, said={"lang": "en"}),
        reading(text="h", right={"wants_human": True}, said={"wants_human": True}),
        reading(text=DIRE, right=CONCERN, said={"risk": "acute"}, risk_chance=0.9, direct=False),
    ]


@pytest.fixture(scope="module")
def found(mixed: Readings) -> dict[str, Measure]:
    return _measured(mixed)


def test_measures_when_themes_were_told_then_the_shares_are_right(
    found: dict[str, Measure],
) -> None:
    # The ranking of what was taken for talk begins as all rankings do: with bullying.
    assert _told(found, "first theme") == (2 / 5, 5)
    assert _told(found, "among the best three") == (4 / 5, 5)
    assert _told(found, "named themes that are right") == (4 / 5, 5)
    assert _told(found, "sure of a theme") == (3 / 5, 5)
    assert _told(found, "right when sure") == (1.0, 3)
    assert _told(found, "theme taken for talk") == (1 / 5, 5)
    assert _told(found, "talk taken for a theme") == (1 / 4, 4)


def test_measures_when_risk_was_told_then_the_shares_are_right(
    found: dict[str, Measure],
) -> None:
    assert safety.check(DIRE).risk != "none"
    assert safety.check("a").risk == "none"
    assert _told(found, "risk found") == (1.0, 2)
    assert _told(found, "risk, false alarms") == (0.0, 7)
    assert _told(found, "acute seen as a risk") == (1.0, 1)
    assert _told(found, "acute seen as acute") == (0.0, 1)
    assert _told(found, "risk, by the rules alone") == (1 / 2, 2)
    assert _told(found, "risk, by the rules alone, false alarms") == (0.0, 7)


def test_measures_when_the_rest_was_told_then_the_shares_are_right(
    found: dict[str, Measure],
) -> None:
    assert _told(found, "asks for a person") == (1.0, 1)
    assert _told(found, "asks for a person, false") == (0.0, 8)
    assert _told(found, "role, where it shows") == (7 / 8, 8)
    assert _told(found, "language") == (1.0, 9)


def test_measures_when_the_model_alone_is_judged_then_a_tenth_of_the_calm_may_be_above() -> None:
    calm = [reading(risk_chance=n / 20) for n in range(20)]
    risky = [reading(right=CONCERN, risk_chance=chance) for chance in (0.99, 0.87, 0.5, 0.0)]
    name = "risk, by the model alone at 10 % false alarms"
    assert _told(_measured([*calm, *risky]), name) == (2 / 4, 4)


def test_measures_when_a_theme_is_taken_for_another_then_both_lose_in_macro_f1() -> None:
    found = _measured(
        [
            reading("bullying", named=[("bullying", 0.9)]),
            reading("bullying", named=[("lgbti", 0.9)]),
            reading("lgbti", named=[("lgbti", 0.9)]),
        ]
    )["macro-F1"]
    assert found.value == pytest.approx(2 / 3)


def test_measures_when_a_theme_is_said_that_is_none_of_the_right_then_it_has_no_f1() -> None:
    found = _measured(
        [
            reading("bullying", named=[("bullying", 0.9)]),
            reading("bullying", named=[("lgbti", 0.9)]),
        ]
    )["macro-F1"]
    assert found.value == pytest.approx(2 / 3)


def test_measures_when_nothing_can_tell_then_it_is_left_out(mixed: Readings) -> None:
    talk = [each for each in mixed if not each.message.labels.themes]
    assert "talk taken for a theme" in _measured(talk)
    assert not {"first theme", "macro-F1", "acute seen as acute"} & {*_measured(talk)}
    assert measures([]) == []


def test_measures_when_given_then_each_lies_in_its_range(found: dict[str, Measure]) -> None:
    for each in found.values():
        assert 0 <= each.low <= each.value <= each.high <= 1, each
        assert each.of > 0


def test_measures_when_eight_of_ten_are_right_then_the_range_is_wilsons() -> None:
    readings = [reading(said={"lang": "nl" if n < 8 else "en"}) for n in range(10)]
    found = _measured(readings)["language"]
    assert (found.value, found.of) == (0.8, 10)
    assert (found.low, found.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_measures_when_there_are_more_messages_then_the_range_is_narrower(
    mixed: Readings, found: dict[str, Measure]
) -> None:
    few, many = found, _measured([*mixed] * 20)
    for name in ("first theme", "macro-F1", "risk found", "language"):
        assert many[name].high - many[name].low < few[name].high - few[name].low
        assert math.isclose(many[name].value, few[name].value)


def test_measures_when_measured_again_then_they_are_the_same(
    mixed: Readings, found: dict[str, Measure]
) -> None:
    assert _measured(mixed) == found


def test_groups_when_divided_then_each_kind_has_every_message_once(mixed: Readings) -> None:
    found: dict[str, dict[str, Sequence[Reading]]] = {}
    for kind, name, readings in groups(mixed):
        found.setdefault(kind, {})[name] = readings
    assert {kind: [*names] for kind, names in found.items()} == {
        "theme": ["abuse_home", "bullying", "lgbti", "none", "violence"],
        "role": ["pupil", "staff", "unknown"],
        "age": ["teen", "unknown"],
        "said": ["directly", "indirectly"],
        "language": ["en", "nl"],
    }
    for names in found.values():
        texts = [each.message.text for readings in names.values() for each in readings]
        assert sorted(texts) == sorted(each.message.text for each in mixed)
    assert [each.message.text for each in found["theme"]["bullying"]] == ["a", "b"]
    assert [each.message.text for each in found["said"]["indirectly"]] == [DIRE]


def test_confusion_when_counted_then_talk_is_left_out(mixed: Readings) -> None:
    assert confusion(mixed) == {
        ("bullying", "bullying"): 1,
        ("bullying", "lgbti"): 1,
        ("lgbti", "violence"): 1,
        ("violence", "bullying"): 1,
        ("abuse_home", "abuse_home"): 1,
    }


def test_calibration_when_confidences_are_alike_then_they_are_judged_together() -> None:
    readings = [
        reading("lgbti", named=[("lgbti", 0.94)]),
        reading("bullying", named=[("bullying", 0.96)]),
        reading("bullying", named=[("lgbti", 1.0)]),
        reading("violence", "bullying", named=[("bullying", 0.25)]),
        reading("violence"),
    ]
    low, high = calibration(readings)
    assert low == pytest.approx((0.25, 1.0, 1))
    assert high == pytest.approx(((0.94 + 0.96 + 1.0) / 3, 2 / 3, 3))
    assert calibration_error(readings) == pytest.approx((0.75 + 0.94 + 0.96 + 1.0 - 2) / 4)


def test_calibration_when_no_theme_was_said_then_there_is_nothing_to_judge() -> None:
    assert calibration([reading("violence"), reading()]) == []
    assert calibration_error([reading("violence"), reading()]) == 0


def test_worst_when_listed_then_unseen_risks_come_first_and_the_acute_before_all() -> None:
    readings = [
        reading("lgbti", named=[("bullying", 0.6)], text="wrong"),
        reading("lgbti", named=[("bullying", 0.9)], text="sure and wrong"),
        reading("lgbti", named=[("lgbti", 1.0)], text="right"),
        reading(text="unseen, nearly", right=CONCERN, risk_chance=0.4),
        reading(text="unseen", right=CONCERN, risk_chance=0.1),
        reading(text="acute and unseen", right=ACUTE, risk_chance=0.45),
        reading(text="acute and seen", right=ACUTE, said={"risk": "concern"}),
        reading(text="talk taken for a theme", named=[("bullying", 0.7)]),
    ]
    assert [each.message.text for each in worst(readings, 20)] == [
        "acute and unseen",
        "unseen",
        "unseen, nearly",
        "sure and wrong",
        "talk taken for a theme",
        "wrong",
    ]
    assert [each.message.text for each in worst(readings, 1)] == [
        "acute and unseen",
        "sure and wrong",
    ]
