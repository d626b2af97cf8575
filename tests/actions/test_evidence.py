from __future__ import annotations

import json
from typing import Any

import pytest

from expertise.themes import THEMES
from tests.actions.scene import Scene, evidence_of

CANARY = "Wiebelientje"


def half(scene: Scene, first: str, second: str) -> list[str]:
    """A message that may be about two themes, a little more likely about the first."""
    themes = [{"code": first, "confidence": 0.45}]
    evidence = evidence_of({first: 0.45, second: 0.4})
    return scene.hears("action_next_step", first, themes=themes, evidence=evidence)


def besides(theme: str) -> dict[str, Any]:
    """What the model says of the themes also where no theme is told."""
    return {"evidence": evidence_of({theme: 0.98})}


def to_the_advice(scene: Scene, said: list[str]) -> int:
    """Skips what is asked; how many questions it took."""
    questions = 0
    while said[-1] != "after_advice":
        assert said[-1] in ("ask_role", "ask_offender")
        questions += 1
        said = scene.hears("action_reply", "skip")
    return questions


def advice_of(scene: Scene) -> dict[str, Any]:
    """The advice that was just given."""
    (advice,) = (each["custom"] for each in scene.said if each["custom"])
    assert isinstance(advice, dict)
    assert advice["kind"] == "advice"
    return advice


def test_theme_when_no_message_is_sure_of_it_but_all_point_to_it_then_it_is_taken() -> None:
    scene = Scene()
    assert half(scene, "violence", "bullying") == ["ask_theme"]
    assert half(scene, "cyberbullying", "bullying") == ["ack_bullying", "ask_role"]


def test_theme_when_an_unsure_message_is_said_in_other_words_then_it_is_not_asked_again() -> None:
    scene = Scene()
    assert scene.tells("bullying", confidence=0.45) == ["ask_theme"]
    assert scene.tells("bullying", confidence=0.45) == ["ack_bullying", "ask_role"]


def test_theme_when_the_messages_contradict_each_other_then_it_is_still_asked() -> None:
    scene = Scene()
    assert scene.tells("bullying", confidence=0.3) == ["ask_theme"]
    assert scene.tells("violence", confidence=0.3) == ["unsure_again"]
    assert scene.slots.get("theme") is None


def test_theme_when_the_last_message_alone_says_otherwise_then_those_before_win() -> None:
    scene = Scene()
    scene.tells("violence", confidence=0.95)
    scene.tells("violence", confidence=0.95)
    assert "ack_bullying" not in scene.tells("bullying", confidence=0.55)
    assert scene.slots["theme"] == "violence"


def test_theme_when_only_pieces_add_up_to_another_then_what_was_told_clearly_stays() -> None:
    scene = Scene()
    first = {"violence": 0.92, "abuse_home": 0.05, "radicalisation": 0.0005, "wellbeing": 0.0005}
    fear = {"radicalisation": 0.5, "wellbeing": 0.3, "abuse_home": 0.19, "violence": 0.002}
    scene.tells("violence", confidence=0.92, evidence=evidence_of(first))

    themes = [{"code": "radicalisation", "confidence": 0.4}]
    scene.hears("action_next_step", "violence", themes=themes, evidence=evidence_of(fear))

    assert scene.slots["theme"] == "violence"


def test_theme_when_a_surer_message_follows_a_guess_then_it_corrects_it() -> None:
    scene = Scene()
    assert scene.tells("bullying", confidence=0.55)[0] == "ack_bullying"
    assert scene.tells("violence", confidence=0.98)[0] == "ack_violence"
    assert scene.slots["theme"] == "violence"


@pytest.mark.parametrize(
    "theme", [code for code in THEMES if code not in ("bullying", "complaint_stuck")]
)
def test_talk_when_the_theme_is_corrected_then_two_questions_lead_to_its_advice(
    theme: str,
) -> None:
    plain, corrected = Scene(), Scene()
    to_the_advice(plain, plain.tells(theme, confidence=0.98))
    corrected.tells("bullying", confidence=0.55)
    assert to_the_advice(corrected, corrected.tells(theme, confidence=0.98)) <= 2
    assert advice_of(corrected) == advice_of(plain)


def test_detail_when_it_is_no_story_then_it_does_not_turn_the_talk_around() -> None:
    scene = Scene()
    scene.tells("violence", confidence=0.55)
    said = scene.hears("action_talk", "detail", **besides("bullying"))
    assert said == ["ask_offender"]
    assert scene.slots["theme"] == "violence"


def test_detail_when_it_came_before_the_story_then_it_helps_to_understand_it() -> None:
    alone, scene = Scene(), Scene()
    assert alone.tells("bullying", confidence=0.45) == ["ask_theme"]
    for _ in range(2):
        assert scene.hears("action_talk", "detail", **besides("cyberbullying")) == ["detail"]
    assert half(scene, "bullying", "cyberbullying")[0] == "ack_cyberbullying"


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        ("action_talk", "greet"),
        ("action_talk", "thanks"),
        ("action_talk", "who_reads"),
        ("action_talk", "nonsense"),
        ("action_talk", "out_of_scope"),
        ("action_reply", "affirm"),
        ("action_handover", "wants_human"),
    ],
)
def test_small_talk_when_it_comes_in_between_then_the_story_stays_as_it_was(
    action: str, intent: str
) -> None:
    scene = Scene()
    scene.tells("violence", confidence=0.55)
    before = scene.talk["evidence"]
    for _ in range(5):
        scene.hears(action, intent, **besides("bullying"))
    assert scene.talk["evidence"] == before
    assert scene.slots["theme"] == "violence"
    assert "ack_bullying" not in scene.tells("violence", confidence=0.55)


@pytest.mark.parametrize("intent", ["skip", "dont_know"])
def test_answer_when_it_is_no_story_then_it_says_nothing_of_the_theme(intent: str) -> None:
    scene = Scene()
    scene.tells("violence", confidence=0.55)
    before = scene.talk["evidence"]
    assert scene.hears("action_reply", intent, **besides("bullying")) == ["ask_offender"]
    assert scene.talk["evidence"] == before


def test_chosen_theme_when_words_say_otherwise_then_the_button_counts_until_advice() -> None:
    chosen, scene = Scene(), Scene()
    chosen.tells("violence", confidence=0.45)
    to_the_advice(chosen, chosen.presses("action_choose", "choose_theme", theme="lgbti"))
    assert scene.tells("violence", confidence=0.45) == ["ask_theme"]
    said = scene.presses("action_choose", "choose_theme", theme="lgbti")
    assert said == ["ack_lgbti", "ask_role"]
    assert scene.tells("violence", confidence=0.98) == ["advice_intro", "after_advice"]
    assert scene.slots["theme"] == "lgbti"
    assert advice_of(scene) == advice_of(chosen)


def test_chosen_theme_when_there_was_advice_on_it_then_words_count_again() -> None:
    scene = Scene()
    scene.tells("violence", confidence=0.45)
    scene.presses("action_choose", "choose_theme", theme="lgbti")
    scene.tells("lgbti", role="pupil")
    assert scene.tells("violence", confidence=0.98)[0] == "ack_violence"


def test_theme_when_it_came_after_the_chosen_one_then_words_correct_it_again() -> None:
    scene = Scene()
    scene.tells("violence", confidence=0.45)
    to_the_advice(scene, scene.presses("action_choose", "choose_theme", theme="lgbti"))
    assert scene.tells("bullying", confidence=0.85) == ["ack_bullying", "ask_role"]
    assert scene.tells("violence", confidence=0.98)[0] == "ack_violence"


def test_new_story_when_there_was_advice_then_what_was_told_before_does_not_count() -> None:
    scene = Scene()
    said = [scene.tells("violence", confidence=0.99) for _ in range(3)]
    assert said[-1] == ["advice_intro", "after_advice"]
    assert scene.tells("lgbti")[0] == "ack_lgbti"


@pytest.mark.parametrize("is_typed", [True, False])
def test_correction_when_the_theme_was_wrong_then_what_was_told_before_is_gone(
    is_typed: bool,
) -> None:
    scene = Scene()
    for _ in range(2):
        scene.tells("violence", confidence=0.99)
    if is_typed:
        scene.hears("action_choose", "correct", **besides("violence"))
    else:
        scene.presses("action_choose", "correct")
    assert scene.talk.get("evidence", []) == []
    assert scene.tells("lgbti") == ["ack_lgbti", "ask_role"]


@pytest.mark.parametrize("theme", THEMES)
def test_message_when_it_is_the_only_one_then_it_is_taken_as_the_model_says(theme: str) -> None:
    scene = Scene()
    evidence = evidence_of({next(code for code in THEMES if code != theme): 0.98})
    assert scene.tells(theme, confidence=0.9, evidence=evidence)[0] == f"ack_{theme}"


def test_second_theme_when_the_first_is_settled_then_it_is_still_heard_with_it() -> None:
    scene = Scene()
    scene.tells("sexual_misconduct", confidence=0.95)
    both = [{"code": code, "confidence": 0.9} for code in ("staff_conduct", "sexual_misconduct")]
    scene.tells("sexual_misconduct", confidence=0.95, themes=both)
    assert scene.slots["theme"] == "sexual_misconduct"
    assert scene.slots["offender"] == "staff"


def test_memory_when_a_hundred_messages_were_told_then_it_holds_a_few_small_numbers() -> None:
    # Details bring no advice, after which all would start afresh.
    scene, surest = Scene(), evidence_of({"bullying": 0.999})
    for number in range(100):
        scene.hears("action_talk", "detail", text=f"{CANARY} {number}", evidence=surest)
    evidence = scene.talk["evidence"]
    assert len(evidence) == len(THEMES)
    assert all(type(each) is float and -100 < each <= 0 for each in evidence)
    assert len(json.dumps(scene.talk)) < 300
    assert CANARY not in json.dumps(scene.slots)
