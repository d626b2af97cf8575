"""Coming back with a return code."""

from __future__ import annotations

from tests.actions.scene import Scene


def advised() -> Scene:
    scene = Scene()
    scene.tells("bullying", role="pupil")
    return scene


def test_who_comes_back_is_asked_how_it_is() -> None:
    assert advised().presses("action_follow_up", "came_back") == ["came_back"]


def test_who_comes_back_before_it_was_clear_what_it_is_goes_on_where_it_was() -> None:
    scene = Scene()
    scene.hears("action_next_step", "violence")

    assert scene.presses("action_follow_up", "came_back") == ["greet_again", "ask_theme"]


def test_not_better_leads_to_the_next_rung() -> None:
    scene = advised()
    scene.presses("action_follow_up", "came_back")
    assert scene.presses("action_follow_up", "now_not_better")[-1] == "ask_tried"

    scene.presses("action_choose", "choose_tried", tried="head")

    shown = [p["id"] for p in (scene.advice()["main"], *scene.advice()["others"])]
    assert "class_adult" not in shown
    assert scene.advice()["next_rung"] is not None


def test_better_is_enough() -> None:
    scene = advised()
    scene.presses("action_follow_up", "came_back")

    said = scene.hears("action_reply", "affirm", text="ja het gaat beter")

    assert said == ["came_back_better", "ask_signals"]


def test_end_of_the_ladder_is_said() -> None:
    scene = advised()
    scene.presses("action_after_advice", "tell_tried")

    scene.presses("action_choose", "choose_tried", tried="special")

    assert "Verder dan dit gaat de ladder niet" in scene.advice()["if_it_fails"]
    assert scene.advice()["next_rung"] is None
