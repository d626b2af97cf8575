from __future__ import annotations

from typing import Any

import numpy as np

from engine.nlu.decide import HEADS, Levels, decide, intent_ranking, of_foreign_script, with_rules
from engine.nlu.labels import INTENTS, TALK
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
    return _chances(about={"a theme": 0.9}, themes=themes)


def test_decide_when_two_themes_are_likely_then_the_likelier_comes_first() -> None:
    said = decide(_about(violence=0.6, lgbti=0.8, bullying=0.3), LEVELS)
    assert [theme["code"] for theme in said["themes"]] == ["lgbti", "violence"]
    assert (said["intent"], said["confidence"]) == ("lgbti", 0.8)
    assert said["ranking"][:3] == ["lgbti", "violence", "bullying"]
    assert sorted(said["ranking"]) == sorted(THEMES)


def test_decide_when_no_theme_is_likely_then_the_best_is_named_as_unsure() -> None:
    said = decide(_about(lgbti=0.2), LEVELS)
    assert said["themes"] == [{"code": "lgbti", "confidence": 0.2}]


def test_decide_when_it_is_clearly_talk_then_no_theme_is_named() -> None:
    said = decide(_chances(about={"a theme": 0.1}, talk={"thanks": 0.9}), LEVELS)
    assert said["intent"] == "thanks"
    assert said["themes"] == []


def test_decide_when_talk_is_unclear_then_a_theme_is_asked_for() -> None:
    said = decide(_chances(about={"a theme": 0.4}, talk={"thanks": 0.3}), LEVELS)
    assert said["intent"] in THEMES
    assert said["themes"][0]["confidence"] < 0.5


def test_decide_when_there_is_no_risk_then_there_are_no_types() -> None:
    assert decide(_chances(risk_types={"suicide": 0.9}), LEVELS)["risk_types"] == []


def test_decide_when_there_is_a_risk_then_it_has_a_type() -> None:
    said = decide(_chances(risk={"concern": 0.8}, risk_types={"home": 0.2}), LEVELS)
    assert (said["risk"], said["risk_types"]) == ("concern", ["home"])


def test_decide_when_acute_then_acute() -> None:
    assert decide(_chances(risk={"concern": 0.8, "acute": 0.7}), LEVELS)["risk"] == "acute"


def test_decide_when_talk_is_the_wish_for_a_human_then_the_wish_is_said_too() -> None:
    said = decide(_chances(about={"a theme": 0.1}, talk={"wants_human": 0.9}), LEVELS)
    assert (said["intent"], said["wants_human"]) == ("wants_human", True)


def test_intent_ranking_when_sorted_then_what_was_understood_leads_all_intents() -> None:
    chances = _chances(about={"a theme": 0.4}, talk={"thanks": 0.3}, themes={"lgbti": 0.1})
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
    said = with_rules({"risk": "acute", "risk_types": ["home"]}, "mijn vader slaat mij")
    assert said["risk"] == "acute"


def test_of_foreign_script_when_it_cannot_be_read_then_it_is_not_called_nonsense() -> None:
    said = of_foreign_script({"intent": "nonsense", "lang": "nl"})
    assert said == {"intent": "out_of_scope", "lang": "other"}
