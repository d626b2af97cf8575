"""What was told is not asked again, decides the route, and can be corrected."""

from __future__ import annotations

from tests.actions.scene import Scene


def shown(scene: Scene) -> list[str]:
    """The parties of the advice of this turn, the main one first."""
    card = scene.advice()
    return [party["id"] for party in (card["main"], *card["others"])]


def test_who_did_it_is_not_asked_when_the_message_says_it() -> None:
    scene = Scene()

    said = scene.tells("violence", text="een jongen uit mijn klas schopt me elke dag", role="pupil")

    assert said == ["ack_violence", "advice_intro", "after_advice"]
    assert scene.slots["offender"] == "pupil"


def test_kind_of_school_in_the_message_decides_the_advice() -> None:
    primary, vocational = Scene(), Scene()
    primary.tells("bullying", text="ik zit in groep 7 en ze pesten me", role="pupil")
    vocational.tells("bullying", text="ik zit op het mbo en ze pesten me", role="pupil")

    assert "kindertelefoon" in shown(primary)
    assert "allesoke" in shown(vocational)


def test_neighbour_in_the_street_is_asked_who_they_are() -> None:
    told = "een jongen bij ons uit de straat wordt gepest"

    assert Scene().tells("bullying", text=told, role="pupil") == ["ack_bullying", "ask_role"]


def test_teacher_who_tells_who_it_was_is_not_asked_again() -> None:
    told = "ik ben juf. een vader kwam mijn lokaal in, hij duwde mij"

    assert "ask_offender" not in Scene().tells("violence", text=told)


def test_correction_after_advice_brings_another_advice() -> None:
    scene = Scene()
    scene.tells("sexual_misconduct", text="een leraar appt me steeds", role="pupil")
    assert scene.slots["offender"] == "staff"

    scene.hears(
        "action_talk", "detail", text="nee het was geen leraar maar een jongen uit mijn klas"
    )

    assert scene.slots["offender"] == "pupil"
    assert shown(scene)[0] == "csg"
    assert scene.advice()["duty"] is None


def test_role_that_is_said_in_so_many_words_takes_the_place_of_a_guess() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil")

    scene.hears("action_talk", "detail", text="ik ben een moeder")

    assert scene.slots["role"] == "parent"
    assert shown(scene)[0] == "childs_teacher"


def test_who_told_the_head_already_is_sent_higher() -> None:
    scene = Scene()

    scene.tells(
        "bullying", text="mijn zoon wordt gepest, de directeur weet het al maanden", role="parent"
    )

    assert shown(scene)[0] == "board"
    assert scene.advice()["next_rung"].startswith("De volgende stap: Het schoolbestuur")


def test_another_topic_forgets_what_was_told_about_the_last() -> None:
    scene = Scene()
    scene.tells("bullying", text="ik heb het tegen mijn mentor gezegd in 2 havo", role="pupil")
    assert scene.talk["facts"]["tried"] == "close"

    scene.tells("lgbti", text="en ik ben ook uit de kast gehaald door iemand")

    assert "tried" not in scene.talk["facts"]
    assert scene.talk["facts"]["sector"] == "vo"


def test_refining_asks_one_thing_after_another_and_never_more_than_six() -> None:
    scene = Scene()
    scene.hears("action_next_step", "violence", text="er is iets")
    scene.presses("action_choose", "choose_theme", theme="violence")
    said = scene.presses("action_choose", "choose_role", role="pupil")
    assert said[-1] == "after_advice"
    said, asked = scene.presses("action_after_advice", "refine"), []
    while said[-1].startswith("ask_"):
        asked.append(said[-1])
        said = scene.hears("action_reply", "skip", text="sla over")

    assert asked == ["ask_sector", "ask_ongoing", "ask_tried", "ask_fear", "ask_wish"]
    assert said[-1] == "after_advice"
    assert scene.talk["questions"] <= 6


def test_every_question_can_be_answered_in_words() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil", text="ze pesten me")
    assert scene.presses("action_after_advice", "refine")[-1] == "ask_sector"
    assert scene.hears("action_talk", "detail", text="3 havo")[-1] == "ask_ongoing"
    assert scene.hears("action_reply", "affirm", text="ja")[-1] == "ask_tried"
    said = scene.hears(
        "action_talk", "detail", text="ik heb het tegen de vertrouwenspersoon gezegd"
    )
    assert said[-1] == "ask_attends"
    assert scene.hears("action_reply", "affirm", text="ja")[-1] == "ask_fear"
    said = scene.hears("action_reply", "deny", text="nee")

    assert said[-1] == "ask_wish"
    assert scene.talk["facts"]["tried"] == "confidant"
    assert scene.presses("action_choose", "choose_wish", wish="complain")[0] == "wish_complain"
    assert "laks" in shown(scene)


def test_who_no_longer_goes_to_school_gets_the_route_for_that() -> None:
    scene = Scene()
    scene.tells("bullying", role="parent", text="mijn kind wordt gepest")
    said = scene.presses("action_after_advice", "refine")
    while said[-1] != "ask_attends":
        said = scene.hears("action_reply", "skip", text="sla over")

    scene.hears("action_reply", "deny", text="nee")
    scene.presses("action_choose", "choose_fear", fear="siblings")
    said = scene.hears("action_reply", "skip", text="sla over")

    assert "explained.fear_siblings" in said
    assert shown(scene)[0] == "support_point"


def test_not_being_safe_now_brings_the_numbers_first() -> None:
    scene = Scene()
    scene.tells("bullying", role="pupil", text="ze pesten me")
    scene.presses("action_after_advice", "refine")
    scene.presses("action_choose", "choose_sector", sector="vo")

    said = scene.presses("action_choose", "choose_ongoing", ongoing="unsafe")

    assert said[0] == "risk_general_acute"


def test_who_worries_about_a_friend_is_told_how_to_ask() -> None:
    scene = Scene()

    said = scene.tells(
        "wellbeing",
        text="mijn vriendin zegt dat ze niet meer wil leven",
        risk="concern",
        risk_types=["suicide"],
    )

    assert said == ["crisis_friend"]


def test_outing_is_answered_before_any_advice() -> None:
    scene = Scene()

    said = scene.tells("lgbti", role="pupil", text="ze hebben iedereen verteld dat ik gay ben")

    assert said.index("outing_fear") < said.index("advice_intro")
    assert shown(scene)[0] == "kindertelefoon"


def test_day_that_is_told_after_the_advice_still_brings_what_is_urgent() -> None:
    scene = Scene()
    scene.tells("sexual_misconduct", text="een jongen uit mijn klas zat aan mij", role="pupil")
    assert "sexual_recent" in scene.hears("action_talk", "detail", text="eergisteren")
