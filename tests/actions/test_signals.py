"""What is counted at the end of a talk, and where no help was found: never a word."""

from __future__ import annotations

import pytest

from tests.actions.scene import Scene


def ended() -> Scene:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    scene.presses("action_after_advice", "feels_done")
    return scene


def test_three_signals_are_asked_one_by_one_and_counted_apart() -> None:
    scene = ended()
    assert scene.presses("action_follow_up", "signals_yes") == ["ask_incident"]
    counted = []
    for value in ("bullying", "2", "3"):
        said = scene.presses("action_follow_up", "choose_signal", signal=value)
        counted += scene.counts()

    assert counted == [
        ("incident", {"value": "bullying"}),
        ("safety", {"value": "2"}),
        ("wellbeing", {"value": "3"}),
    ]
    assert said == ["signals_done"]


@pytest.mark.parametrize("said", ["sla over", "weet ik niet"])
def test_each_signal_may_be_skipped(said: str) -> None:
    scene = ended()
    scene.presses("action_follow_up", "signals_yes")
    scene.hears("action_reply", "skip", text=said)
    scene.hears("action_reply", "dont_know", text=said)

    assert scene.hears("action_reply", "skip", text=said) == ["signals_done"]
    assert scene.counts() == []


def test_no_is_fine() -> None:
    assert ended().hears("action_reply", "deny", text="nee") == ["signals_declined"]
    assert ended().presses("action_follow_up", "signals_no") == ["signals_declined"]


def test_signal_button_of_long_ago_counts_nothing() -> None:
    scene = ended()

    scene.presses("action_follow_up", "choose_signal", signal="1")

    assert scene.counts() == []


def test_party_that_could_not_help_is_counted_and_another_one_shown() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    first = scene.advice()["main"]["id"]
    assert "party_failed" in [b["intent"] for b in _more(scene)]

    said = scene.presses("action_after_advice", "party_failed", party=first)

    assert said[0] == "party_failed"
    about = {"party": first, "theme": "bullying", "role": "pupil", "stage": "first"}
    assert scene.counts() == [("white_spot", about)]
    assert first not in [p["id"] for p in (scene.advice()["main"], *scene.advice()["others"])]


def test_same_party_is_counted_once() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    first = scene.advice()["main"]["id"]
    scene.presses("action_after_advice", "party_failed", party=first)

    scene.presses("action_after_advice", "party_failed", party=first)

    assert scene.counts() == []


def test_party_that_was_never_shown_is_not_counted() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")

    said = scene.presses("action_after_advice", "party_failed", party="lks")

    assert "party_failed" not in said
    assert scene.counts() == []


def _more(scene: Scene) -> list[dict[str, str]]:
    scene.presses("action_after_advice", "more_advice")
    buttons: list[dict[str, str]] = scene.said[-1]["buttons"]
    return buttons
