from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest

from engine.nlu.decide import (
    HEADS,
    Levels,
    answers,
    decide,
    in_tongue,
    intent_ranking,
    with_rules,
)
from engine.nlu.labels import INTENTS, TALK, Labels
from expertise.themes import THEMES

LEVELS = Levels(theme=0.4)


def _chances(**given: dict[str, float]) -> dict[str, Any]:
    return {
        head.name: np.array(
            [given.get(head.name, {}).get(label, 0.01) for label in head.labels], dtype=np.float32
        )
        for head in HEADS
    }


def _about(**themes: float) -> dict[str, Any]:
    """Of a message about these themes, the likeliest of which comes first."""
    return _chances(about={"a theme": 0.9}, themes=themes, first=themes)


def _labels(intent: str, *themes: str, risk: str = "none") -> Labels:
    return Labels(intent, themes, "parent", "asker", risk, ("home",), False, "nl")


def test_decide_when_two_themes_are_likely_then_the_likelier_comes_first() -> None:
    said = decide(_about(violence=0.6, lgbti=0.8, bullying=0.3), LEVELS)
    assert [theme["code"] for theme in said["themes"]] == ["lgbti", "violence"]
    assert (said["intent"], said["confidence"]) == ("lgbti", 0.8)
    assert said["ranking"][:3] == ["lgbti", "violence", "bullying"]
    assert sorted(said["ranking"]) == sorted(THEMES)


def test_decide_when_no_theme_is_likely_then_the_best_is_named_as_unsure() -> None:
    said = decide(_about(lgbti=0.2), LEVELS)
    assert said["themes"] == [{"code": "lgbti", "confidence": 0.2}]


def test_decide_when_another_theme_is_likely_too_then_the_first_question_says_which_leads() -> None:
    chances = _chances(
        about={"a theme": 0.9},
        themes={"lgbti": 0.9, "bullying": 0.6},
        first={"lgbti": 0.3, "bullying": 0.5, "violence": 0.1},
    )
    said = decide(chances, LEVELS)
    assert [theme["code"] for theme in said["themes"]] == ["bullying", "lgbti"]
    assert (said["intent"], said["confidence"]) == ("bullying", 0.55)
    assert said["ranking"][:3] == ["bullying", "lgbti", "violence"]


def test_decide_when_it_is_clearly_talk_then_no_theme_is_named() -> None:
    said = decide(_chances(about={"a theme": 0.1}, talk={"thanks": 0.9}), LEVELS)
    assert said["intent"] == "thanks"
    assert said["themes"] == []


def test_decide_when_talk_is_unclear_then_a_theme_is_asked_for() -> None:
    said = decide(_chances(about={"a theme": 0.4}, talk={"thanks": 0.3}), LEVELS)
    assert said["intent"] in THEMES
    assert said["themes"][0]["confidence"] < 0.5


@pytest.mark.parametrize(("about", "intent"), [(0.3, "bullying"), (0.1, "detail")])
def test_decide_when_it_may_be_a_story_then_it_is_not_soon_taken_for_a_detail(
    about: float, intent: str
) -> None:
    chances = _chances(
        about={"a theme": about},
        talk={"detail": 0.9},
        themes={"bullying": 0.2},
        first={"bullying": 0.2},
    )
    assert decide(chances, Levels(about=0.5, detail=0.2))["intent"] == intent


@pytest.mark.parametrize(("talk", "intent"), [(0.5, "thanks"), (0.2, "bullying")])
def test_decide_when_the_kind_of_talk_is_unclear_then_it_is_not_taken_for_talk(
    talk: float, intent: str
) -> None:
    chances = _chances(about={"a theme": 0.1}, talk={"thanks": talk}, first={"bullying": 0.2})
    assert decide(chances, Levels(talk=0.3))["intent"] == intent


def test_decide_when_there_is_no_risk_then_there_are_no_types() -> None:
    assert decide(_chances(risk_types={"suicide": 0.9}), LEVELS)["risk_types"] == []


def test_decide_when_there_is_a_risk_then_it_has_a_type() -> None:
    said = decide(_chances(risk={"concern": 0.8}, risk_types={"home": 0.2}), LEVELS)
    assert (said["risk"], said["risk_types"]) == ("concern", ["home"])


@pytest.mark.parametrize(
    ("suicide", "kinds"), [(0.05, ["home"]), (0.2, ["suicide"]), (0.6, ["suicide"])]
)
def test_decide_when_no_kind_of_risk_is_sure_then_suicide_is_named_where_it_must_be_asked(
    suicide: float, kinds: list[str]
) -> None:
    chances = _chances(risk={"concern": 0.8}, risk_types={"suicide": suicide, "home": 0.3})
    assert decide(chances, Levels(wonder=0.1))["risk_types"] == kinds


def test_decide_when_acute_then_acute() -> None:
    assert decide(_chances(risk={"concern": 0.8, "acute": 0.7}), LEVELS)["risk"] == "acute"


@pytest.mark.parametrize(("chance", "wonders"), [(0.05, False), (0.2, True)])
def test_decide_when_suicide_may_be_meant_then_it_is_wondered_without_being_asserted(
    chance: float, wonders: bool
) -> None:
    said = decide(_chances(risk_types={"suicide": chance}), Levels(wonder=0.1))
    assert said["wonders"] is wonders
    assert (said["risk"], said["risk_types"]) == ("none", [])


def test_decide_when_it_is_about_a_theme_then_the_evidence_is_how_likely_each_is() -> None:
    evidence = decide(_about(lgbti=0.8, bullying=0.1), LEVELS)["evidence"]
    assert len(evidence) == len(THEMES)
    assert evidence[THEMES.index("lgbti")] == pytest.approx(0.9 * log(0.8), abs=0.01)
    assert evidence[THEMES.index("bullying")] == pytest.approx(0.9 * log(0.1), abs=0.01)


def test_decide_when_it_is_hardly_about_a_theme_then_the_evidence_is_small() -> None:
    chances = {**_about(lgbti=0.8), "about": np.array([0.01], dtype=np.float32)}
    assert all(-0.1 < each <= 0 for each in decide(chances, LEVELS)["evidence"])


def test_decide_when_a_theme_seems_impossible_then_later_evidence_can_still_outweigh_it() -> None:
    chances = {**_about(), "first": np.eye(len(THEMES), dtype=np.float32)[0]}
    assert min(decide(chances, LEVELS)["evidence"]) > -10


def test_decide_when_talk_is_the_wish_for_a_human_then_the_wish_is_said_too() -> None:
    said = decide(_chances(about={"a theme": 0.1}, talk={"wants_human": 0.9}), LEVELS)
    assert (said["intent"], said["wants_human"]) == ("wants_human", True)


def test_intent_ranking_when_sorted_then_what_was_understood_leads_all_intents() -> None:
    lgbti = {"lgbti": 0.1}
    chances = _chances(about={"a theme": 0.4}, talk={"thanks": 0.3}, themes=lgbti, first=lgbti)
    ranking = intent_ranking(chances, decide(chances, LEVELS))
    assert ranking[0] == {"name": "lgbti", "confidence": 0.1}
    assert sorted(each["name"] for each in ranking) == sorted(INTENTS)
    assert len(TALK) + len(THEMES) == len(ranking)


def test_with_rules_when_the_rules_find_more_then_theirs_counts() -> None:
    calm = decide(_chances(), LEVELS)
    said = with_rules(calm, "ik ga vanavond zelfmoord plegen")
    assert said["risk"] == "acute"
    assert "suicide" in said["risk_types"]


def test_with_rules_when_the_model_finds_more_then_its_risk_stays() -> None:
    alarmed = decide(
        _chances(risk={"concern": 0.9, "acute": 0.9}, risk_types={"home": 0.9}), LEVELS
    )
    said = with_rules(alarmed, "de kantine is dicht")
    assert (said["risk"], said["risk_types"]) == ("acute", ["home"])


@pytest.mark.parametrize(
    ("text", "role"), [("ik ben een ouder", "parent"), ("mijn ouders maken ruzie", "pupil")]
)
def test_with_rules_when_a_message_only_says_who_it_is_then_that_is_believed(
    text: str, role: str
) -> None:
    guessed = decide(_chances(role={"pupil": 0.9}), LEVELS)
    assert with_rules(guessed, text)["role"] == role


def test_in_tongue_when_it_is_foreign_then_its_language_is_named() -> None:
    said = in_tongue({"intent": "bullying", "lang": "nl", "tongue": None}, "tr")
    assert said == {"intent": "bullying", "lang": "other", "tongue": "tr"}


def test_in_tongue_when_it_cannot_be_read_then_it_is_not_called_nonsense() -> None:
    said = in_tongue({"intent": "nonsense", "lang": "nl", "tongue": None}, "")
    assert said == {"intent": "out_of_scope", "lang": "other", "tongue": ""}


@pytest.mark.parametrize(
    ("lang", "kept"), [("nl", "nl"), ("en", "en"), ("mixed", "mixed"), ("other", "mixed")]
)
def test_in_tongue_when_it_is_not_foreign_then_it_will_be_answered(lang: str, kept: str) -> None:
    said = in_tongue({"intent": "nonsense", "lang": lang, "tongue": None}, None)
    assert said == {"intent": "nonsense", "lang": kept, "tongue": None}


def test_answers_when_there_is_a_theme_then_it_is_no_kind_of_talk() -> None:
    right = answers(_labels("bullying", "bullying", "lgbti"))
    assert right["about"]
    assert right["talk"] == ()
    assert (right["themes"], right["first"]) == (("bullying", "lgbti"), ("bullying",))


def test_answers_when_there_is_no_theme_then_it_is_a_kind_of_talk() -> None:
    right = answers(_labels("thanks"))
    assert right["talk"] == ("thanks",)
    assert right["about"] == right["themes"] == right["first"] == ()


@pytest.mark.parametrize(
    ("risk", "right"), [("none", ()), ("concern", ("concern",)), ("acute", ("concern", "acute"))]
)
def test_answers_when_it_is_acute_then_it_is_a_concern_too(
    risk: str, right: tuple[str, ...]
) -> None:
    assert answers(_labels("bullying", "bullying", risk=risk))["risk"] == right
