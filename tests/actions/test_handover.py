"""Nothing is passed on before it was agreed to."""

from __future__ import annotations

import pytest

from tests.actions.scene import Scene


@pytest.mark.parametrize(("on_duty", "end"), [(True, ""), (False, "_away")])
def test_offer_and_confirmation_tell_whether_somebody_is_there(on_duty: bool, end: str) -> None:
    scene = Scene(on_duty=on_duty)
    assert scene.hears("action_handover", "wants_human") == [f"handover_offer{end}"]
    assert scene.effects() == []
    assert scene.presses("action_handover", "confirm_handover") == [f"handover_confirmed{end}"]
    assert scene.effects() == ["handover"]


@pytest.mark.parametrize(
    ("language", "opens_at", "words"),
    [
        ("nl", "2026-11-22T07:30:00+00:00", "morgen om 8.30 uur weer iemand"),
        ("a2", "2026-11-23T08:00:00+00:00", "maandag om 9 uur weer iemand, denken we"),
        ("en", "2026-11-23T08:00:00+00:00", "is here again Monday at 9:00"),
        ("nl", None, "We weten niet wanneer er weer iemand is"),
    ],
)
def test_offer_and_confirmation_tell_when_somebody_will_be_there(
    language: str, opens_at: str | None, words: str
) -> None:
    scene = Scene(slots={"language": language}, opens_at=opens_at)
    scene.hears("action_handover", "wants_human")
    assert words in scene.said[-1]["opens"]
    scene.presses("action_handover", "confirm_handover")
    assert words in scene.said[0]["opens"]


def test_yes_in_words_confirms() -> None:
    scene = Scene()
    scene.hears("action_handover", "wants_human")
    scene.hears("action_reply", "affirm")
    assert scene.effects() == ["handover"]


@pytest.mark.parametrize("intent", ["deny", "dont_know", "skip"])
def test_anything_but_yes_passes_nothing_on(intent: str) -> None:
    scene = Scene()
    scene.hears("action_handover", "wants_human")
    assert scene.hears("action_reply", intent) == ["handover_declined", "ask_theme"]
    assert scene.effects() == []


def test_declining_goes_on_where_the_talk_was() -> None:
    scene = Scene()
    scene.tells("bullying")
    scene.hears("action_handover", "wants_human")
    said = scene.presses("action_handover", "decline_handover")
    assert said == ["handover_declined", "advice_intro", "after_advice"]
    scene.hears("action_handover", "wants_human")
    said = scene.presses("action_handover", "decline_handover")
    assert said == ["handover_declined", "after_advice"]


def test_declining_in_acute_danger_begins_no_questions() -> None:
    scene = Scene()
    scene.tells("violence", risk="acute", risk_types=["violence"])
    scene.hears("action_handover", "wants_human")
    assert scene.presses("action_handover", "decline_handover") == ["handover_declined"]


def test_yes_to_another_question_passes_nothing_on() -> None:
    scene = Scene()
    scene.tells("bullying")
    scene.hears("action_reply", "affirm")
    assert scene.effects() == []


def test_offer_is_made_anew_when_something_else_is_typed() -> None:
    scene = Scene()
    scene.hears("action_handover", "wants_human")
    assert scene.hears("action_talk", "nonsense") == ["nonsense", "handover_offer_away"]
    scene.on_duty = True
    assert scene.hears("action_talk", "nonsense") == ["nonsense", "handover_offer"]
    assert scene.effects() == []
