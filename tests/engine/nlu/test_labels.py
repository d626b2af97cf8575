from __future__ import annotations

from typing import Any

import pytest

from engine.nlu.labels import LabelError, read_labels

RIGHT: dict[str, Any] = {
    "themes": ["bullying", "wellbeing"],
    "role": "pupil",
    "perspective": "victim",
    "risk": "concern",
    "risk_types": ["suicide"],
    "wants_human": False,
    "lang": "nl",
}


def test_read_labels_when_they_are_right_then_they_are_kept() -> None:
    labels = read_labels("bullying", {**RIGHT, "id": "a-0001", "en": "text"}, "here")
    assert labels.themes == ("bullying", "wellbeing")
    assert labels.risk_types == ("suicide",)


@pytest.mark.parametrize(
    ("intent", "change"),
    [
        ("bullying", {"mood": "sad"}),
        ("bullying", {"themes": ["pesten"]}),
        ("bullying", {"themes": "bullying"}),
        ("bullying", {"themes": ["bullying", "bullying"]}),
        ("bullying", {"themes": ["wellbeing", "bullying"]}),
        ("bullying", {"themes": []}),
        ("pesten", {}),
        ("greet", {}),
        ("bullying", {"role": "teacher"}),
        ("bullying", {"risk": "high"}),
        ("bullying", {"risk": "none"}),
        ("bullying", {"risk": "acute", "risk_types": []}),
        ("bullying", {"wants_human": "yes"}),
        ("bullying", {"direct": "no"}),
        ("bullying", {"age": "12"}),
        ("bullying", {"lang": "de"}),
        ("wants_human", {"themes": [], "risk": "none", "risk_types": []}),
    ],
)
def test_read_labels_when_unknown_or_contradictory_then_the_place_is_named(
    intent: str, change: dict[str, Any]
) -> None:
    with pytest.raises(LabelError, match=r"^bullying\.yml, example 3: "):
        read_labels(intent, {**RIGHT, **change}, "bullying.yml, example 3")


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_read_labels_when_one_is_missing_then_it_is_named(name: str) -> None:
    metadata = {key: value for key, value in RIGHT.items() if key != name}
    with pytest.raises(LabelError, match=name):
        read_labels("bullying", metadata, "here")
