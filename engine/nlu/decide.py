"""From probabilities to what the talk may act on: what is asserted, and what is left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.nlu.features import Floats
from engine.nlu.labels import LANGUAGES, ROLES, TALK, Labels
from engine.nlu.linear import Answers, Head
from expertise import safety
from expertise.roles import said_role
from expertise.safety import RISK_TYPES, RISKS
from expertise.themes import THEMES

Understanding = dict[str, Any]

HEADS = (
    Head("about", ("a theme",), softness=0.3),
    Head("talk", TALK, exclusive=True, softness=0.3, balanced=True),
    Head("themes", THEMES),
    Head("first", THEMES, exclusive=True),
    Head("risk", RISKS[1:], beside=("risk_types",)),
    Head("risk_types", RISK_TYPES),
    Head("role", ROLES, exclusive=True, softness=0.3, balanced=True),
    Head("wants_human", ("yes",), softness=0.3),
    Head("lang", LANGUAGES, exclusive=True, softness=0.3, balanced=True),
)

_TYPE_LEVEL = 0.5
_SUICIDE = RISK_TYPES.index("suicide")
# However sure one message is that something is not the theme, another may say that it is.
_LEAST = 1e-4


@dataclass(frozen=True)
class Levels:
    """From which probability on something is said."""

    about: float = 0.5
    detail: float = 0.2
    # Talk less sure than this was more often wrong than right in cross-validation.
    talk: float = 0.3
    theme: float = 0.5
    concern: float = 0.5
    acute: float = 0.5
    wants_human: float = 0.5
    wonder: float = 0.5


def answers(labels: Labels) -> Answers:
    """The right answer to each head's question; only talk without a theme is a kind of talk."""
    return {
        "about": ("a theme",) if labels.themes else (),
        "talk": () if labels.themes else (labels.intent,),
        "themes": labels.themes,
        "first": labels.themes[:1],
        "risk": RISKS[1 : RISKS.index(labels.risk) + 1],
        "risk_types": labels.risk_types,
        "role": (labels.role,),
        "wants_human": ("yes",) if labels.wants_human else (),
        "lang": (labels.lang,),
    }


def decide(chances: Mapping[str, Floats], levels: Levels) -> Understanding:
    """What the model makes of one message.

    Of a message about something, the best theme is always named, with its probability: below a
    half the reporter has to confirm it, with the first of the ranking as buttons.
    """
    themes = chances["themes"]
    order = np.argsort(-chances["first"], kind="stable").tolist()
    intent, confidence = _best_intent(chances, levels)
    named = [t for t in order if themes[t] >= levels.theme] or order[:1]
    risk = _risk(chances["risk"], levels)
    return {
        "themes": [
            {"code": THEMES[t], "confidence": _sure(chances, t)}
            for t in (named if intent in THEMES else ())
        ],
        "ranking": [THEMES[t] for t in order],
        "risk": risk,
        "risk_types": _types(chances["risk_types"], levels) if risk != "none" else [],
        "role": ROLES[int(chances["role"].argmax())],
        "wants_human": intent == "wants_human"
        or bool(chances["wants_human"][0] >= levels.wants_human),
        "lang": LANGUAGES[int(chances["lang"].argmax())],
        "tongue": None,
        "intent": intent,
        "confidence": confidence,
        "wonders": bool(chances["risk_types"][_SUICIDE] >= levels.wonder),
        "evidence": _evidence(chances),
    }


def _evidence(chances: Mapping[str, Floats]) -> list[float]:
    """What the message says of each theme, as logarithms; little, if it is hardly about one."""
    logarithms = chances["about"][0] * np.log(np.maximum(chances["first"], _LEAST))
    return [round(float(each), 2) for each in logarithms]


def intent_ranking(
    chances: Mapping[str, Floats], understanding: Understanding
) -> list[dict[str, Any]]:
    """All intents as Rasa wants them: the one that was understood, then the others."""
    names = (*THEMES, *TALK)
    likely = np.concatenate([chances["themes"], _talk(chances)])
    others = [names[n] for n in np.argsort(-likely, kind="stable").tolist()]
    others.remove(understanding["intent"])
    return [
        {"name": understanding["intent"], "confidence": understanding["confidence"]},
        *({"name": name, "confidence": _rounded(likely[names.index(name)])} for name in others),
    ]


def _best_intent(chances: Mapping[str, Floats], levels: Levels) -> tuple[str, float]:
    if _is_talk(chances, levels):
        likely = _talk(chances)
        return TALK[int(likely.argmax())], _rounded(likely.max())
    best = int(chances["first"].argmax())
    return THEMES[best], _sure(chances, best)


def _sure(chances: Mapping[str, Floats], theme: int) -> float:
    """The mean of two answers, each too careful: that it is a theme, and that it is the first."""
    return _rounded((chances["themes"][theme] + chances["first"][theme]) / 2)


def _is_talk(chances: Mapping[str, Floats], levels: Levels) -> bool:
    """Whether the message is not about something, and it is clear what kind of talk it is.

    If it is not clear, to be asked for a theme is better than to be misunderstood.
    """
    likely = _talk(chances)
    # Words of a detail stand in many a story; who tells one must not be taken to add to none.
    is_detail = TALK[int(likely.argmax())] == "detail"
    level = levels.detail if is_detail else levels.about
    return bool(chances["about"][0] < level and likely.max() >= levels.talk)


def _talk(chances: Mapping[str, Floats]) -> Floats:
    return np.asarray(chances["talk"] * (1 - chances["about"][0]), dtype=np.float32)


def in_tongue(understanding: Understanding, tongue: str | None) -> Understanding:
    """With the foreign language that it is in, if it is; what cannot be read is not nonsense."""
    if tongue is None:
        # A few foreign words do not make a message foreign: it would not be answered.
        lang = "mixed" if understanding["lang"] == "other" else understanding["lang"]
        return {**understanding, "lang": lang}
    unread = understanding["intent"] == "nonsense"
    intent = "out_of_scope" if unread else understanding["intent"]
    return {**understanding, "lang": "other", "tongue": tongue, "intent": intent}


def with_rules(understanding: Understanding, text: str) -> Understanding:
    """The higher risk of the model and the fixed rules, with the types of both.

    Who says in so many words who they are is believed, and not the model.
    """
    understanding = {**understanding, "role": said_role(text) or understanding["role"]}
    found = safety.check(text)
    if found.risk == "none":
        return understanding
    types = {*understanding["risk_types"], *found.types}
    return {
        **understanding,
        "risk": max(understanding["risk"], found.risk, key=RISKS.index),
        "risk_types": [kind for kind in RISK_TYPES if kind in types],
    }


def _risk(chances: Floats, levels: Levels) -> str:
    concern, acute = chances.tolist()
    if concern < levels.concern:
        return "none"
    return "acute" if acute >= levels.acute else "concern"


def _types(chances: Floats, levels: Levels) -> list[str]:
    """The kinds of a risk; if none is sure, suicide where it must be asked, else the likeliest."""
    said = [
        kind
        for kind, chance in zip(RISK_TYPES, chances.tolist(), strict=True)
        if chance >= _TYPE_LEVEL
    ]
    if not said and chances[_SUICIDE] >= levels.wonder:
        return ["suicide"]
    return said or [RISK_TYPES[int(chances.argmax())]]


def _rounded(chance: float) -> float:
    return round(float(chance), 4)
